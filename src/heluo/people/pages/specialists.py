"""Specialists: who they are, what they can do, when they are away."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.exchange.download import workbook
from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.people.actions import specialists as do
from heluo.people.forms.bodies import LinkAccountForm
from heluo.people.forms.filters import SpecialistFilterForm
from heluo.people.forms.specialists import AbsenceForm, NewSpecialistForm, OwnDetailsForm, SpecialistForm, TermForm
from heluo.people.models import Specialist
from heluo.people.pages.common import form_page
from heluo.people.pages.ending import SPECIALIST
from heluo.people.queries import bodies
from heluo.people.queries import specialists as queries
from heluo.people.queries.agreements import agreements_with
from heluo.people.workbooks.out import specialists_workbook

_ENTERED = (
    "name",
    "kind",
    "organisation",
    "employer",
    "title",
    "expertise_words",
    "home",
    "capacity_days",
    "phone",
)


@require_safe
def list_specialists(request: Request) -> HttpResponse:
    form = SpecialistFilterForm(request.GET)
    chosen = _chosen(request, form)
    page = page_of(request, queries.list_specialists(request.actor, chosen))
    context = {
        "form": form,
        "page": page,
        "ended": chosen.ended,
        "may_enter": may(request.actor, "specialists.open_form"),
    }
    return render(request, "people/specialists.html", context)


@login_required
@require_safe
def download_specialists(request: Request) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    chosen = _chosen(request, SpecialistFilterForm(request.GET))
    rows = queries.list_specialists(request.actor, chosen).select_related("organisation", "home", "employer")
    return workbook("specialists.xlsx", specialists_workbook(rows))


def _chosen(request: Request, form: SpecialistFilterForm) -> queries.SpecialistFilter:
    return replace(form.narrowed(), ended="ended" in request.GET)


@require_safe
def show_specialist(request: Request, public_id: UUID) -> HttpResponse:
    specialist = found(queries.specialist(request.actor, public_id))
    actor = request.actor
    context = {
        "specialist": specialist,
        "phone": queries.phone_shown_to(actor, specialist),
        "groups": bodies.groups_of(actor, specialist),
        "teams": bodies.teams_of(actor, specialist),
        "absences": queries.absences_shown_to(actor, specialist),
        "agreements": agreements_with(actor, specialist=specialist),
        "barred": queries.barred_shown_to(actor, specialist),
        "ending": SPECIALIST.buttons(actor, specialist),
        "may_edit": may(actor, "specialists.edit", specialist),
        "may_edit_own": may(actor, "specialists.edit_own", specialist),
        "may_add_absence": may(actor, "specialists.add_absence", specialist),
    }
    return render(request, "people/specialist.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_specialist(request: Request) -> HttpResponse:
    require(request.actor, "specialists.open_form")
    form = NewSpecialistForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: do.create_specialist(actor=request.actor, **form.cleaned_data),
        told=_("Entered."),
        then=_address,
        title=_("New specialist"),
        button=_("Enter the specialist"),
        back=reverse("people:specialists"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_specialist(request: Request, public_id: UUID) -> HttpResponse:
    specialist = found(queries.specialist(request.actor, public_id))
    require(request.actor, "specialists.edit", specialist)
    known = {name: getattr(specialist, name) for name in _ENTERED}
    known |= {name: list(getattr(specialist, name).all()) for name in ("expertise", "must_not_serve")}
    form = SpecialistForm(request.POST or None, initial=known)
    return _saves(request, form, specialist, do.edit_specialist, title=specialist.name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_own(request: Request, public_id: UUID) -> HttpResponse:
    specialist = found(queries.specialist(request.actor, public_id))
    require(request.actor, "specialists.edit_own", specialist)
    known = {name: getattr(specialist, name) for name in ("title", "expertise_words", "capacity_days", "phone")}
    form = OwnDetailsForm(request.POST or None, initial=known)
    return _saves(request, form, specialist, do.edit_own_details, title=_("About me"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: Request, public_id: UUID) -> HttpResponse:
    specialist = found(queries.specialist(request.actor, public_id))
    require(request.actor, "specialists.add_term", specialist)
    form = TermForm(request.POST or None)
    words = {"title": _("A year of service"), "button": _("Enter"), "told": _("Entered.")}
    return _saves(request, form, specialist, do.add_term, **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_account(request: Request, public_id: UUID) -> HttpResponse:
    specialist = found(queries.specialist(request.actor, public_id))
    require(request.actor, "specialists.link_account", specialist)
    form = LinkAccountForm(request.POST or None, user=request.actor, initial={"account": specialist.account})
    return _saves(request, form, specialist, do.link_account, title=_("Link an account"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_absence(request: Request, public_id: UUID) -> HttpResponse:
    specialist = found(queries.specialist(request.actor, public_id))
    require(request.actor, "specialists.add_absence", specialist)
    form = AbsenceForm(request.POST or None)
    return _saves(
        request,
        form,
        specialist,
        do.add_absence,
        title=_("Days away"),
        button=_("Enter"),
        told=_("On these days nobody will ask you."),
        note=_("Both days are included. No reason is asked."),
    )


@login_required
@require_POST
def withdraw_absence(request: Request, public_id: UUID) -> HttpResponse:
    absence = found(queries.absence(public_id))
    do.withdraw_absence(actor=request.actor, absence=absence)
    messages.success(request, _("Available again on these days."))
    return redirect("people:specialist", absence.specialist.public_id)


def _saves(
    request: Request, form: forms.Form, specialist: Specialist, act: Callable[..., Any], **words: Any
) -> HttpResponse:
    """The page of a form about this specialist, to whom it leads back."""
    back = _address(specialist)
    return form_page(
        request,
        form,
        lambda: act(actor=request.actor, specialist=specialist, **form.cleaned_data),
        then=lambda _made: back,
        back=back,
        **({"button": _("Save"), "told": _("Saved.")} | words),
    )


def _address(specialist: Specialist) -> str:
    return reverse("people:specialist", args=[specialist.public_id])
