"""What helps to fill in a service's lines: an empty workbook for names, chips that write a line where one types."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heluo.base.exchange.download import workbook
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.catalogue.models import Technology, Variety
from heluo.needs.forms.attendees import empty_workbook
from heluo.needs.queries import choices, helped
from heluo.people.tidying import person_name
from heluo.places import queries as places

LONGEST = 60
MOST_SHOWN = 6


@login_required
@require_safe
def attendees_workbook(request: Request) -> HttpResponse:
    """The workbook to fill in with names and telephone numbers."""
    return workbook(_("Who came") + ".xlsx", empty_workbook())


@require_safe
def varieties(request: Request) -> HttpResponse:
    return _catalogue(request, Variety, "varieties")


@require_safe
def technologies(request: Request) -> HttpResponse:
    return _catalogue(request, Technology, "technologies")


def _catalogue(request: Request, model: type[Variety] | type[Technology], name: str) -> HttpResponse:
    """Chips of what the catalogue holds by a part of its name, or its pinyin; the catalogue is public."""
    words = request.GET.get(f"{name}_words", "")[:LONGEST]
    context = {"field": name, "items": choices.in_catalogue(model, words), "words": words.strip()}
    return render(request, "needs/parts/catalogue_chips.html", context)


@login_required
@require_POST
def households(request: Request) -> HttpResponse:
    """Households of the chosen place by the head's whole name, as `queries.helped` lets a specialist find them.

    By POST: names stand in no log.
    """
    require(request.actor, "services.open_form")
    words = request.POST.get("household_words", "")[:LONGEST]
    place = _place(request)
    head = person_name(words)
    rows = helped.households(request.actor.specialist, place, [head]) if place and len(head) > 1 else []
    lines = [(one, head if len(rows) == 1 else f"{head}#{helped.tag(one)}") for one in rows[:MOST_SHOWN]]
    context = {"lines": lines, "place": place, "words": head}
    return render(request, "needs/parts/helped_chips.html", context)


def _place(request: Request) -> Any:
    try:
        return places.by_public_id(UUID(request.POST.get("place", "")))
    except ValueError:
        return None
