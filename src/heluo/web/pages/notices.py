"""The account's notices, each leading to what it is about; and for officers, those that reached nobody."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from heluo.base.errors import NotVisible
from heluo.base.listing import ROWS, found, page_of
from heluo.base.outbox import inbox
from heluo.base.outbox.leads import leads_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.web import rules


@login_required
@require_safe
def notices(request: Request) -> HttpResponse:
    require(request.actor, "notices.read_own")
    page = page_of(request, inbox.notices_for(request.actor))
    leads = leads_of(page)
    rows = [(notice, inbox.shown(notice), leads.get(notice)) for notice in page]
    may_see_undelivered = bool(may(request.actor, "notices.read_undelivered"))
    context = {"page": page, "rows": rows, "may_see_undelivered": may_see_undelivered}
    return render(request, "notices.html", context)


@login_required
@require_safe
def notice(request: Request, public_id: UUID) -> HttpResponse:
    """To what a notice is about. Going there is reading it: nobody should have to say so."""
    one = found(inbox.notices_for(request.actor).filter(public_id=public_id).first())
    lead = leads_of([one]).get(one)
    inbox.mark_read(request.actor, public_id)
    if lead is None:
        raise NotVisible("")
    return redirect(lead.href)


@login_required
@require_POST
def read_all(request: Request) -> HttpResponse:
    require(request.actor, "notices.read_own")
    inbox.mark_read(request.actor)
    return redirect("notices")


@login_required
@require_safe
def undelivered(request: Request) -> HttpResponse:
    """What was given up, with the reason, about things in the officer's places; read-only."""
    require(request.actor, "notices.read_undelivered")
    lost = inbox.undelivered(_prefixes(request.actor))
    page = Paginator(lost, ROWS).get_page(request.GET.get("page"))
    rows = [(notice, inbox.shown(notice), lead) for notice, lead in page]
    return render(request, "notices_undelivered.html", {"page": page, "rows": rows})


def _prefixes(user: Any) -> tuple[str, ...]:
    """An administrator looks after the gateway of all places."""
    return ("",) if user.is_administrator else user.place_prefixes(rules.OFFICERS)
