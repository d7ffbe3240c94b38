"""Erasing a household or a person served, for good: found, shown what goes and what stays, confirmed by the name."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heluo.base.forms import done
from heluo.base.listing import found
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.needs.actions import erasure as do
from heluo.needs.forms.erasing import EraseForm, FindForm
from heluo.needs.queries import erasing as queries


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Request) -> HttpResponse:
    """Who bears that name or telephone. By POST, so that neither stands in a log."""
    require(request.actor, "erasing.browse")
    form = FindForm(request.POST or None)
    is_asked = form.is_valid()
    rows = queries.find(request.actor, **form.cleaned_data) if is_asked else []
    context = {"form": form, "is_asked": is_asked, "rows": rows, "is_cut": len(rows) == queries.MOST}
    return render(request, "needs/erasing.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: Request, public_id: UUID) -> HttpResponse:
    require(request.actor, "erasing.browse")
    thing = found(queries.households(request.actor).filter(public_id=public_id).first())

    def erase(reason: str) -> Any:
        return do.erase_household(actor=request.actor, household=thing, reason=reason)

    return _page(request, thing, EraseForm(request.POST or None, known=thing.head_hash), erase)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, public_id: UUID) -> HttpResponse:
    require(request.actor, "erasing.browse")
    thing = found(queries.people(request.actor).filter(public_id=public_id).first())

    def erase(reason: str) -> Any:
        return do.erase_person(actor=request.actor, person=thing, reason=reason)

    return _page(request, thing, EraseForm(request.POST or None, known=thing.name_hash), erase)


def _page(
    request: Request,
    thing: Any,
    form: EraseForm,
    erase: Callable[[str], Any],
) -> HttpResponse:
    if done(form, lambda: erase(form.cleaned_data["reason"])) is not None:
        messages.success(
            request, _("Erased. Older backups still hold it: delete them, or keep them no longer than you must.")
        )
        return redirect("needs:erasing")
    context = {"thing": thing, "form": form, "tied": queries.tied_to(thing)}
    return render(request, "needs/erase.html", context, status=422 if form.errors else 200)
