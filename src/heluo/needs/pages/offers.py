"""Inviting, and answering an invitation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.errors import Refused, Sentence
from heluo.base.forms import done
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.needs import bridge
from heluo.needs.actions.offers import (
    accept_offer,
    decline_offer,
    invite,
    record_no,
    record_told,
    record_yes,
    withdraw_offer,
)
from heluo.needs.forms.acts import InviteForm, ReasonForm, first_sentence
from heluo.needs.models import Need, Offer
from heluo.needs.pages.common import back_to
from heluo.needs.pages.needs import page_of_need
from heluo.needs.queries import choices, offers
from heluo.needs.queries import needs as queries

# How many of a name are shown at once.
SHOWN = 8


@login_required
@require_safe
def others(request: Request, public_id: UUID) -> HttpResponse:
    """Choose somebody else: specialists and teams by name, each with their rank or why they have none."""
    need = queries.find(request.actor, public_id)
    require(request.actor, "needs.match", need)
    if need.state not in queries.WAITING:
        raise Refused(need.lifecycle.refusal(need.state, "offer"))
    words = request.GET.get("who", "")[:60]
    found = choices.people_named(request.actor, words)
    standings = sorted(bridge.standings(need, found), key=_best_first) if found else []
    context = {"need": need, "words": words, "standings": standings[:SHOWN], "more": len(standings) > SHOWN}
    template = "needs/parts/others.html" if request.headers.get("HX-Request") else "needs/others.html"
    return render(request, template, context)


def _best_first(one: bridge.Standing) -> tuple[bool, int]:
    return bool(one.never), one.told.rank if one.told else one.eligible + 1


@login_required
@require_POST
def invite_candidate(request: Request, public_id: UUID) -> HttpResponse:
    """Invite somebody as they stand for the need now; the page itself says nothing of points."""
    need = queries.find(request.actor, public_id)
    require(request.actor, "needs.match", need)
    form = InviteForm(request.POST)
    if not form.is_valid() and "candidate" not in form.cleaned_data:
        messages.error(request, first_sentence(form))
        return back_to(request, need)
    (chosen,) = bridge.standings(need, [choices.person_or_team(request.actor, form.cleaned_data["candidate"])])

    def act() -> Offer:
        reason = form.cleaned_data["override_reason"]
        return invite(actor=request.actor, need=need, candidate=chosen.candidate, override_reason=reason)

    offer = done(form, act)
    if offer is not None:
        return back_to(request, need, _told(offer) % {"who": chosen.row})
    return _not_invited(request, need, chosen, form)


def _not_invited(request: Request, need: Need, chosen: bridge.Standing, form: InviteForm) -> HttpResponse:
    """The one who was to be invited, with why that did not happen and the reason that was typed: on the page of the
    need, where they stand there; else among those who were looked for."""
    told, reason = first_sentence(form), form["override_reason"].value()
    page = page_of_need(request.actor, need)
    if "ranking" in page and any(one.key == chosen.key for one in page["ranking"].best):
        page |= {"refused": chosen.key, "told": told, "reason": reason, "form": form}
        return render(request, "needs/need.html", page, status=422)
    messages.error(request, told)
    context = {"need": need, "words": chosen.row.name, "standings": [chosen], "reason": reason, "form": form}
    return render(request, "needs/others.html", context, status=422)


def _told(offer: Offer) -> str:
    if offer.account is not None:
        return _("%(who)s is invited and is told now.")
    return _("%(who)s is invited but has no account: please ring them up. The telephone is with the invitation below.")


@login_required
@require_POST
def accept(request: Request, public_id: UUID) -> HttpResponse:
    """The one invited says yes."""
    told = _("Thank you. How to reach whoever asked stands on this page now.")
    return _at_a_press(request, public_id, "accept", accept_offer, told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, public_id: UUID) -> HttpResponse:
    """The one invited can't come, and says why."""
    return _with_reason(request, public_id, "decline")


@login_required
@require_POST
def say_yes(request: Request, public_id: UUID) -> HttpResponse:
    """Somebody without an account was rung up and said yes."""
    told = _("%(who)s comes; your name is kept with the answer.")
    return _at_a_press(request, public_id, "record_yes", record_yes, told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def say_no(request: Request, public_id: UUID) -> HttpResponse:
    """Somebody without an account was rung up, can't come, and said why."""
    return _with_reason(request, public_id, "record_no")


@login_required
@require_POST
def tell(request: Request, public_id: UUID) -> HttpResponse:
    """Somebody without an account was rung up and told that they are to come again, or no more."""
    return _at_a_press(request, public_id, "tell", record_told, _("Ticked off: %(who)s knows."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, public_id: UUID) -> HttpResponse:
    """The officer takes an invitation back, and says why."""
    return _with_reason(request, public_id, "withdraw")


def _at_a_press(
    request: Request, public_id: UUID, act: str, perform: Callable[..., Any], told: Sentence
) -> HttpResponse:
    """What one press of a button does with an offer; nothing more is asked."""
    offer = offers.find(request.actor, public_id)
    require(request.actor, f"offers.{act}", offer)
    perform(actor=request.actor, offer=offer)
    return back_to(request, offer.need, told % {"who": offer.candidate})


_ANSWERS = {"decline": decline_offer, "record_no": record_no, "withdraw": withdraw_offer}


def _done(offer: Offer, act: str) -> str:
    if act == "withdraw" and offer.account is None:
        return _("Taken back. %(who)s has no account: please ring them up.") % {"who": offer.candidate}
    return _("Done; the others concerned are told.")


def _with_reason(request: Request, public_id: UUID, act: str) -> HttpResponse:
    offer = offers.find(request.actor, public_id)
    require(request.actor, f"offers.{act}", offer)
    if request.method != "POST" and offer.lifecycle.find(offer.state, act) is None:
        raise Refused(offer.lifecycle.refusal(offer.state, act))
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def answer() -> Offer:
        return _ANSWERS[act](actor=request.actor, offer=offer, reason=form.cleaned_data["reason"])

    if request.method == "POST" and done(form, answer):
        return back_to(request, offer.need, _done(offer, act))
    context = {"offer": offer, "form": form, "label": offer.lifecycle.acts[act]}
    return render(request, "needs/answer.html", context, status=422 if form.errors else 200)
