"""Can all that must be served be served? By augmenting paths; a failed search names who is lacking.

When a search from a need fails, the needs it reached want more places than the specialists it
reached have (P. Hall 1935, in its form with capacities): exactly that is told to the user.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from heluo.engines.matching.assign import MUST, Demand, NotPlaceable
from heluo.engines.matching.people import Ints


@dataclass(frozen=True)
class Shortage:
    """These needs together want `wanted` places beyond the locked ones, but only `available` exist."""

    needs: tuple[int, ...]
    people: tuple[int, ...]
    wanted: int
    available: int


def place_musts(demand: Demand) -> Ints:
    """int64[k] places beyond the locked ones that fill every must-serve need. Raises NotPlaceable."""
    placing = _Placing(demand)
    if placing.first_shortage() is not None:
        raise NotPlaceable
    return placing.places


def shortage(demand: Demand) -> Shortage | None:
    """The first group of must-serve needs that cannot all be filled, or None."""
    return _Placing(demand).first_shortage()


class _Placing:
    def __init__(self, demand: Demand) -> None:
        self._demand = demand
        self._row_of = demand.rows
        self._room = demand.room
        self._free = demand.free.copy()
        self._pairs_of: dict[int, list[int]] = {}
        self._musts = np.flatnonzero((demand.outside == MUST) & (demand.open_units > 0))
        for need in self._musts:
            for pair in range(demand.indptr[need], demand.indptr[need + 1]):
                self._pairs_of.setdefault(int(demand.candidate[pair]), []).append(pair)
        self.places = np.zeros(len(demand.candidate), dtype=np.int64)

    def first_shortage(self) -> Shortage | None:
        open_units = self._demand.open_units
        for need in self._musts:
            for _ in range(open_units[need]):
                reached = self._augment(int(need))
                if reached is not None:
                    return self._shortage(*reached)
        return None

    def _augment(self, start: int) -> tuple[list[int], list[int]] | None:
        """Give one more place to `start`, moving others; otherwise the needs and people reached."""
        demand = self._demand
        came_by: dict[int, int] = {}  # person → the pair by which the search came
        left_by: dict[int, int] = {start: -1}  # need → the pair that gives a place back
        queue = deque([start])
        while queue:
            need = queue.popleft()
            for pair in range(demand.indptr[need], demand.indptr[need + 1]):
                person = int(demand.candidate[pair])
                if person in came_by or self.places[pair] >= self._room[pair]:
                    continue
                came_by[person] = pair
                if self._free[person] > 0:
                    self._move_along(person, came_by, left_by)
                    return None
                for other in self._pairs_of[person]:
                    row = int(self._row_of[other])
                    if self.places[other] > 0 and row not in left_by:
                        left_by[row] = other
                        queue.append(row)
        return list(left_by), list(came_by)

    def _move_along(self, person: int, came_by: dict[int, int], left_by: dict[int, int]) -> None:
        self._free[person] -= 1
        while True:
            pair = came_by[person]
            self.places[pair] += 1
            back = left_by[int(self._row_of[pair])]
            if back < 0:
                return
            self.places[back] -= 1
            person = int(self._demand.candidate[back])

    def _shortage(self, needs: list[int], people: list[int]) -> Shortage:
        wanted = int(self._demand.open_units[needs].sum())
        available = int(self.places[np.isin(self._row_of, needs)].sum())
        return Shortage(tuple(sorted(needs)), tuple(sorted(people)), wanted, available)
