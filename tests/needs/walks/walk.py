"""A walk is its seed: a failing one is walked again by its number, and tells every step that it took.

Each step is one act by one of the cast on one of the things there are. A no is an answer as good as a yes; any other
exception is a fault.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from heluo.base import clock
from heluo.base.errors import No
from heluo.base.rules import VISITOR
from heluo.needs.codes import PlainCode
from heluo.people.models import Household, Specialist, Team
from heluo.places.models import Place

START = datetime(2020, 3, 2, 9, tzinfo=timezone.get_default_timezone())
# How often what is likely to be allowed is tried by whom it is allowed to.
LIKELY = 0.9


class Walk:
    """The world so far: the cast, the dice, and what lies in people's hands."""

    def __init__(self, cast: Any, seed: int) -> None:
        self.cast, self.dice, self.moment = cast, random.Random(seed), START
        self.browser = Client()
        self.sides = (cast, cast.stranger)
        self.people = [one for one in cast.everyone().values() if one is not VISITOR]
        self.teams = [side.team for side in self.sides]
        # Households with their telephone numbers, which are gone from the rows once they are erased.
        self.households = {side.household: side.household.phone for side in self.sides}
        # Key of a code → what stands on the slip or was read out.
        self.slips: dict[int, PlainCode] = {}

    # --- choosing -------------------------------------------------------------------------------------
    def one(self, rows: Any) -> Any:
        """Some row; where there is none the step comes to nothing."""
        found = list(rows.order_by("pk"))
        if not found:
            raise NothingThere
        return self.dice.choice(found)

    def lately(self, rows: Any) -> Any:
        """Rather a new row than an old one, so that what was begun goes on."""
        found = list(rows.order_by("-pk")[:6])
        if not found:
            raise NothingThere
        return self.dice.choice(found)

    def somebody(self, *likely: Any) -> Any:
        """Most often one of those who probably may, else anybody."""
        able = [one for one in likely if one is not None]
        return self.dice.choice(able) if able and self.chance(LIKELY) else self.dice.choice(self.people)

    def side_of(self, place: Place) -> Any:
        """The county in which a place lies."""
        return next(side for side in self.sides if place.code.startswith(side.county.code))

    def officer(self, place: Place) -> Any:
        """Of the place's county, or the city's."""
        return self.somebody(self.cast.officer, self.side_of(place).county_officer)

    def town(self, place: Place) -> Any:
        """Somebody who takes down needs there and hands over codes."""
        side = self.side_of(place)
        return self.somebody(side.informant, side.clerk)

    def account_of(self, specialist: Specialist | None, team: Team | None = None) -> Any:
        """The account that answers for a specialist or a team; None where there is none."""
        return (team.leader if team else specialist).account  # type: ignore[union-attr]

    def known_household(self, side: Any) -> Household | None:
        """The household of a side, as long as it is not erased."""
        side.household.refresh_from_db()
        return side.household if side.household.head_hash else None

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    # --- going ----------------------------------------------------------------------------------------
    def step(self, acts: dict[Act, int]) -> None:
        """Some act, by its weight, of those for which there is anything; then a while passes."""
        while True:
            act = self.dice.choices(list(acts), list(acts.values()))[0]
            with suppress(NothingThere), clock.at(self.moment):
                return self._try(act)

    def _try(self, act: Act) -> None:
        try:
            came = act(self) or "done"
        except No as no:
            came = f"no: {no.reason}"
        # pytest shows these steps where a walk fails.
        print(f"{self.moment:%m-%d %H:%M} {act.__name__}: {came}")
        self.moment += timedelta(hours=self.dice.choice((0, 1, 1, 2, 5, 16)))


class NothingThere(Exception):
    """There is nothing yet with which this could be tried."""


Act = Callable[[Walk], object]


def weights(*parts: Iterable[tuple[Act, int]]) -> dict[Act, int]:
    return dict(pair for part in parts for pair in part)
