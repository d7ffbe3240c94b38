"""The catalogue: varieties and technologies, for everyone to read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heluo.base.forms import done
from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.catalogue import queries
from heluo.catalogue.actions import add_technology, add_variety
from heluo.catalogue.forms import FilterForm, TechnologyForm, VarietyForm


@require_safe
def list_varieties(request: Request) -> HttpResponse:
    return _list(request, queries.varieties, "varieties")


@require_safe
def list_technologies(request: Request) -> HttpResponse:
    return _list(request, queries.technologies, "technologies")


@require_safe
def show_variety(request: Request, public_id: UUID) -> HttpResponse:
    return render(request, "catalogue/variety.html", {"item": found(queries.variety(public_id))})


@require_safe
def show_technology(request: Request, public_id: UUID) -> HttpResponse:
    return render(request, "catalogue/technology.html", {"item": found(queries.technology(public_id))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_variety(request: Request) -> HttpResponse:
    return _new(request, VarietyForm, add_variety, "varieties", "catalogue:variety", _("New variety"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_technology(request: Request) -> HttpResponse:
    return _new(request, TechnologyForm, add_technology, "technologies", "catalogue:technology", _("New technology"))


def _list(request: Request, query: Callable[..., Any], kind: str) -> HttpResponse:
    form = FilterForm(request.GET)
    context = {
        "form": form,
        "page": page_of(request, query(form.narrowed())),
        "may_enter": may(request.actor, f"{kind}.create"),
    }
    return render(request, f"catalogue/{kind}.html", context)


def _new(
    request: Request, form_class: type[forms.Form], add: Callable[..., Any], kind: str, page: str, title: str
) -> HttpResponse:
    require(request.actor, f"{kind}.create")
    form = form_class(request.POST or None)
    item = done(form, lambda: add(actor=request.actor, **form.cleaned_data))
    if item is not None:
        messages.success(request, _("Entered."))
        return redirect(page, item.public_id)
    context = {"form": form, "title": title, "back": f"catalogue:{kind}"}
    return render(request, "catalogue/form.html", context, status=422 if form.errors else 200)
