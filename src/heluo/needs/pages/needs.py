"""Needs to read: the public list, one's own, one need with its story."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heluo.base.requests import Request
from heluo.base.rules import may
from heluo.needs import bridge
from heluo.needs.forms.filters import FilterForm
from heluo.needs.models import Need, Offer, Service
from heluo.needs.pages.acts import buttons
from heluo.needs.pages.common import page_of, stored
from heluo.needs.pages.map import base_map, need_map
from heluo.needs.queries import codes, offers, sentences, services, story
from heluo.needs.queries import needs as queries
from heluo.needs.queries.alike import alike_to
from heluo.needs.queries.judged import has_judged
from heluo.needs.rules import is_requester

SHOWN_CANDIDATES = 5


@require_safe
def listing(request: Request) -> HttpResponse:
    """What is being asked, and what was answered: for everyone."""
    form = FilterForm(request.GET)
    rows = queries.listed(request.actor, form.narrowed())
    page = page_of(request, rows)
    return render(request, "needs/list.html", {"form": form, "page": page, "filtered": form.is_used()})


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """What I asked, for myself or for others, and what happens next with each."""
    actor = request.actor
    page = page_of(request, queries.mine(actor))
    nexts = sentences.what_next(list(page), actor)
    rows = [(need, nexts[need.pk], _may_have_slip(actor, need)) for need in page]
    to_judge = [service for service in services.to_answer(actor) if may(actor, "services.evaluate", service)]
    operated = [grant.organisation for grant in actor.grants_now if grant.role == "operator"]
    context = {"page": page, "rows": rows, "to_judge": to_judge, "operated": operated}
    return render(request, "needs/mine.html", context)


def _may_have_slip(actor: Any, need: Need) -> bool:
    """Whether the code that confirms the service may be printed here. Specialists do it on the need's page, where
    one may ask who serves it."""
    serves = getattr(actor, "specialist", None) is not None
    return not serves and need.state in queries.UNSERVED and bool(may(actor, "needs.issue_code", need))


@require_safe
def need(request: Request, public_id: UUID) -> HttpResponse:
    """One need: what is asked, who fits (for its officers), who comes, and its story."""
    found = queries.find(request.actor, public_id)
    return render(request, "needs/need.html", page_of_need(request.actor, found))


def page_of_need(actor: Any, found: Need) -> dict[str, Any]:
    """What the page of a need shows to this user."""
    asked = offers.of_need(actor, found)
    inside = queries.sees_contact(actor, found)
    context: dict[str, Any] = {
        "need": found,
        "inside": inside,
        "asks": bool(is_requester(actor, found)),
        "to_ask": queries.whom_to_ask(found) if inside and not found.contact_phone else None,
        "may_issue": found.state in queries.UNSERVED and bool(may(actor, "needs.issue_code", found)),
        "has_code": codes.is_in_hand(need=found, service=None),
        "story": story.of_need(actor, found, asked),
        "coming": asked.coming,
        "offers": asked.visible,
        "next": sentences.next_with(found, asked.rows),
        "not_good": sentences.not_good(found) if inside else "",
        "actor": actor,
        "buttons": buttons(actor, found),
        "can_edit": found.state in ("draft", *queries.WAITING) and bool(may(actor, "needs.edit", found)),
        "duplicates": queries.duplicates(actor, found),
        "to_judge": _to_judge(actor, found),
        "may_serve": found.state in queries.SERVABLE and queries.comes(actor, found),
        "begun": services.draft_for(actor, found),
        "without_account": _to_register_for(actor, found, asked),
    }
    if may(actor, "needs.match", found) and found.state in queries.WAITING:
        context |= _who_fits(found, asked)
    if found.state in ("draft", *queries.WAITING) and may(actor, "needs.mark_duplicate", found):
        context["alike"] = alike_to(actor, found)
    return context


def _to_judge(actor: Any, need: Need) -> Service | None:
    """The service that this user may judge now."""
    service = services.latest_of(need) if queries.may_still_be_said(need) else None
    if service is None or not may(actor, "services.evaluate", service) or has_judged(actor, service):
        return None
    return service


def _to_register_for(actor: Any, need: Need, asked: offers.OfNeed) -> list[Offer]:
    """Who comes and has no account, where this user registers the service for them."""
    waits = need.state in ("assigned", "serving")
    return [offer for offer in asked.coming if waits and may(actor, "offers.open_form", offer)]


def _who_fits(need: Need, asked: offers.OfNeed) -> dict[str, Any]:
    """The ranking, its map, and the reasons of those who are not in it."""
    ranking = bridge.rank_one(need, top=SHOWN_CANDIDATES, offers=asked.rows)
    # The first whom nobody has asked: whoever stands below is invited with a reason.
    free = [one.told.rank for one in ranking.best if one.is_free]
    return {
        "ranking": ranking,
        "free_rank": min(free, default=SHOWN_CANDIDATES),
        "map": need_map(need, ranking),
        **base_map(),
    }


@require_safe
def photo(request: Request, public_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """A photo that came with a need, for those who see its contact."""
    found = queries.photo(request.actor, public_id, photo_id)
    response = FileResponse(stored(found.file), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
