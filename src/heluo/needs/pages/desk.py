"""The specialist's desk: invitations, what is on hand, calendar, register, my year."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from heluo.base import clock
from heluo.base.errors import Denied, NotVisible
from heluo.base.requests import Request
from heluo.needs.documents import assessment_form
from heluo.needs.pages.common import checked_year, page_of
from heluo.needs.queries import services as queries
from heluo.needs.queries.calendar import weeks_of
from heluo.needs.queries.year import year_of
from heluo.needs.queries.year_rows import how_confirmed, listed_services, open_year, years_of
from heluo.people.documents import MEDIA_TYPE
from heluo.people.models import Specialist


@login_required
@require_safe
def specialist(request: Request) -> HttpResponse:
    """What waits for me, today first."""
    mine = _mine(request)
    drafts = queries.drafts(request.actor)
    begun = {draft.need_id: draft for draft in drafts}
    context: dict[str, Any] = {
        "specialist": mine,
        "invitations": queries.invitations(request.actor),
        "on_hand": [(need, begun.get(need.pk)) for need in queries.on_hand(request.actor)],
        "drafts": drafts,
        "services": page_of(request, queries.mine(request.actor)),
        "year": clock.today().year,
        "month": clock.today().month,
    }
    return render(request, "needs/specialist_desk.html", context)


@login_required
@require_safe
def calendar(request: Request, year: int, month: int) -> HttpResponse:
    """One month in weeks: what I held, what I promised, what waits for my answer, when I am away."""
    if not 1 <= month <= 12:
        raise NotVisible("")
    first = date(checked_year(year, ahead=1), month, 1)
    before = date(year - (month == 1), (month - 2) % 12 + 1, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    weeks = weeks_of(_mine(request), first)
    months = {"first": first, "before": before, "after": after}
    free = all(day.is_empty for week in weeks for day in week if day.is_inside)
    context = {**months, "today": clock.today(), "weeks": weeks, "free": free}
    return render(request, "needs/calendar.html", context)


@login_required
@require_safe
def my_year(request: Request, year: int) -> HttpResponse:
    """The yearly assessment form, filled in from rows; each number opens into them."""
    mine = _mine(request)
    context = {"counted": year_of(mine, checked_year(year)), "years": years_of(mine)}
    return render(request, "needs/year.html", context)


@login_required
@require_safe
def my_year_rows(request: Request, year: int, of: str) -> HttpResponse:
    """One number of my year, opened into the services that it was counted from."""
    opened = open_year(_mine(request), checked_year(year), of)
    page = page_of(request, opened.rows)
    how = how_confirmed([row.service for row in page])
    context = {"year": year, "opened": opened, "page": page, "rows": [(row, how.get(row.service.pk)) for row in page]}
    return render(request, "needs/year_rows.html", context)


@login_required
@require_safe
def my_year_as_word(request: Request, year: int) -> HttpResponse:
    """The same as a Word document."""
    mine = _mine(request)
    services = listed_services(mine, checked_year(year))
    form = assessment_form(year_of(mine, year), services, how_confirmed(services))
    response = HttpResponse(form, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="assessment-{year}.docx"'
    return response


def _mine(request: Request) -> Specialist:
    mine = getattr(request.actor, "specialist", None)
    if mine is None:
        raise Denied(_("This desk is for specialists. Is your account linked to a specialist? Ask the office."))
    return mine
