"""Households, for those who deal with them where they live. Names are masked unless asked for, one by one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.people.actions import households as do
from heluo.people.forms.filters import HouseholdFilterForm
from heluo.people.forms.organisations import KnownHouseholdForm, NewHouseholdForm
from heluo.people.models import Household
from heluo.people.pages.common import form_page
from heluo.people.queries import served as queries


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def list_households(request: Request) -> HttpResponse:
    """The list. Its form is posted, so that a name never stands in an address or a log."""
    require(request.actor, "households.browse")
    form = HouseholdFilterForm(request.POST if request.method == "POST" else request.GET)
    page = page_of(request, queries.list_households(request.actor, form.narrowed()))
    context = {"form": form, "page": page, "may_erase": may(request.actor, "erasing.browse")}
    return render(request, "people/households.html", context)


@login_required
@require_safe
def show_household(request: Request, public_id: UUID) -> HttpResponse:
    household = found(queries.household(request.actor, public_id))
    in_full = "full" in request.GET
    context = {
        "household": household,
        "name": queries.name_shown_to(request.actor, household, in_full=in_full),
        "phone": queries.phone_shown_to(request.actor, household, in_full=in_full),
        "in_full": in_full,
        "may_edit": may(request.actor, "households.edit", household),
        "may_erase": may(request.actor, "households.erase", household),
    }
    return render(request, "people/household.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_household(request: Request) -> HttpResponse:
    require(request.actor, "households.browse")
    form = NewHouseholdForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: do.create_household(actor=request.actor, **form.cleaned_data),
        told=_("Entered."),
        then=_address,
        title=_("New household"),
        button=_("Enter"),
        back=reverse("people:households"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_household(request: Request, public_id: UUID) -> HttpResponse:
    household = found(queries.household(request.actor, public_id))
    require(request.actor, "households.edit", household)
    known = {name: getattr(household, name) for name in ("head_name", "category", "size", "phone")}
    form = KnownHouseholdForm(request.POST or None, initial=known, id_number=household.id_number)
    return form_page(
        request,
        form,
        lambda: do.edit_household(actor=request.actor, household=household, **form.cleaned_data),
        told=_("Saved."),
        then=_address,
        title=household.masked_name,
        button=_("Save"),
        back=_address(household),
    )


def _address(household: Household) -> str:
    return reverse("people:household", args=[household.public_id])
