"""What was done, as pages of lower rooms show it through the tags `served`: by a specialist, with a thing of the
catalogue. Only what is public."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from heluo.base import clock
from heluo.catalogue.models import Item, Variety
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Service
from heluo.needs.queries.year import Year, year_of
from heluo.people.models import Specialist

SHOWN = 20


def this_year_of(specialist: Specialist) -> Year:
    """The specialist's present year, counted. A constant number of queries."""
    return year_of(specialist, clock.today().year)


@dataclass(frozen=True)
class Spread:
    """How far a variety or technology has come: services and villages counted, the latest services listed."""

    services: int
    villages: int
    specialists: int
    latest: list[Service]

    @property
    def more(self) -> int:
        return self.services - len(self.latest)


def spread_of(item: Item) -> Spread:
    """By whom and where something of the catalogue was introduced. Two queries."""
    rows = _services_with(item)
    counted = rows.aggregate(
        services=Count("pk", distinct=True),
        villages=Count("place", filter=Q(place__level="village"), distinct=True),
        specialists=Count("specialist", distinct=True),
    )
    latest = rows.select_related("place", "specialist", "team").order_by("-started_at", "-pk")[:SHOWN]
    return Spread(**counted, latest=list(latest))


def _services_with(item: Any) -> QuerySet[Service]:
    line = "introductions__variety" if isinstance(item, Variety) else "promotions__technology"
    return Service.objects.filter(**{line: item}, state__in=GRADES)
