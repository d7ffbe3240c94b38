"""Problem in, plan out: find candidates, assign them, and say why."""

from __future__ import annotations

import numpy as np

from heluo.enginekit import Infeasible, Progress, Stop, Text
from heluo.engines.matching.assign import MUST, Demand, NotPlaceable, Result, assign
from heluo.engines.matching.candidates import Found, find_candidates, outside_of, tie_order
from heluo.engines.matching.greedy import assign_greedily
from heluo.engines.matching.infeasible import lock_faults, must_faults
from heluo.engines.matching.plan import Plan
from heluo.engines.matching.problem import Problem
from heluo.engines.matching.scoring import Scorer
from heluo.engines.matching.telling import tell

ASSIGNING = Text("整体分派", "Assigning as a whole")
TELLING = Text("写明理由", "Writing down the reasons")
DONE = Text("完成", "Done")
MOST_SCORE = 100


def solve(problem: Problem, *, stop: Stop, seed: int, progress: Progress) -> Plan:
    """The plan of most points: Σ places × score + Σ open places × outside.

    Optimal over the candidates of each need (all eligible specialists for needs that must be
    served, the best `candidates_per_need` for others). Stopped early it is still valid, and its
    bound holds. Raises Infeasible when locks contradict each other or must-serve needs lack people.
    """
    faults = lock_faults(problem)
    if faults:
        raise Infeasible(faults)
    scorer = Scorer(problem)
    found, hurried = find_candidates(scorer, tie_order(problem, seed), stop=stop, progress=progress)
    demand = demand_of(problem, found)
    progress(0.8, ASSIGNING)
    try:
        result = assign_greedily(demand) if hurried or stop() else assign(demand)
    except NotPlaceable as error:
        raise Infeasible(must_faults(problem, demand, found)) from error
    progress(0.9, TELLING)
    assignments, answers = tell(scorer, found, demand, result)
    progress(1.0, DONE)
    return Plan(
        status=result.status,
        objective=result.objective,
        upper_bound=_bound(problem, found, result),
        assignments=assignments,
        answers=answers,
    )


def demand_of(problem: Problem, found: list[Found | None]) -> Demand:
    """The problem as arrays; needs that were not looked at have no candidates and may wait."""
    sizes = [0 if own is None else len(own.specialist) for own in found]
    outside = [MUST if need.must_serve else outside_of(problem, need) for need in problem.needs]
    settled = {(pair.need, pair.specialist): pair.places for pair in problem.locked}
    locked = [
        settled.get((need.id, problem.specialists[int(person)].id), 0)
        for need, own in zip(problem.needs, found, strict=True)
        if own is not None
        for person in own.specialist
    ]
    return Demand(
        need_units=_ints([need.units for need in problem.needs]),
        capacity=_ints([person.capacity_units for person in problem.specialists]),
        indptr=_ints([0, *np.cumsum(sizes)]),
        candidate=_joined([own.specialist for own in found if own is not None]),
        weight=_joined([own.score for own in found if own is not None]),
        outside=_ints(outside),
        most_per_need=_ints([person.members for person in problem.specialists]),
        locked=_ints(locked),
    )


def _bound(problem: Problem, found: list[Found | None], result: Result) -> int:
    """The assignment's bound, plus what needs that nobody looked at might still have won."""
    missed = sum(
        need.units * max(0, MOST_SCORE - outside_of(problem, need))
        for need, own in zip(problem.needs, found, strict=True)
        if own is None
    )
    return result.upper_bound + missed


def _ints(values: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def _joined(
    arrays: list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.concatenate([np.empty(0, dtype=np.int64), *arrays])
