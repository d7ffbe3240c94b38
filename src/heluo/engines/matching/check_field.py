"""The checker's own view of who could serve a need: everybody is looked at again, and the list held against that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from heluo.enginekit import Finding
from heluo.engines.matching import check_score as scores
from heluo.engines.matching.check_score import fault
from heluo.engines.matching.problem import Answer, Need, Problem, Specialist

MOST_PAIRS = 1_000_000
"""Beyond so many pairs of need and specialist not everybody is looked at again: some minutes of plain Python."""
_EDGE = 1e-9


@dataclass(frozen=True)
class Standing:
    """One specialist before one need: what excludes them, or None, and their exact score.

    `unsure` says that it hangs on a rounding (a distance at the very limit), so that either answer is right.
    """

    person: Specialist
    exclusion: str | None
    exact: float
    unsure: bool

    @property
    def surely_could(self) -> bool:
        """Whether they could serve it, whatever the rounding."""
        return self.exclusion is None and not self.unsure

    @property
    def least_score(self) -> int:
        """What whole points they have at the least, whichever way a half is rounded."""
        return int(self.exact + 0.5 - scores.TOLERANCE_POINTS)


class Field:
    """All specialists before the needs of one problem."""

    def __init__(self, problem: Problem, shares: scores.Shares) -> None:
        self._problem, self._shares = problem, shares
        self._forbidden = {(pair.need, pair.specialist) for pair in problem.forbidden}
        self._locked = {(pair.need, pair.specialist) for pair in problem.locked}
        self._held = Counter[str]()
        for pair in problem.locked:
            self._held[pair.specialist] += pair.places
        self.is_whole = len(problem.needs) * len(problem.specialists) <= MOST_PAIRS

    def before(self, need: Need) -> list[Standing]:
        """Everybody's standing before this need."""
        return [self._standing(need, person) for person in self._problem.specialists]

    def _standing(self, need: Need, person: Specialist) -> Standing:
        shares, weights = self._shares.of(need, person), self._problem.weights
        exact = sum(share * getattr(weights, name) for name, share in shares.items())
        if (need.id, person.id) in self._locked:
            return Standing(person, None, exact, unsure=False)
        kilometres = None if need.remote else scores.road_km(need, person)
        beyond_km = -1.0 if kilometres is None else kilometres - self._problem.max_distance_km
        lacking = weights.least_expertise_share - shares["expertise"]
        unsure = abs(lacking) <= _EDGE or abs(beyond_km) <= scores.TOLERANCE_KM
        return Standing(person, self._exclusion(need, person, shares, lacking, beyond_km), exact, unsure)

    def _exclusion(
        self, need: Need, person: Specialist, shares: dict[str, float], lacking: float, beyond_km: float
    ) -> str | None:
        """The first that applies, in the order in which they are to be counted."""
        applies = {
            "no_skill": lacking > 0,
            "forbidden": (need.id, person.id) in self._forbidden,
            "conflict": bool(set(need.requesters) & set(person.conflicts)),
            "too_far": beyond_km > 0,
            "absent": shares["season"] == 0,
            "full": person.capacity_units <= self._held[person.id],
        }
        return next((code for code, does in applies.items() if does), None)


def faults(problem: Problem, field: list[Standing], where: str, need: Need, answer: Answer) -> Iterator[Finding]:
    """Where the counts or the list of one answer are not what everybody's standing gives."""
    yield from _count_faults(field, where, need, answer)
    yield from _list_faults(problem, field, where, need, answer)


def _count_faults(field: list[Standing], where: str, need: Need, answer: Answer) -> Iterator[Finding]:
    unsure = sum(one.unsure for one in field)
    right = Counter(one.exclusion for one in field)
    told: dict[str | None, int] = {None: answer.eligible}
    told.update(answer.excluded.items())
    for code in sorted({*right, *told}, key=str):
        if abs(right[code] - told.get(code, 0)) > unsure:
            name = code or "eligible"
            text = (
                f"“{need.label}”：{name} 应为 {right[code]} 人，不是 {told.get(code, 0)} 人。",
                f"“{need.label}”: {name} should count {right[code]}, not {told.get(code, 0)}.",
            )
            yield fault("excluded", f"{where}.excluded", *text)


def _list_faults(problem: Problem, field: list[Standing], where: str, need: Need, answer: Answer) -> Iterator[Finding]:
    standing = {one.person.id: one for one in field}
    for at, candidate in enumerate(answer.candidates):
        own = standing.get(candidate.specialist)
        if own is not None and own.exclusion is not None and not own.unsure:
            text = (
                f"“{need.label}”— {own.person.label}：不能服务（{own.exclusion}），却列为人选。",
                f"“{need.label}”— {own.person.label}: cannot serve ({own.exclusion}), yet is listed.",
            )
            yield fault("not_eligible", f"{where}.candidates[{at}]", *text)
        if own is not None and not _rank_is_possible(field, own, candidate.rank):
            text = (
                f"“{need.label}”— {own.person.label}：名次不是第 {candidate.rank}。",
                f"“{need.label}”— {own.person.label}: is not number {candidate.rank}.",
            )
            yield fault("rank", f"{where}.candidates[{at}].rank", *text)
    shown = {candidate.specialist for candidate in answer.candidates}
    best = [candidate.score for candidate in answer.candidates if candidate.rank <= problem.shown_per_need]
    for one in field:
        if one.surely_could and one.person.id not in shown and one.least_score > min(best, default=100):
            text = (
                f"“{need.label}”：{one.person.label} 分数更高，却没有列出。",
                f"“{need.label}”: {one.person.label} has more points and is not listed.",
            )
            yield fault("better_left_out", f"{where}.candidates", *text)


def _rank_is_possible(field: list[Standing], own: Standing, rank: int) -> bool:
    """Those surely above stand before; those equal, or within a rounding, or unsure, may stand on either side."""
    margin = 1 + 2 * scores.TOLERANCE_POINTS
    others = [one for one in field if one is not own and (one.exclusion is None or one.unsure)]
    surely = sum(one.exact > own.exact + margin and one.surely_could for one in others)
    perhaps = sum(one.exact >= own.exact - margin or one.unsure for one in others)
    return surely < rank <= perhaps + 1
