"""The desks: one page for each thing that somebody does every day, with tabs for what one's roles allow."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heluo.base.exchange.download import workbook
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.needs.forms.filters import CallerForm, QueueForm
from heluo.needs.pages.common import checked_year, page_of
from heluo.needs.pages.map import waiting_map
from heluo.needs.pages.tabs import tabs
from heluo.needs.queries import codes, desks, offers, sentences, services, where
from heluo.needs.queries import needs as queries
from heluo.needs.workbooks.out import needs_workbook, services_workbook

QUEUE_ROWS = 30
# Of codes to hand over and services to confirm, the latest; when they are done, earlier ones come up.
HANDED_OVER_AT_ONCE = 5


@login_required
@require_safe
def desk(request: Request) -> HttpResponse:
    """To one's own desk; who has none begins with what one asked."""
    mine = tabs(request)
    return redirect(mine[0].href if mine else "needs:mine")


@login_required
@require_safe
def queue(request: Request) -> HttpResponse:
    """The officer's queue: what waits for the office first, by deadline; the auditor reads it too."""
    actor = request.actor
    require(actor, "desks.queue")
    form = QueueForm(request.GET)
    page = page_of(request, queries.queue(actor, form.narrowed()), QUEUE_ROWS)
    context = {
        "form": form,
        "page": page,
        "filtered": form.is_used(),
        "alerts": desks.alerts(actor),
        "may_act": may(actor, "desks.bulk"),
        **_by_telephone(actor),
        **_where_it_waits(actor),
    }
    return render(request, "needs/queue.html", context)


@login_required
@require_safe
def queue_workbook(request: Request) -> HttpResponse:
    """The queue as it is narrowed, as a workbook."""
    require(request.actor, "desks.queue")
    rows = queries.for_workbook(request.actor, QueueForm(request.GET).narrowed())
    return workbook("needs.xlsx", needs_workbook(rows))


@login_required
@require_safe
def services_of_a_year(request: Request, year: int) -> HttpResponse:
    """The services of a year in one's places, as a workbook."""
    require(request.actor, "desks.to_check")
    rows = services.for_workbook(request.actor, checked_year(year))
    return workbook(f"services-{year}.xlsx", services_workbook(rows))


def _by_telephone(actor: Any) -> dict[str, Any]:
    """Who has no account: invited, or not told yet what came of it."""
    return {"to_ring": offers.to_ring(actor), "to_tell": offers.to_tell(actor)}


def _where_it_waits(actor: Any) -> dict[str, Any]:
    """A map of the counties, or of one county alone and its towns; and what may be matched, the most waiting first."""
    counties = desks.counties_in_charge(actor)
    waiting = desks.waiting_by_county(actor)
    matchable = [county for county in desks.matchable(actor) if waiting.get(county.code)]
    matchable.sort(key=lambda county: -waiting[county.code])
    if len(counties) == 1:
        here = desks.waiting_in(actor, counties[0])
        return {"towns": desks.by_town(here), "map": waiting_map(counties[0], here), "matchable": matchable}
    address = reverse("needs:queue")
    hrefs = {county.code: f"{address}?county={county.code}" for county in counties}
    return {"features": desks.features(counties), "waiting": waiting, "hrefs": hrefs, "matchable": matchable}


@login_required
@require_safe
def town(request: Request) -> HttpResponse:
    """The desk of informant, committee and hotline: what waits to be read, codes to hand over, one's places' needs."""
    actor = request.actor
    require(actor, "desks.town")
    waiting = [need for need in queries.to_review(actor)[:50] if may(actor, "needs.decline", need)]
    page = page_of(request, queries.town(actor))
    context = {
        "waiting": waiting,
        "drafts": queries.drafts(actor),
        **_by_telephone(actor),
        "page": page,
        "caller": CallerForm(),
        "places": where.own_places(actor),
        **_to_hand_over(actor),
    }
    return render(request, "needs/town.html", context)


@never_cache
@login_required
@require_POST
def caller(request: Request) -> HttpResponse:
    """Somebody rings: what was asked from that telephone. By POST, so that the number stands in no log."""
    actor = request.actor
    require(actor, "desks.town")
    form = CallerForm(request.POST)
    found = queries.of_caller(actor, form.cleaned_data["phone"]) if form.is_valid() else []
    nexts = sentences.what_next(found, actor)
    context = {"form": form, "rows": [(need, nexts[need.pk], need.state in queries.UNSERVED) for need in found]}
    return render(request, "needs/caller.html", context, status=422 if form.errors else 200)


def _to_hand_over(actor: Any) -> dict[str, Any]:
    """Whose people have no code yet, and which services nobody has confirmed; and how many more there are."""
    # Who serves is handed no code; on the pages of needs and services one may ask who does.
    if getattr(actor, "specialist", None) is not None:
        return {}
    needs, services = codes.needs_without_code(actor), codes.unconfirmed_services(actor)
    return {
        "without_code": needs[:HANDED_OVER_AT_ONCE],
        "more_without_code": max(0, needs.count() - HANDED_OVER_AT_ONCE),
        "unconfirmed": services[:HANDED_OVER_AT_ONCE],
        "more_unconfirmed": max(0, services.count() - HANDED_OVER_AT_ONCE),
    }
