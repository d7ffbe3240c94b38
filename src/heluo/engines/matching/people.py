"""All specialists as arrays, made once per problem and asked once per need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from heluo.engines.matching.distance import PLACE_SHARES, road_km, shared_place_level
from heluo.engines.matching.problem import Absence, Problem, Specialist
from heluo.engines.matching.taxonomy import Taxonomy
from heluo.engines.matching.words import WordIndex

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class People:
    """Arrays over the m specialists in the order of the problem.

    `free` and `load` are places (locked ones are taken off `free` and added to `load`),
    `past_share` is the shrunk share of satisfied answers, positions are in degrees (NaN: unknown).
    """

    def __init__(self, problem: Problem) -> None:
        rows = problem.specialists
        self.number = {row.id: index for index, row in enumerate(rows)}
        self.taxonomy = Taxonomy([row.industries for row in rows])
        self.words = WordIndex([row.words for row in rows])
        self.latitude_deg = np.array([_or_nan(row.latitude_deg) for row in rows], dtype=np.float64)
        self.longitude_deg = np.array([_or_nan(row.longitude_deg) for row in rows], dtype=np.float64)
        self.members = np.array([row.members for row in rows], dtype=np.int64)
        locked = np.zeros(len(rows), dtype=np.int64)
        for pair in problem.locked:
            locked[self.number[pair.specialist]] += pair.places
        self.free = np.array([row.capacity_units for row in rows], dtype=np.int64) - locked
        self.load = np.array([row.load_units for row in rows], dtype=np.int64) + locked
        self.past_share = self._past(problem)
        self._places = _Places(rows)
        self._calendar = _Calendar(rows)
        self._refuse: dict[str, list[int]] = defaultdict(list)
        for index, row in enumerate(rows):
            for organisation in row.conflicts:
                self._refuse[organisation].append(index)

    def __len__(self) -> int:
        return len(self.number)

    def kilometres_to(self, latitude_deg: float | None, longitude_deg: float | None) -> Floats:
        """float64[m] by road, estimated; NaN where either position is unknown."""
        if latitude_deg is None or longitude_deg is None:
            return np.full(len(self), np.nan)
        return road_km(latitude_deg, longitude_deg, self.latitude_deg, self.longitude_deg)

    def place_shares(self, place_code: str) -> Floats:
        """float64[m]: what being in the same province … village is worth where positions lack."""
        return self._places.shares(place_code)

    def days_absent(self, first: date, last: date) -> Ints:
        """int64[m]: days of the window, both ends included, on which each is away."""
        return self._calendar.days_absent(first.toordinal(), last.toordinal())

    def refusing(self, organisations: Iterable[str]) -> list[int]:
        """The specialists who must not serve any of these organisations."""
        return [index for name in organisations for index in self._refuse.get(name, ())]

    @staticmethod
    def _past(problem: Problem) -> Floats:
        weights = problem.weights
        served = np.array([row.served for row in problem.specialists], dtype=np.float64)
        satisfied = np.array([row.satisfied for row in problem.specialists], dtype=np.float64)
        usual = weights.usual_satisfied_share * weights.usual_counts_as
        shares: Floats = (satisfied + usual) / (served + weights.usual_counts_as)
        return shares


class _Places:
    def __init__(self, rows: Sequence[Specialist]) -> None:
        codes = [row.place_code for row in rows]
        self._codes, self._which = np.unique(np.array(codes, dtype=object), return_inverse=True)
        self._known: dict[str, Floats] = {}

    def shares(self, place_code: str) -> Floats:
        if place_code not in self._known:
            levels = [shared_place_level(place_code, code) for code in self._codes]
            worth = np.array([PLACE_SHARES[level] for level in levels], dtype=np.float64)
            self._known[place_code] = worth[self._which]
        return self._known[place_code]


class _Calendar:
    def __init__(self, rows: Sequence[Specialist]) -> None:
        spans = [(index, *span) for index, row in enumerate(rows) for span in _merged(row.absences)]
        table = np.array(spans, dtype=np.int64).reshape(-1, 3)
        self._owner, self._first, self._last = table[:, 0], table[:, 1], table[:, 2]
        self._people = len(rows)

    def days_absent(self, first: int, last: int) -> Ints:
        overlap = np.minimum(self._last, last) - np.maximum(self._first, first) + 1
        days = np.bincount(self._owner, weights=np.maximum(overlap, 0), minlength=self._people)
        return days.astype(np.int64)


def _merged(absences: Sequence[Absence]) -> list[tuple[int, int]]:
    """Overlapping spans as one, so that no day counts twice."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((absence.first.toordinal(), absence.last.toordinal()) for absence in absences):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
