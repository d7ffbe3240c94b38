"""What the desks show beside their lists: what alarms, where it waits, what comes next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from heluo.base import clock
from heluo.needs.models import Need
from heluo.needs.queries import needs
from heluo.needs.queries.needs import WAITING, Filter
from heluo.needs.rules import OFFICERS, OVERSEERS
from heluo.places.models import Place, in_subtrees


@dataclass(frozen=True)
class Alerts:
    """How many of the officer's needs are late, due within two days, reopened, disputed, or wait for a review."""

    late: int
    soon: int
    reopened: int
    disputed: int
    reviews: int


def alerts(user: Any, on: date | None = None) -> Alerts:
    """Five counts over the places that the user is in charge of."""
    today = on or clock.today()
    mine = needs.in_charge(user, OVERSEERS)

    def count(alert: str) -> int:
        return mine.filter(Filter(alert=alert, today=today).as_q()).count()

    return Alerts(
        late=count("late"),
        soon=count("soon"),
        reopened=count("reopened"),
        disputed=count("disputed"),
        reviews=needs.to_review(user).count(),
    )


def counties_in_charge(user: Any) -> list[Place]:
    """Today's counties that the user oversees, with their outlines."""
    prefixes = user.place_prefixes(OVERSEERS)
    return list(Place.objects.filter(in_subtrees(prefixes), level="county", valid_to=None))


def matchable(user: Any) -> list[Place]:
    """The counties whose open needs this user may have matched at once, without their outlines."""
    prefixes = user.place_prefixes(OFFICERS)
    return list(Place.objects.filter(in_subtrees(prefixes), level="county", valid_to=None).defer("outline"))


def features(counties: list[Place]) -> list[dict[str, Any]]:
    """GeoJSON features as the county map takes them."""
    return [
        {
            "type": "Feature",
            "properties": {
                "code": county.code,
                "name": county.name,
                "label": [county.longitude, county.latitude] if county.longitude is not None else None,
            },
            "geometry": county.outline,
        }
        for county in counties
        if county.outline
    ]


def waiting_by_county(user: Any) -> dict[str, int]:
    """County code → needs for which somebody has to be found, within what the user oversees."""
    return needs.count_by_county(needs.in_charge(user, OVERSEERS).filter(state__in=WAITING))


def waiting_in(user: Any, county: Place) -> list[Need]:
    """The needs of one county for which somebody has to be found, within what the user oversees."""
    rows = needs.in_charge(user, OVERSEERS).filter(in_subtrees(county.scope_prefixes, "place__code"), state__in=WAITING)
    return list(rows.order_by("pk"))


def by_town(waiting: list[Need]) -> list[tuple[str, int]]:
    """(town's name, needs of it), the most first."""
    paths = [need.place.path_names for need in waiting]
    counted = Counter(names[1] if len(names) > 1 else names[0] for names in paths)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
