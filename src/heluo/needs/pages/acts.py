"""The acts with a need that say why: each is one small form on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from heluo.base.errors import Invalid, Refused
from heluo.base.forms import take_refusal
from heluo.base.lifecycle import Sentence
from heluo.base.numbering import numbers_meant
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.needs.actions import needs as do
from heluo.needs.actions.offers import accept_fewer
from heluo.needs.forms import acts as ask
from heluo.needs.forms.publish import NeedForm
from heluo.needs.models import Need
from heluo.needs.pages.common import back_to
from heluo.needs.queries import needs as queries
from heluo.needs.queries.alike import alike_to

Perform = Callable[[Any, Need, dict[str, Any]], Any]
Mend = tuple[str, Sentence, Sentence]


@dataclass(frozen=True)
class Act:
    """One act: its address, the rule and lifecycle act, the button, what is asked, what is said afterwards."""

    name: str
    rule: str
    label: Sentence
    form: type[forms.Form]
    perform: Perform
    told: Sentence
    explain: Sentence = ""
    dangerous: bool = False
    # Whether it can be done with the need as it is, beyond what its state allows: else no button offers it.
    sense: Callable[[Need], bool] = lambda need: True
    # Fields of the form that this user can't use with the need as it stands.
    without: Callable[[Any, Need], tuple[str, ...]] = lambda actor, need: ()

    def form_for(self, actor: Any, need: Need, data: Any) -> forms.Form:
        """The form with the fields that this user may fill in."""
        form = self.form(data)
        for name in self.without(actor, need):
            del form.fields[name]
        return form

    def fits(self, need: Need) -> bool:
        """Whether the need's state allows it."""
        name = self.rule.rpartition(".")[2]
        if name in need.lifecycle.acts:
            return need.lifecycle.find(need.state, name) is not None
        return need.state in ("draft", "published", "offered")

    def refusal(self, need: Need) -> Sentence:
        name = self.rule.rpartition(".")[2]
        if name in need.lifecycle.acts:
            return need.lifecycle.refusal(need.state, name)
        return _("That is not possible any more: the state is “%(state)s”.") % {"state": need.get_state_display()}


def _mark_duplicate(actor: Any, need: Need, data: dict[str, Any]) -> None:
    parent = queries.by_number(actor, _number_meant(need, data["parent"]))
    if parent is None:
        raise Invalid(_("There is no need of that number."), {"parent": _("There is no need of that number.")})
    do.mark_duplicate(actor=actor, need=need, parent=parent)


def _number_meant(need: Need, typed: str) -> str:
    """Its last digits alone are of the year in which this one was asked."""
    year = timezone.localtime(need.asked_at).year
    return next(iter(numbers_meant(f"{year}-{typed}" if typed.isdecimal() else typed, ("",))), typed)


def _some_have_accepted(need: Need) -> bool:
    """Going ahead with fewer is for those who are there already."""
    return need.state == "offered" and need.places_filled > 0 and need.free_places > 0


def _nobody_comes_again(actor: Any, need: Need) -> tuple[str, ...]:
    """Only the office sends the same people once more, and only where some had accepted."""
    can = may(actor, "needs.reopen_to_same", need) and need.offers.filter(state="accepted").exists()
    return () if can else ("to_same",)


ACTS = (
    Act(
        "publish",
        "needs.publish",
        _("Publish"),
        forms.Form,
        lambda actor, need, data: do.publish_need(actor=actor, need=need),
        _("Published; the deadline runs from now."),
        _("From now on everyone sees what is asked and where; name and telephone stay hidden."),
    ),
    Act(
        "decline",
        "needs.decline",
        _("Decline"),
        ask.DeclineForm,
        lambda actor, need, data: do.decline_need(actor=actor, need=need, **data),
        _("Declined; the one who asked is told why and what to do instead."),
        _("Both sentences are shown to the one who asked, and on the need's page."),
        dangerous=True,
    ),
    Act(
        "duplicate",
        "needs.mark_duplicate",
        _("Mark as a duplicate"),
        ask.DuplicateForm,
        _mark_duplicate,
        _("Marked; it goes on under the other number."),
    ),
    Act(
        "fewer",
        "needs.accept_fewer",
        _("Go ahead with fewer"),
        ask.FewerForm,
        lambda actor, need, data: accept_fewer(actor=actor, need=need, **data),
        _("It goes ahead with fewer people."),
        sense=_some_have_accepted,
    ),
    Act(
        "withdraw",
        "needs.withdraw",
        _("Withdraw"),
        ask.WithdrawForm,
        lambda actor, need, data: do.withdraw_need(actor=actor, need=need, **data),
        _("Withdrawn. Those who were invited are told."),
        dangerous=True,
    ),
    Act(
        "release",
        "needs.release",
        _("Look for others"),
        ask.ReasonForm,
        lambda actor, need, data: do.release_need(actor=actor, need=need, **data),
        _("Released; somebody else can be invited."),
        _("Whoever has accepted is told that the invitation was taken back; a draft that they began stays with them."),
        dangerous=True,
    ),
    Act(
        "reopen",
        "needs.reopen",
        _("Reopen"),
        ask.ReopenForm,
        lambda actor, need, data: do.reopen_need(actor=actor, need=need, **data),
        _("Open again; the office is told."),
        _("Until 14 days after it was closed. What you write is shown in the need's story to those concerned."),
        without=_nobody_comes_again,
    ),
    Act(
        "close",
        "needs.close",
        _("Close"),
        forms.Form,
        lambda actor, need, data: do.close_need(actor=actor, need=need),
        _("Closed."),
        _("Only where the people served have said that they are content."),
        sense=do.are_content,
    ),
    Act(
        "republish",
        "needs.republish",
        _("Publish again"),
        forms.Form,
        lambda actor, need, data: do.republish_need(actor=actor, need=need),
        _("Published again, with a new deadline."),
    ),
)


def buttons(actor: Any, need: Need) -> list[Act]:
    """The acts that this user may do with the need as it stands."""
    return [act for act in ACTS if act.fits(need) and may(actor, act.rule, need) and act.sense(need)]


def _to_mend(error: Invalid) -> list[Mend]:
    """What an act finds wrong in the need itself: the field of its form, that field's name, and the sentence."""
    asked = NeedForm.base_fields
    return [(name, asked[name].label, sentence) for name, sentence in error.fields.items() if name in asked]


def page_for(act: Act) -> Callable[..., HttpResponse]:
    """The page of one act."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: Request, public_id: UUID) -> HttpResponse:
        need = queries.find(request.actor, public_id)
        require(request.actor, act.rule, need)
        form = act.form_for(request.actor, need, request.POST if request.method == "POST" else None)
        to_mend: list[Mend] = []
        has_words = request.method == "POST" and bool(form.fields)
        if not has_words and not act.fits(need):
            raise Refused(act.refusal(need))
        if request.method == "POST" and form.is_valid():
            try:
                act.perform(request.actor, need, form.cleaned_data)
            except Refused as error:
                if not has_words:
                    raise
                take_refusal(form, error)
            except Invalid as error:
                to_mend = [] if has_words else _to_mend(error)
                take_refusal(form, Invalid(error.reason) if to_mend else error)
            else:
                return back_to(request, need, act.told)
        context = {"act": act, "need": need, "form": form, "to_mend": to_mend}
        if "parent" in form.fields:
            context["alike"] = alike_to(request.actor, need)
        return render(request, "needs/act.html", context, status=422 if form.errors else 200)

    page.__name__ = f"act_{act.name}"
    page.__doc__ = f"{act.name} one need."
    return page
