"""The assignment against trying everything, on small instances of every kind."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heluo.engines.matching.assign import MUST, Demand, NotPlaceable, assign
from heluo.engines.matching.greedy import assign_greedily
from heluo.engines.matching.musts import shortage


def ints(values) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)


@st.composite
def demands(draw) -> Demand:
    """Up to three needs and three specialists: teams, must-serve, locked places, ties."""
    needs, people = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    members = draw(st.lists(st.integers(1, 2), min_size=people, max_size=people))
    rows = [draw(st.lists(st.integers(0, people - 1), unique=True, max_size=people)) for _ in range(needs)]
    units = [draw(st.integers(1, 2)) for _ in range(needs)]
    capacity = [draw(st.integers(0, 3)) for _ in range(people)]
    weights, locked, left, free = [], [], list(units), list(capacity)
    for need, row in enumerate(rows):
        for person in row:
            most = min(members[person], left[need], free[person])
            settled = draw(st.integers(0, most)) if draw(st.booleans()) else 0
            left[need] -= settled
            free[person] -= settled
            locked.append(settled)
            weights.append(draw(st.integers(0, 6)))
    outside = [draw(st.sampled_from([MUST, -3, 0, 2, 4])) for _ in range(needs)]
    return Demand(
        need_units=ints(units),
        capacity=ints(capacity),
        indptr=ints(np.cumsum([0, *map(len, rows)])),
        candidate=ints(person for row in rows for person in row),
        weight=ints(weights),
        outside=ints(outside),
        most_per_need=ints(members),
        locked=ints(locked),
    )


def allowed(demand: Demand, places: np.ndarray) -> bool:
    served = np.bincount(demand.rows, weights=places, minlength=len(demand.need_units))
    used = np.bincount(demand.candidate, weights=places, minlength=len(demand.capacity))
    full = np.where(demand.outside == MUST, served == demand.need_units, served <= demand.need_units)
    return bool(full.all() and (used <= demand.capacity).all())


def best_of_all(demand: Demand) -> int | None:
    """The best objective of all plans, or None when there is no plan."""
    most = np.minimum(demand.need_units[demand.rows], demand.most_per_need[demand.candidate])
    ranges = [range(low, high + 1) for low, high in zip(demand.locked, most, strict=True)]
    plans = (ints(places) for places in product(*ranges))
    return max((demand.objective_of(places) for places in plans if allowed(demand, places)), default=None)


@given(demands())
@settings(max_examples=300, deadline=None)
def test_it_is_as_good_as_trying_everything(demand: Demand):
    best = best_of_all(demand)
    if best is None:
        with pytest.raises(NotPlaceable):
            assign(demand)
        return
    result = assign(demand)
    assert allowed(demand, result.places)
    assert (result.places >= demand.locked).all()
    assert (result.objective, result.upper_bound, result.status) == (best, best, "optimal")


@given(demands())
@settings(max_examples=300, deadline=None)
def test_in_a_hurry_it_is_valid_and_bounded(demand: Demand):
    best = best_of_all(demand)
    if best is None:
        with pytest.raises(NotPlaceable):
            assign_greedily(demand)
        return
    result = assign_greedily(demand)
    assert allowed(demand, result.places)
    assert result.objective <= best <= result.upper_bound


@given(demands())
@settings(max_examples=300, deadline=None)
def test_a_shortage_is_named_exactly_when_there_is_one(demand: Demand):
    short = shortage(demand)
    assert (short is None) == (best_of_all(demand) is not None)
    if short is not None:
        assert short.available < short.wanted
        assert all(demand.outside[need] == MUST for need in short.needs)


def test_points_beyond_64_bits_are_refused():
    one = ints([1])
    demand = Demand(one, one, ints([0, 1]), ints([0]), ints([2**60]), ints([0]), one, ints([0]))
    with pytest.raises(OverflowError, match="64 bits"):
        assign(demand)
