"""Long random walks through the loop: whoever tries whatever, whenever, what must hold holds (`walks/holds.py`)."""

from __future__ import annotations

import pytest

from heluo.base import clock
from heluo.needs.models import Need, Service
from tests.needs.walks import holds, on_needs, on_offers, on_people, on_services
from tests.needs.walks.walk import Walk, weights

ACTS = weights(on_needs.ACTS, on_offers.ACTS, on_services.ACTS, on_people.ACTS)
STEPS = 250


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_tried_what_must_hold_holds(cast, seed):
    walk = Walk(cast, seed)
    for step in range(STEPS):
        walk.step(ACTS)
        with clock.at(walk.moment):
            world = holds.World(walk)
            for must_hold in holds.AFTER_EVERY_STEP:
                must_hold(world)
            holds.some_page_can_be_read(walk)
            if step % 10 == 9:
                holds.figures_are_what_the_rows_say()
    with clock.at(walk.moment):
        holds.only_moves_of_the_tables()
        holds.the_ledger_verifies()
    # The walk went somewhere.
    assert Need.objects.exclude(state="published").count() > 3
    assert Service.objects.exclude(state="drafted").count() > 3
