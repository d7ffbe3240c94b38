"""A valid assignment in a hurry, when the time is over before the solver can start."""

from __future__ import annotations

import numpy as np

from heluo.engines.matching.assign import MUST, Demand, Result
from heluo.engines.matching.musts import place_musts
from heluo.engines.matching.people import Ints


def assign_greedily(demand: Demand) -> Result:
    """First all that must be served, then the best pairs first. Raises NotPlaceable."""
    places = demand.locked + place_musts(demand)
    left = demand.need_units - _sum(demand.rows, places, len(demand.need_units))
    free = demand.capacity - _sum(demand.candidate, places, len(demand.capacity))
    rows = demand.rows
    for pair in np.argsort(-demand.weight, kind="stable"):
        need, person = rows[pair], demand.candidate[pair]
        if demand.outside[need] == MUST or demand.weight[pair] <= demand.outside[need]:
            continue
        room = demand.room[pair] + demand.locked[pair] - places[pair]
        more = min(left[need], free[person], room)
        places[pair] += more
        left[need] -= more
        free[person] -= more
    return Result(places, demand.objective_of(places), bound_without_capacity(demand), "stopped")


def bound_without_capacity(demand: Demand) -> int:
    """What every need would get if all specialists had time for all: no plan can be worth more."""
    total = int((demand.locked * demand.weight).sum())
    room, open_units = demand.room, demand.open_units
    for need, wanted in enumerate(open_units):
        own = slice(int(demand.indptr[need]), int(demand.indptr[need + 1]))
        best = np.repeat(demand.weight[own], np.maximum(room[own], 0))
        best = np.sort(best)[::-1][:wanted]
        if demand.outside[need] == MUST:
            total += int(best.sum())
        else:
            outside = int(demand.outside[need])
            total += int(np.maximum(best, outside).sum()) + (int(wanted) - len(best)) * outside
    return total


def _sum(index: Ints, values: Ints, size: int) -> Ints:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, index, values)
    return total
