"""The checker's own arithmetic for one scored pair. Written apart from the solver's, on purpose."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from heluo.enginekit import Finding, Text
from heluo.engines.matching.check_expertise import Expertise
from heluo.engines.matching.problem import Assignment, Candidate, Need, Part, Problem, Specialist

NAMES = ("expertise", "distance", "spare", "past", "season")
DETOUR = 1.3
RADIUS_KM = 6371.0088
SAME_PLACE = {2: 0.1, 4: 0.3, 6: 0.6, 9: 0.85, 12: 0.95}
TOLERANCE_KM = 0.11
TOLERANCE_POINTS = 0.05
"""Thousandths of a point and tenths of a kilometre are rounded before points are counted."""
_NUMBER_OF_KM = re.compile(r"(\d+) (?:公里|km)")


class Shares:
    """What each part should be worth, from 0 to 1, for any pair of one problem."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._expertise = Expertise(problem)
        self._locked = Counter[str]()
        for pair in problem.locked:
            self._locked[pair.specialist] += pair.places

    def of(self, need: Need, person: Specialist) -> dict[str, float]:
        return {
            "expertise": self.expertise(need, person),
            "distance": _nearness(self._problem, need, person),
            "spare": self._spare(person),
            "past": _past(self._problem, person),
            "season": share_of_days(need, person),
        }

    def expertise(self, need: Need, person: Specialist) -> float:
        return self._expertise.share(need, person)

    def _spare(self, person: Specialist) -> float:
        """Free places once the settled pairs are counted in."""
        free = max(0, person.capacity_units - self._locked[person.id])
        taken = person.load_units + self._locked[person.id]
        return free / max(1, free + taken)


def faults(
    problem: Problem,
    shares: Shares,
    where: str,
    need: Need,
    person: Specialist,
    row: Assignment | Candidate,
) -> Iterator[Finding]:
    """Faults in the score, the parts, the distance and its sentence."""
    who = f"“{need.label}”— {person.label}"
    if tuple(part.name for part in row.parts) != NAMES:
        yield fault("parts", where, f"{who}：分项不全或次序不对。", f"{who}: parts are missing or disordered.")
        return
    if sum(part.points for part in row.parts) != row.score:
        yield fault("sum", where, f"{who}：分项相加不等于总分。", f"{who}: the parts do not add to the score.")
    yield from _distance_faults(where, who, need, person, row)
    expected = shares.of(need, person)
    for part in row.parts:
        most = getattr(problem.weights, part.name)
        if part.most != most or part.points > most:
            text = (f"{who}：{part.name} 的满分不对。", f"{who}: the most points for {part.name} are wrong.")
            yield fault("part_range", where, *text)
        share = expected[part.name]
        # Rounding to whole points that add up moves a part by less than one point.
        if abs(part.points - share * most) >= 1 + TOLERANCE_POINTS:
            text = (
                f"{who}：{part.name} 应约 {share * most:.0f} 分。",
                f"{who}: {part.name} should be about {share * most:.0f} points.",
            )
            yield fault("part_points", where, *text)
    exact = sum(share * getattr(problem.weights, name) for name, share in expected.items())
    if abs(row.score - exact) > 0.5 + TOLERANCE_POINTS:
        yield fault("score", where, f"{who}：总分应约 {exact:.0f}。", f"{who}: the score should be about {exact:.0f}.")


def _distance_faults(
    where: str, who: str, need: Need, person: Specialist, row: Assignment | Candidate
) -> Iterator[Finding]:
    kilometres = road_km(need, person)
    if (kilometres is None) != (row.distance_km is None) or (
        kilometres is not None and row.distance_km is not None and abs(kilometres - row.distance_km) > TOLERANCE_KM
    ):
        yield fault("distance", where, f"{who}：距离不对。", f"{who}: the distance is wrong.")
    if row.distance_km is None or need.remote:
        return
    part = next(part for part in row.parts if part.name == "distance")
    for said in _kilometres_said(part, row.reason):
        if abs(said - row.distance_km) > 0.5 + TOLERANCE_KM:
            text = (f"{who}：理由里的公里数不对。", f"{who}: the reason names a wrong distance.")
            yield fault("distance_reason", where, *text)
            return


def _kilometres_said(part: Part, reason: Text) -> list[int]:
    sentences = (part.reason.zh, part.reason.en, reason.zh, reason.en)
    return [int(found) for sentence in sentences for found in _NUMBER_OF_KM.findall(sentence)]


def road_km(need: Need, person: Specialist) -> float | None:
    """By the spherical law of cosines in its atan2 form, not by the solver's haversine."""
    if need.latitude_deg is None or need.longitude_deg is None:
        return None
    if person.latitude_deg is None or person.longitude_deg is None:
        return None
    one, other = math.radians(need.latitude_deg), math.radians(person.latitude_deg)
    turn = math.radians(person.longitude_deg - need.longitude_deg)
    across = math.hypot(
        math.cos(other) * math.sin(turn),
        math.cos(one) * math.sin(other) - math.sin(one) * math.cos(other) * math.cos(turn),
    )
    along = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    return DETOUR * RADIUS_KM * math.atan2(across, along)


def _nearness(problem: Problem, need: Need, person: Specialist) -> float:
    if need.remote:
        return 1.0
    kilometres = road_km(need, person)
    if kilometres is not None:
        return min(1.0, max(0.0, 1 - kilometres / problem.max_distance_km))
    common = 0
    while common < min(len(need.place_code), len(person.place_code)):
        if need.place_code[common] != person.place_code[common]:
            break
        common += 1
    return max((share for digits, share in SAME_PLACE.items() if digits <= common), default=0.0)


def _past(problem: Problem, person: Specialist) -> float:
    weights = problem.weights
    prior = weights.usual_counts_as
    return (person.satisfied + weights.usual_satisfied_share * prior) / (person.served + prior)


def share_of_days(need: Need, person: Specialist) -> float:
    """Share of the wanted days on which the specialist is there, counted day by day."""
    first, last = need.window_from, need.window_to
    if first is None and last is None:
        return 1.0
    month = timedelta(days=30)
    if first is None and last is not None:
        first = last - month if last - date.min >= month else date.min
    if last is None and first is not None:
        last = first + month if date.max - first >= month else date.max
    assert first is not None
    assert last is not None
    wanted = range(first.toordinal(), last.toordinal() + 1)
    away: set[int] = set()
    for absence in person.absences:
        begin = max(absence.first.toordinal(), wanted.start)
        away.update(range(begin, min(absence.last.toordinal() + 1, wanted.stop)))
    return 1 - len(away) / len(wanted)


def fault(code: str, where: str, zh: str, en: str) -> Finding:
    """A finding whose English sentence begins with a capital letter."""
    return Finding(code, where, Text(zh, en[:1].upper() + en[1:]))
