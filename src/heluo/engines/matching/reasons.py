"""The parts of a score in words: one short clause each, Chinese and English."""

from __future__ import annotations

import math

from heluo.enginekit import Text
from heluo.enginekit.text import joined
from heluo.engines.matching.candidates import Found
from heluo.engines.matching.distance import shared_place_level
from heluo.engines.matching.plan import Candidate
from heluo.engines.matching.problem import Need, Problem, Specialist
from heluo.engines.matching.scoring import Scorer, window_of
from heluo.engines.matching.taxonomy import agreement
from heluo.engines.matching.weights import PARTS
from heluo.engines.matching.words import shared_phrases, telling, telling_phrases

_SAME_PLACE = (
    Text("位置未填，不在同一省", "position unknown, another province"),
    Text("位置未填，同省", "position unknown, same province"),
    Text("位置未填，同市", "position unknown, same city"),
    Text("位置未填，同一县区", "position unknown, same county"),
    Text("位置未填，同一乡镇", "position unknown, same town"),
    Text("位置未填，同一村", "position unknown, same village"),
)
_ZH_NUMBERS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}


class Reasons:
    """Puts the candidates of a scorer's needs into words."""

    def __init__(self, scorer: Scorer) -> None:
        self._problem: Problem = scorer.problem
        self._people = scorer.people
        self._most = [(name, getattr(scorer.problem.weights, name)) for name in PARTS]
        self._own_texts: dict[int, tuple[Text, Text]] = {}
        self._phrases: dict[int, list[tuple[str, frozenset[str]]]] = {}
        self._asked: tuple[str, frozenset[str]] = ("", frozenset())

    def candidate(self, need: Need, found: Found, at: int, *, places: int = 0, lost: Text | None = None) -> Candidate:
        """The candidate at position `at` of a need's list, with all parts in words."""
        number = int(found.specialist[at])
        person = self._problem.specialists[number]
        kilometres = float(found.distance_km[at])
        distance_km = None if math.isnan(kilometres) else kilometres
        spare, past = self._own(number)
        texts = (
            _expertise(need, person, self._shared(need, number)),
            _distance(need, person, distance_km),
            spare,
            past,
            _season(need, int(found.days_free[at])),
        )
        # Plain dictionaries, validated together: one call instead of one for each part.
        parts = [
            {"name": name, "points": points, "most": most, "reason": text}
            for (name, most), points, text in zip(self._most, found.parts[:, at].tolist(), texts, strict=True)
        ]
        return Candidate.model_validate(
            {
                "specialist": person.id,
                "rank": int(found.rank[at]),
                "score": int(found.score[at]),
                "distance_km": distance_km,
                "parts": parts,
                "reason": joined(texts),
                "places": places,
                "lost": lost,
            }
        )

    def _own(self, number: int) -> tuple[Text, Text]:
        """What does not depend on the need: spare time and past results."""
        if number not in self._own_texts:
            person, people = self._problem.specialists[number], self._people
            spare = _spare(person, int(people.free[number]), int(people.load[number]))
            self._own_texts[number] = (spare, _past(person, self._problem.record_years))
        return self._own_texts[number]

    def _shared(self, need: Need, number: int) -> list[str]:
        if self._asked[0] != need.words:  # one need is told after the other
            self._asked = (need.words, telling(need.words))
        if number not in self._phrases:
            self._phrases[number] = telling_phrases(self._problem.specialists[number].words)
        return shared_phrases(self._asked[1], self._phrases[number])


def _expertise(need: Need, person: Specialist, shared: list[str]) -> Text:
    known = max((agreement(want, own) for want in need.industries for own in person.industries), default=0.0)
    if shared:
        zh = shared[0] if len(shared) == 1 else "、".join(shared[:-1]) + "与" + shared[-1]
        return Text(f"擅长{zh}", f"knows {', '.join(shared)}")
    if known >= 0.7:
        return Text("专业对口", "works in this very trade")
    if known >= 0.3:
        return Text("专业相近", "works in a related trade")
    return Text("专长与需求有部分相同", "the expertise fits in part")


def _distance(need: Need, person: Specialist, distance_km: float | None) -> Text:
    if need.remote:
        return Text("可远程服务，不计距离", "can be answered from afar")
    if distance_km is None:
        return _SAME_PLACE[shared_place_level(need.place_code, person.place_code)]
    whole = math.floor(distance_km + 0.5)
    if whole == 0:
        return Text("就在附近", "less than a kilometre away")
    return Text(f"距离 {whole} 公里", f"about {whole} km by road")


def _spare(person: Specialist, free: int, load: int) -> Text:
    if person.is_team:
        return Text(f"团队还能派出 {free} 人次", f"the team can still fill {_count(free, 'place')}")
    if person.days_left is not None:
        return Text(f"今年还余 {person.days_left} 天", f"{_count(person.days_left, 'day')} left this year")
    if load == 0:
        return Text(f"还能接 {free} 项，手上没有任务", f"can take {free} more, busy with none")
    return Text(f"还能接 {free} 项，已接 {load} 项", f"can take {free} more, has taken {load}")


def _past(person: Specialist, years: int | None) -> Text:
    if person.served == 0:
        return Text("还没有评价，按一般水平计", "not judged yet, counted as usual")
    zh_span = f"近{_ZH_NUMBERS.get(years, f' {years} ')}年 " if years else ""
    en_span = f" in {_count(years, 'year')}" if years else ""
    services = _count(person.served, "service")
    if person.satisfied == person.served:
        zh_all, en_all = ("满意", "the one service") if person.served == 1 else ("全部满意", f"all {services}")
        return Text(f"{zh_span}{person.served} 次服务{zh_all}", f"satisfied people in {en_all}{en_span}")
    return Text(
        f"{zh_span}{person.served} 次服务，{person.satisfied} 次满意",
        f"satisfied people in {person.satisfied} of {services}{en_span}",
    )


def _season(need: Need, days_free: int) -> Text:
    window = window_of(need)
    if window is None:
        return Text("时间不限", "any time will do")
    days = (window[1] - window[0]).days + 1
    if days_free >= days:
        return Text("所需时间都有空", "free in the whole window")
    return Text(f"所需 {days} 天中有 {days_free} 天有空", f"free on {days_free} of {_count(days, 'day')}")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
