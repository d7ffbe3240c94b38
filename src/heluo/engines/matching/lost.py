"""Why the others did not win, and why a place stays open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from heluo.enginekit import Text
from heluo.enginekit.text import joined
from heluo.engines.matching.candidates import Found
from heluo.engines.matching.people import Ints
from heluo.engines.matching.plan import Exclusion, Unserved, UnservedCode
from heluo.engines.matching.problem import Need, Problem
from heluo.engines.matching.scoring import EXCLUSIONS
from heluo.engines.matching.weights import PARTS

_PART_WORDS = {
    "expertise": Text("专长", "expertise"),
    "distance": Text("距离", "distance"),
    "spare": Text("余力", "spare time"),
    "past": Text("效果", "results"),
    "season": Text("时间", "season"),
}


@dataclass(frozen=True)
class Standing:
    """How the plan left things: who has time, and where each specialist's time went.

    `free` int64[m] places left in the end, `served` the needs that each specialist serves,
    `hurried` whether the time was over before the solver could weigh all against all.
    """

    free: Ints
    served: Sequence[Sequence[int]]
    hurried: bool


def lost(problem: Problem, need: Need, found: Found, places: Ints, at: int, outside: int, standing: Standing) -> Text:
    """Why the candidate at `at` does not serve this need although they could."""
    person, score = int(found.specialist[at]), int(found.score[at])
    if standing.free[person] <= 0:
        return _elsewhere(problem, standing.served[person])
    if places.sum() < need.units:
        if standing.hurried and score > outside:
            return Text("时间用完，没有再比较", "the time was over before this could be weighed")
        return Text(
            f"{score} 分，不高于空着的 {outside} 分",
            f"{score} points are no more than the {outside} for leaving it open",
        )
    last = max(chosen for chosen in range(len(places)) if places[chosen])
    name = problem.specialists[int(found.specialist[last])].label
    gap = int(found.score[last]) - score
    if gap < 0:
        return Text("名额已由接受在先的人占用", "the places were settled before")
    if gap == 0:
        return Text(f"与{name}同分，抽签排在后面", f"equal with {name}; came second in the draw")
    part, most = _widest_gap(found, last, at)
    return Text(
        f"比{name}低 {gap} 分，主要在{part.zh}（少 {most} 分）",
        f"{gap} behind {name}, mostly for {part.en} ({most} fewer)",
    )


def _elsewhere(problem: Problem, needs: Sequence[int]) -> Text:
    if not needs:
        return Text("名额已满", "has no place left")
    first = problem.needs[needs[0]].label
    if len(needs) == 1:
        return Text(f"已派往“{first}”，名额用完", f"serves “{first}” instead and has no place left")
    return Text(
        f"已派往“{first}”等 {len(needs)} 项，名额用完",
        f"serves “{first}” and {len(needs) - 1} more instead and has no place left",
    )


def _widest_gap(found: Found, winner: int, loser: int) -> tuple[Text, int]:
    gaps = found.parts[:, winner] - found.parts[:, loser]
    row = int(gaps.argmax())
    return _PART_WORDS[PARTS[row]], int(gaps[row])


def excluded_counts(excluded: Ints) -> dict[Exclusion, int]:
    """The counts that are not zero, by code."""
    return {code: int(count) for code, count in zip(EXCLUSIONS, excluded, strict=True) if count}


def others(problem: Problem, shown: int, found: Found | None) -> Text:
    """The rest in one sentence: "其余 29 人为何靠后：12 人已排满，9 人超过 120 公里 …"."""
    if found is None:
        return Text("时间用完，没有查看人选", "The time was over before anyone was looked at")
    rest = len(problem.specialists) - shown
    if rest <= 0:
        return Text("没有其他人", "There is nobody else")
    counts = excluded_counts(found.excluded)
    poorer = rest - sum(counts.values())
    clauses = [Text(f"{poorer} 人分数更低", f"{poorer} with fewer points")] if poorer > 0 else []
    for code, count in sorted(counts.items(), key=lambda item: -item[1]):
        clauses.append(_clause(problem, code, count))
    why = joined(clauses, zh="，", en=", ")
    return Text(f"其余 {rest} 人为何靠后：{why.zh}", f"Why the other {rest} are behind: {why.en}")


def _clause(problem: Problem, code: Exclusion, count: int) -> Text:
    reach = f"{problem.max_distance_km:g}"
    clauses: dict[Exclusion, Text] = {
        "full": Text(f"{count} 人已排满", f"{count} have no place left"),
        "too_far": Text(f"{count} 人超过 {reach} 公里", f"{count} farther than {reach} km"),
        "no_skill": Text(f"{count} 人专长不符", f"{count} without the skill"),
        "absent": Text(f"{count} 人所需时间不在", f"{count} away at that time"),
        "conflict": Text(f"{count} 人须回避", f"{count} with a conflict of interest"),
        "forbidden": Text(f"{count} 人已被排除", f"{count} ruled out by hand"),
    }
    return clauses[code]


def why_outside(problem: Problem, code: Exclusion) -> Text:
    """Why one of them can't serve the need at all."""
    reach = f"{problem.max_distance_km:g}"
    reasons: dict[Exclusion, Text] = {
        "full": Text("今年的天数已排满", "has no days left this year"),
        "too_far": Text(f"距离超过 {reach} 公里", f"is farther than {reach} km"),
        "no_skill": Text("专长不符", "works in another trade"),
        "absent": Text("所需时间不在", "is away at that time"),
        "conflict": Text("须回避", "has a conflict of interest"),
        "forbidden": Text("已被排除", "was ruled out by hand"),
    }
    return reasons[code]


def unserved(problem: Problem, need: Need, found: Found | None, places: Ints, outside: int) -> Unserved | None:
    """Why places of this need stay open; None when none do."""
    missing = need.units - int(places.sum())
    if missing <= 0:
        return None
    code = _unserved_code(problem, need, found, places, outside)
    return Unserved(places=missing, code=code, sentence=_UNSERVED[code](problem))


def _unserved_code(problem: Problem, need: Need, found: Found | None, places: Ints, outside: int) -> UnservedCode:
    if found is None:
        return "stopped"
    if not problem.specialists:
        return "nobody"
    if found.eligible == 0:
        return _why_nobody(excluded_counts(found.excluded))
    seats = sum(min(need.units, problem.specialists[int(person)].members) for person in found.specialist)
    idle = [score for score, given in zip(found.score, places, strict=True) if not given]
    if seats < need.units and not idle:
        return "too_few"
    return "taken" if any(score > outside for score in idle) else "not_worth"


def _why_nobody(counts: dict[Exclusion, int]) -> UnservedCode:
    """The exclusion that stood last in the way: those who are full would fit in all else."""
    ladder: list[tuple[Exclusion, UnservedCode]] = [
        ("full", "full"),
        ("absent", "absent"),
        ("too_far", "out_of_reach"),
        ("conflict", "conflict"),
        ("forbidden", "conflict"),
    ]
    return next((code for exclusion, code in ladder if counts.get(exclusion)), "no_skill")


_UNSERVED: dict[UnservedCode, Callable[[Problem], Text]] = {
    "nobody": lambda _: Text("还没有登记任何专家", "No specialist is registered yet"),
    "no_skill": lambda _: Text("没有人有这项专长", "Nobody has this skill"),
    "out_of_reach": lambda problem: Text(
        f"有这项专长的人都在 {problem.max_distance_km:g} 公里以外",
        f"Everyone with the skill is more than {problem.max_distance_km:g} km away",
    ),
    "absent": lambda _: Text("懂这行又不远的人，所需时间都不在", "Everyone with the skill in reach is away then"),
    "full": lambda _: Text("懂这行又去得了的人都已排满", "Everyone who could come has no place left"),
    "conflict": lambda _: Text(
        "懂这行的人都须回避或已被排除", "Everyone with the skill has a conflict or was ruled out"
    ),
    "too_few": lambda _: Text("能去的不同的人不够数", "There are fewer different people than asked for"),
    "taken": lambda _: Text("能去的人都派往了更需要他们的地方", "Those who could come are worth more elsewhere"),
    "not_worth": lambda _: Text("剩下的人太不合适，派去不如另想办法", "Those who are left fit too badly to be sent"),
    "stopped": lambda _: Text("时间用完，还没有轮到这一项", "The time was over before this need's turn"),
}
