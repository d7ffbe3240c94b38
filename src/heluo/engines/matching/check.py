"""Is this plan what it says it is? Recomputed from problem and plan alone, in plain Python.

Nothing here shares code with the solver: distances, capacities, shares and sums are worked out
anew, and every fault is returned, not only the first.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from heluo.enginekit import Finding
from heluo.engines.matching import check_field as fields
from heluo.engines.matching import check_score as scores
from heluo.engines.matching.check_score import fault
from heluo.engines.matching.problem import Answer, Assignment, Need, Plan, Problem, Specialist


def check(problem: Problem, plan: Plan) -> list[Finding]:
    """Every fault of the plan; empty when there is none."""
    return list(_Check(problem, plan).faults())


class _Check:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._plan = problem, plan
        self._needs = {row.id: row for row in problem.needs}
        self._people = {row.id: row for row in problem.specialists}
        self._locked = {(pair.need, pair.specialist): pair.places for pair in problem.locked}
        self._forbidden = {(pair.need, pair.specialist) for pair in problem.forbidden}
        self._given = Counter[tuple[str, str]]()
        self._taken, self._served = Counter[str](), Counter[str]()
        self._assigned: dict[str, dict[str, Assignment]] = defaultdict(dict)
        for row in plan.assignments:
            self._assigned[row.need][row.specialist] = row
            self._given[row.need, row.specialist] += row.places
            self._taken[row.specialist] += row.places
            self._served[row.need] += row.places
        self._shares = scores.Shares(problem)
        self._field = fields.Field(problem, self._shares)

    def faults(self) -> Iterator[Finding]:
        for number, row in enumerate(self._plan.assignments):
            yield from self._assignment(f"assignments[{number}]", row)
        yield from self._pairs()
        yield from self._totals()
        yield from self._answers()
        yield from self._objective()

    def _assignment(self, where: str, row: Assignment) -> Iterator[Finding]:
        need, person = self._needs.get(row.need), self._people.get(row.specialist)
        if need is None or person is None:
            missing = row.need if need is None else row.specialist
            yield fault("unknown_id", where, f"没有编号为 {missing} 的记录。", f"there is no row {missing}.")
            return
        who = _who(need, person)
        if (need.id, person.id) in self._forbidden:
            yield fault("forbidden", where, f"{who}：已被排除，不能分派。", f"{who}: this pair is ruled out.")
        if set(need.requesters) & set(person.conflicts):
            yield fault("conflict", where, f"{who}：须回避。", f"{who}: there is a conflict of interest.")
        if row.places > person.members:
            yield fault(
                "not_different",
                where,
                f"{who}：{person.members} 人占了 {row.places} 个名额。",
                f"{who}: {row.places} places for {person.members} people.",
            )
        if row.locked != ((need.id, person.id) in self._locked):
            yield fault("locked_mark", where, f"{who}：“已确定”标错了。", f"{who}: wrongly marked as settled.")
        yield from self._reachable(where, who, need, person)
        yield from scores.faults(self._problem, self._shares, where, need, person, row)

    def _reachable(self, where: str, who: str, need: Need, person: Specialist) -> Iterator[Finding]:
        if (need.id, person.id) in self._locked:
            return
        kilometres = scores.road_km(need, person)
        if not need.remote and kilometres is not None and kilometres > self._problem.max_distance_km + 0.05:
            yield fault("too_far", where, f"{who}：超过最远距离。", f"{who}: farther than allowed.")
        if self._shares.expertise(need, person) < self._problem.weights.least_expertise_share - 1e-9:
            yield fault("no_skill", where, f"{who}：专长不符。", f"{who}: without the skill.")
        if scores.share_of_days(need, person) == 0:
            yield fault("absent", where, f"{who}：所需时间都不在。", f"{who}: away in the whole window.")

    def _pairs(self) -> Iterator[Finding]:
        rows = Counter((row.need, row.specialist) for row in self._plan.assignments)
        for (need, person), count in rows.items():
            if count > 1:
                text = (f"{need} 与 {person} 分派了 {count} 次。", f"{need} and {person} appear {count} times.")
                yield fault("repeated_pair", f"assignments/{need}/{person}", *text)
        for (need, person), places in self._locked.items():
            if self._given[need, person] < places:
                text = (f"已确定的 {need}—{person} 没有保留。", f"the settled pair {need} – {person} is missing.")
                yield fault("lock_lost", f"assignments/{need}/{person}", *text)

    def _totals(self) -> Iterator[Finding]:
        for number, person in enumerate(self._problem.specialists):
            taken, capacity = self._taken[person.id], person.capacity_units
            if taken > capacity:
                yield fault(
                    "over_capacity",
                    f"specialists[{number}]",
                    f"{person.label} 分到 {taken} 个名额，只能接 {capacity} 个。",
                    f"{person.label} has {taken} places but can take {capacity}.",
                )
        for number, need in enumerate(self._problem.needs):
            served = self._served[need.id]
            where = f"needs[{number}]"
            if served > need.units:
                text = (f"“{need.label}”派得太多：{served} 人。", f"“{need.label}” is served by too many: {served}.")
                yield fault("over_served", where, *text)
            if need.must_serve and served < need.units:
                yield fault(
                    "must_serve",
                    where,
                    f"“{need.label}”必须服务，还差 {need.units - served} 人。",
                    f"“{need.label}” must be served; {need.units - served} places are open.",
                )

    def _answers(self) -> Iterator[Finding]:
        answered = [answer.need for answer in self._plan.answers]
        if answered != [need.id for need in self._problem.needs]:
            text = ("答复与需求没有一一对应。", "the answers do not follow the needs one by one.")
            yield fault("answers", "answers", *text)
        for number, answer in enumerate(self._plan.answers):
            need = self._needs.get(answer.need)
            if need is not None:
                yield from self._answer(f"answers[{number}]", need, answer)

    def _answer(self, where: str, need: Need, answer: Answer) -> Iterator[Finding]:
        served = self._served[need.id]
        if answer.served != served:
            text = (f"“{need.label}”写的人数不对。", f"“{need.label}”: the number served is wrong.")
            yield fault("served_count", f"{where}.served", *text)
        open_places = need.units - served
        told = 0 if answer.unserved is None else answer.unserved.places
        if told != max(0, open_places):
            text = (f"“{need.label}”空缺 {open_places} 处，没有说明。", f"“{need.label}”: open places untold.")
            yield fault("unserved_count", f"{where}.unserved", *text)
        if answer.outside != self._outside(need):
            text = (f"“{need.label}”空着的分值不对。", f"“{need.label}”: the points for leaving it are wrong.")
            yield fault("outside", f"{where}.outside", *text)
        counted = answer.eligible + sum(answer.excluded.values())
        looked = not (answer.unserved is not None and answer.unserved.code == "stopped")
        if looked and counted != len(self._problem.specialists):
            text = (f"“{need.label}”的人数合计不等于专家总数。", f"“{need.label}”: people are missing in the counts.")
            yield fault("counts", f"{where}.excluded", *text)
        # Whoever is sent is shown whatever the cut, so there may be more than this, never fewer.
        due = min(self._problem.shown_per_need, self._problem.candidates_per_need, answer.eligible)
        if len(answer.candidates) < due:
            text = (f"“{need.label}”的人选没有列全。", f"“{need.label}”: candidates are missing from the list.")
            yield fault("shown", f"{where}.candidates", *text)
        yield from self._candidates(where, need, answer)
        if looked and self._field.is_whole:
            yield from fields.faults(self._problem, self._field.before(need), where, need, answer)

    def _candidates(self, where: str, need: Need, answer: Answer) -> Iterator[Finding]:
        order = [candidate.score for candidate in answer.candidates]
        ranks = [candidate.rank for candidate in answer.candidates]
        cut = min(self._problem.shown_per_need, len(ranks))
        if order != sorted(order, reverse=True) or ranks[:cut] != list(range(1, cut + 1)) or _falls(ranks):
            text = (f"“{need.label}”的人选没有按分数排列。", f"“{need.label}”: candidates are not in order.")
            yield fault("order", f"{where}.candidates", *text)
        if len({candidate.specialist for candidate in answer.candidates}) < len(answer.candidates):
            text = (f"“{need.label}”的人选有重复。", f"“{need.label}”: a candidate appears twice.")
            yield fault("repeated_candidate", f"{where}.candidates", *text)
        assigned = self._assigned[need.id]
        for at, candidate in enumerate(answer.candidates):
            spot = f"{where}.candidates[{at}]"
            person = self._people.get(candidate.specialist)
            if person is None:
                text = (f"没有编号为 {candidate.specialist} 的专家。", f"no specialist {candidate.specialist}.")
                yield fault("unknown_id", spot, *text)
                continue
            yield from scores.faults(self._problem, self._shares, spot, need, person, candidate)
            who, row = _who(need, person), assigned.get(person.id)
            if candidate.places != self._given[need.id, person.id]:
                text = (f"{who}：人选表与分派不一致。", f"{who}: the list and the assignment disagree.")
                yield fault("candidate_places", spot, *text)
            if row is not None and (row.score, row.parts) != (candidate.score, candidate.parts):
                text = (f"{who}：两处的分数不一致。", f"{who}: two different scores for one pair.")
                yield fault("candidate_score", spot, *text)
            if (candidate.lost is None) != (candidate.places > 0):
                text = (f"{who}：没有说明为何落选。", f"{who}: nothing says why this one lost.")
                yield fault("lost_reason", spot, *text)
            if self._plan.status == "optimal" and self._would_gain(need, person, candidate.score, answer):
                text = (f"{who}：有空又更合适，却没有派。", f"{who}: free and worth more, yet not sent.")
                yield fault("missed", spot, *text)
        for person_id, row in assigned.items():
            listed = [one.rank for one in answer.candidates if one.specialist == person_id]
            if listed != [row.rank]:
                text = (
                    f"“{need.label}”：分派的名次与人选表不一致。",
                    f"“{need.label}”: sent with another rank than listed.",
                )
                yield fault("assignment_rank", f"{where}.candidates", *text)

    def _would_gain(self, need: Need, person: Specialist, score: int, answer: Answer) -> bool:
        """An optimal plan passes no free candidate over for an open place, nor for somebody of fewer points."""
        if self._taken[person.id] >= person.capacity_units or self._given[need.id, person.id] >= person.members:
            return False
        if self._served[need.id] < need.units:
            return score > answer.outside
        movable = [row.score for row in self._assigned[need.id].values() if not row.locked]
        return bool(movable) and score > min(movable)

    def _outside(self, need: Need) -> int:
        return self._problem.outside_value - self._problem.weights.urgency * need.urgency

    def _objective(self) -> Iterator[Finding]:
        plan = self._plan
        served = sum(row.places * row.score for row in plan.assignments)
        waiting = sum(
            self._outside(need) * max(0, need.units - self._served[need.id])
            for need in self._problem.needs
            if not need.must_serve
        )
        if plan.objective != served + waiting:
            text = (f"总分应为 {served + waiting}。", f"the objective should be {served + waiting}.")
            yield fault("objective", "objective", *text)
        if plan.upper_bound is None or plan.upper_bound < plan.objective:
            yield fault("bound", "upper_bound", "上界低于总分。", "the bound is below the objective.")
        elif plan.status == "optimal" and plan.upper_bound != plan.objective:
            yield fault("status", "status", "上界高于总分，不能称为最优。", "the bound is above: not optimal.")


def _who(need: Need, person: Specialist) -> str:
    return f"“{need.label}”— {person.label}"


def _falls(ranks: list[int]) -> bool:
    return any(one >= other for one, other in itertools.pairwise(ranks))
