"""The desks: one page for each thing that somebody does every day, with tabs for what one's roles allow."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.needs.forms.filters import QueueForm
from heluo.needs.pages.common import page_of
from heluo.needs.pages.tabs import tabs
from heluo.needs.queries import desks, where
from heluo.needs.queries import needs as queries

QUEUE_ROWS = 30


@login_required
@require_safe
def desk(request: Request) -> HttpResponse:
    """To one's own desk; who has none begins with what one asked."""
    mine = tabs(request)
    return redirect(mine[0].href if mine else "needs:mine")


@login_required
@require_safe
def queue(request: Request) -> HttpResponse:
    """The officer's queue: by deadline, the late ones first; the auditor reads it too."""
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
        **_where_it_waits(actor),
    }
    return render(request, "needs/queue.html", context)


def _where_it_waits(actor: Any) -> dict[str, Any]:
    """A map of the counties, or for one county alone its towns; and what may be matched, the most waiting first."""
    counties = desks.counties_in_charge(actor)
    waiting = desks.waiting_by_county(actor)
    matchable = [county for county in desks.matchable(actor) if waiting.get(county.code)]
    matchable.sort(key=lambda county: -waiting[county.code])
    if len(counties) == 1:
        return {"towns": desks.waiting_by_town(actor, counties[0]), "matchable": matchable}
    address = reverse("needs:queue")
    hrefs = {county.code: f"{address}?county={county.code}" for county in counties}
    return {"features": desks.features(counties), "waiting": waiting, "hrefs": hrefs, "matchable": matchable}


@login_required
@require_safe
def town(request: Request) -> HttpResponse:
    """The informant's desk: what waits to be read, and the needs of one's places."""
    actor = request.actor
    require(actor, "desks.town")
    waiting = [need for need in queries.to_review(actor)[:50] if may(actor, "needs.decline", need)]
    page = page_of(request, queries.town(actor))
    context = {"waiting": waiting, "page": page, "places": where.own_places(actor)}
    return render(request, "needs/town.html", context)
