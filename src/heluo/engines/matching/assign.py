"""The assignment itself, on arrays: which pairs together are worth most. OR-Tools is loaded only here.

This is the door behind which the method may change: `Demand` in, `Result` out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from heluo.enginekit.model import Status
from heluo.engines.matching.people import Ints

MUST = int(np.iinfo(np.int32).min)
"""`outside` of a need whose places must all be filled."""


@dataclass(frozen=True)
class Demand:
    """n needs, m specialists, k candidate pairs as sparse rows.

    `need_units` [n] places wanted, `capacity` [m] places free (locked ones included), `indptr`
    [n + 1] and `candidate` [k] the pairs, `weight` [k] points, `outside` [n] points for an open place
    or MUST, `most_per_need` [m] places one specialist may fill in one need, `locked` [k] places that
    are settled. All integers; no candidate twice in a row.
    """

    need_units: Ints
    capacity: Ints
    indptr: Ints
    candidate: Ints
    weight: Ints
    outside: Ints
    most_per_need: Ints
    locked: Ints

    @cached_property
    def rows(self) -> Ints:
        """int64[k]: the need of each pair."""
        return np.repeat(np.arange(len(self.need_units)), np.diff(self.indptr))

    @cached_property
    def open_units(self) -> Ints:
        """int64[n]: places wanted beyond the locked ones."""
        return np.asarray(self.need_units - self._locked_by(self.rows, len(self.need_units)))

    @cached_property
    def free(self) -> Ints:
        """int64[m]: places free beyond the locked ones."""
        return np.asarray(self.capacity - self._locked_by(self.candidate, len(self.capacity)))

    @cached_property
    def room(self) -> Ints:
        """int64[k]: places that a pair can take beyond the locked ones."""
        return np.asarray(np.minimum(self.need_units[self.rows], self.most_per_need[self.candidate]) - self.locked)

    def objective_of(self, places: Ints) -> int:
        """Points of places int64[k] (locked included) and of what they leave open."""
        left = self.need_units - _summed(self.rows, places, len(self.need_units))
        outside = np.where(self.outside == MUST, 0, self.outside)
        return int((places * self.weight).sum() + (left * outside).sum())

    def _locked_by(self, index: Ints, size: int) -> Ints:
        return _summed(index, self.locked, size)


@dataclass(frozen=True)
class Result:
    """`places` int64[k] given to each pair, locked included; the bound holds for these candidates."""

    places: Ints
    objective: int
    upper_bound: int
    status: Status


class NotPlaceable(Exception):
    """Not every need that must be served can be."""


class SolverFailed(RuntimeError):
    """The solver gave up for a reason that is no property of the problem; carries its status."""


def assign(demand: Demand) -> Result:
    """The optimal places. Raises NotPlaceable, OverflowError for weights too large, SolverFailed."""
    from ortools.graph.python import min_cost_flow

    tails, heads, room, cost, supply = _network(demand)
    _guard(cost, supply)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    flow.set_nodes_supplies(np.arange(len(supply)), supply)
    status = flow.solve()
    if status == flow.INFEASIBLE:
        raise NotPlaceable
    if status != flow.OPTIMAL:
        raise SolverFailed(f"the flow solver answered {status!s}")
    places = demand.locked + np.asarray(flow.flows(arcs), dtype=np.int64)[: len(demand.candidate)]
    objective = demand.objective_of(places)
    return Result(places, objective, upper_bound=objective, status="optimal")


def _network(demand: Demand) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Needs 0 … n-1 give their open places to specialists n … n+m-1 or straight to the sink n+m."""
    needs, people = len(demand.need_units), len(demand.capacity)
    sink = needs + people
    may_wait = np.flatnonzero(demand.outside != MUST)
    open_units = demand.open_units
    tails = np.concatenate([demand.rows, may_wait, needs + np.arange(people)])
    heads = np.concatenate([needs + demand.candidate, np.full(len(may_wait) + people, sink)])
    room = np.concatenate([demand.room, open_units[may_wait], demand.free])
    cost = np.concatenate([-demand.weight, -demand.outside[may_wait], np.zeros(people, dtype=np.int64)])
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:needs] = open_units
    supply[sink] = -open_units.sum()
    return tails, heads, room, cost, supply


def _guard(cost: Ints, supply: Ints) -> None:
    """The solver multiplies costs by the number of nodes; int64 must hold it, with room for sums."""
    largest = int(np.abs(cost).max(initial=0))
    if largest * (len(supply) + 1) * max(1, int(np.abs(supply).sum())) >= 2**61:
        raise OverflowError(f"points of {largest} over {len(supply)} rows exceed 64 bits")


def _summed(index: Ints, values: npt.NDArray[np.int64], size: int) -> Ints:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, index, values)
    return total
