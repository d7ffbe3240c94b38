"""The front page, for everyone: what is being asked, what was answered, the map, published beside counted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from heluo.base import clock
from heluo.base.ledger.version import Remembered
from heluo.base.requests import Request
from heluo.figures import queries as figures
from heluo.figures.counting import Scope, count
from heluo.figures.period import parse_period
from heluo.needs.queries import needs
from heluo.places.models import Place
from heluo.places.queries import current

SHOWN = 6
STRIP = ("needs_answered", "answered_in_time", "attendances", "households_gained")


@require_safe
def front(request: Request) -> HttpResponse:
    """The figures are counted when something was written since the last visitor, the rest whenever it is asked for."""
    open_needs = needs.listed(request.actor, needs.Filter(states=needs.WAITING))
    rows = list(open_needs.order_by("deadline", "pk")[:SHOWN])
    counties = [place for place in current().filter(level="county").order_by("code") if place.outline]
    strip, compared = _figures()
    context = {
        "strip": strip,
        "compared": compared,
        "needs": [(need, needs.days_left(need)) for need in rows],
        "open_count": open_needs.count(),
        "answered": needs.lately_answered(request.actor, SHOWN),
        "features": [_feature(place) for place in counties],
        "waiting": needs.count_by_county(open_needs),
        "addresses": {place.code: reverse("needs:list", query={"place": place.code}) for place in counties},
    }
    return render(request, "front.html", context)


def _strip() -> list[Any]:
    """This year's answers; the other figures since the beginning, as the source page counts them."""
    year = Scope(period=parse_period(str(clock.today().year)))
    scopes = {"needs_answered": year, "answered_in_time": year}
    return [count(figures.indicator(slug), scopes.get(slug, Scope())) for slug in STRIP]


@Remembered
def _figures() -> tuple[list[Any], list[Any]]:
    return _strip(), figures.published_beside_counted()


def _feature(place: Place) -> dict[str, Any]:
    """A county as a GeoJSON feature with its label's point."""
    point = [place.longitude, place.latitude] if place.longitude is not None else None
    return {
        "type": "Feature",
        "properties": {"code": place.code, "name": place.name, "label": point},
        "geometry": place.outline,
    }
