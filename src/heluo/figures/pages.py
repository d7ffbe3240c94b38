"""Figures on the web: all of them, and one opened into its rows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heluo.base import clock
from heluo.base.errors import Invalid, NotVisible
from heluo.base.requests import Request
from heluo.figures import queries
from heluo.figures.counting import Scope
from heluo.figures.period import offered, parse_period
from heluo.places.models import Place

# Which rows of a figure are asked for.
COUNTED = {"yes": True, "no": False}


@require_safe
def figures(request: Request) -> HttpResponse:
    """All figures of a place and period."""
    context: dict[str, Any] = _asked(request)
    return render(request, "figures/figures.html", context | {"figures": queries.count_all(context["scope"])})


@require_safe
def figure(request: Request, slug: str) -> HttpResponse:
    """One figure: its definition, its grades, the rows it was counted from."""
    context = _asked(request)
    number, chosen = request.GET.get("page", "1"), request.GET.get("counted", "")
    page = int(number) if number.isdecimal() and len(number) < 7 else 1
    opened = queries.open_figure(request.actor, slug, context["scope"], page, COUNTED.get(chosen))
    return render(
        request, "figures/figure.html", context | {"opened": opened, "figure": opened.figure, "counted": chosen}
    )


def _asked(request: Request) -> dict[str, Any]:
    """The scope that the address asks for. A wrong period is said, and everything shown instead."""
    place = _place(request.GET.get("place", ""))
    try:
        scope, wrong = Scope(place, parse_period(request.GET.get("period", ""))), ""
    except Invalid as error:
        scope, wrong = Scope(place), str(error.reason)
    return {"scope": scope, "wrong": wrong, "periods": offered(queries.earliest_day(), clock.today(), scope.period)}


def _place(code: str) -> Place | None:
    """The place of that code; an unknown code is a page that does not exist."""
    if not code:
        return None
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise NotVisible(_("There is no such place."))
    return place
