"""The best candidates of every need as sparse rows, with what the reasons need to know of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heluo.enginekit import Progress, Stop, Text
from heluo.engines.matching.people import Floats, Ints
from heluo.engines.matching.problem import Need, Problem
from heluo.engines.matching.scoring import ELIGIBLE, Scored, Scorer, whole_parts

DOING = Text("逐项找合适的人选", "Looking for candidates, need by need")


@dataclass(frozen=True)
class Found:
    """The candidates of one need, best first.

    `specialist`, `rank` (1 is the best of all eligible), `score`, `days_free` int64[c], `parts` int64[5, c] whole
    points, `distance_km` float64[c] (NaN unknown), `excluded` int64[6] counts by exclusion, `eligible` before the cut.
    """

    specialist: Ints
    rank: Ints
    score: Ints
    parts: Ints
    distance_km: Floats
    days_free: Ints
    excluded: Ints
    eligible: int


def tie_order(problem: Problem, seed: int) -> Ints:
    """int64[m]: who comes first among equals. Drawn from the seed, so that no name is always favoured."""
    return np.random.default_rng(seed).permutation(len(problem.specialists))


def find_candidates(scorer: Scorer, tie: Ints, *, stop: Stop, progress: Progress) -> tuple[list[Found | None], bool]:
    """The candidates of each need, None where the time was over; and whether it was.

    Needs that must be served, or have a locked pair, are looked at first and in any case.
    """
    problem = scorer.problem
    locked = _locked_of(scorer)
    bound = [need.must_serve or need.id in locked for need in problem.needs]
    found: list[Found | None] = [None] * len(problem.needs)
    for done, index in enumerate(sorted(range(len(bound)), key=lambda index: not bound[index])):
        if not bound[index] and stop():
            return found, True
        need = problem.needs[index]
        if done % 64 == 0:
            progress(0.8 * done / len(bound), DOING)
        # A need that must be served keeps all, so that only a true lack of people makes it infeasible.
        most = None if need.must_serve else problem.candidates_per_need
        found[index] = best_of(scorer.score(need), tie, most, locked.get(need.id, ()))
    return found, False


def best_of(scored: Scored, tie: Ints, most: int | None, keep: Sequence[int] = ()) -> Found:
    """The best `most` eligible specialists (all when None), and those to keep: they count as eligible."""
    exclusion = scored.exclusion.copy()
    exclusion[list(keep)] = ELIGIBLE
    eligible = np.flatnonzero(exclusion == ELIGIBLE)
    order = eligible[np.lexsort((tie[eligible], -scored.score[eligible]))]
    rank = np.arange(1, len(order) + 1)
    if most is not None:
        stays = (rank <= most) | np.isin(order, list(keep))
        order, rank = order[stays], rank[stays]
    return Found(
        specialist=order,
        rank=rank,
        score=scored.score[order],
        parts=whole_parts(scored.thousandths[:, order]),
        distance_km=scored.distance_km[order],
        days_free=scored.days_free[order],
        excluded=np.bincount(exclusion, minlength=ELIGIBLE + 1)[:ELIGIBLE],
        eligible=len(eligible),
    )


def outside_of(problem: Problem, need: Need) -> int:
    """Points for each place of this need that is left open."""
    return problem.outside_value - problem.weights.urgency * need.urgency


def _locked_of(scorer: Scorer) -> dict[str, list[int]]:
    locked: dict[str, list[int]] = {}
    for pair in scorer.problem.locked:
        locked.setdefault(pair.need, []).append(scorer.people.number[pair.specialist])
    return locked
