"""Organisations."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heluo.base.exchange.download import workbook
from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.people.actions import organisations as do
from heluo.people.forms.filters import OrganisationFilterForm
from heluo.people.forms.organisations import OrganisationForm
from heluo.people.models import Organisation
from heluo.people.pages.common import form_page
from heluo.people.queries import organisations as queries
from heluo.people.queries.agreements import agreements_with
from heluo.people.workbooks.out import organisations_workbook

_ENTERED = ("name", "kind", "credit_code", "place", "contact_name", "contact_phone")


@require_safe
def list_organisations(request: Request) -> HttpResponse:
    form = OrganisationFilterForm(request.GET)
    page = page_of(request, queries.list_organisations(request.actor, form.narrowed()))
    context = {"form": form, "page": page, "may_enter": may(request.actor, "organisations.open_form")}
    return render(request, "people/organisations.html", context)


@login_required
@require_safe
def download_organisations(request: Request) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    rows = queries.list_organisations(request.actor, OrganisationFilterForm(request.GET).narrowed())
    return workbook("organisations.xlsx", organisations_workbook(rows))


@require_safe
def show_organisation(request: Request, public_id: UUID) -> HttpResponse:
    organisation = found(queries.organisation(request.actor, public_id))
    name, phone = queries.contact_shown_to(request.actor, organisation)
    context = {
        "organisation": organisation,
        "contact_name": name,
        "contact_phone": phone,
        "agreements": agreements_with(request.actor, client=organisation),
        "specialists": queries.specialists_of(request.actor, organisation),
        "may_edit": may(request.actor, "organisations.edit", organisation),
    }
    return render(request, "people/organisation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: Request) -> HttpResponse:
    require(request.actor, "organisations.open_form")
    form = OrganisationForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: do.create_organisation(actor=request.actor, **form.cleaned_data),
        told=_("Entered."),
        then=_address,
        title=_("New organisation"),
        button=_("Enter"),
        back=reverse("people:organisations"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_organisation(request: Request, public_id: UUID) -> HttpResponse:
    organisation = found(queries.organisation(request.actor, public_id))
    require(request.actor, "organisations.edit", organisation)
    known = {name: getattr(organisation, name) for name in _ENTERED}
    may_move = bool(may(request.actor, "organisations.move", organisation))
    form = OrganisationForm(request.POST or None, initial=known, may_move=may_move)
    return form_page(
        request,
        form,
        lambda: do.edit_organisation(actor=request.actor, organisation=organisation, **form.cleaned_data),
        told=_("Saved."),
        then=_address,
        title=organisation.name,
        button=_("Save"),
        back=_address(organisation),
    )


def _address(organisation: Organisation) -> str:
    return reverse("people:organisation", args=[organisation.public_id])
