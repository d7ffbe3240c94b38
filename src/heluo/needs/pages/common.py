"""What several pages of the loop do alike."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heluo.base.errors import Invalid
from heluo.needs.models import Need

ROWS = 20


def page_of(request: HttpRequest, rows: Any, size: int = ROWS) -> Page:
    """The asked page of a queryset or list; a number out of range gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def show_wrong(form: forms.Form, error: Invalid) -> None:
    """Put the action's sentences at their fields; what has no field here stands above the form."""
    for name, sentence in error.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    if not error.fields:
        form.add_error(None, error.reason)


def back_to(request: HttpRequest, need: Need, told: Any = "") -> HttpResponse:
    """To the need's page, with what was done in a sentence."""
    if told:
        messages.success(request, told)
    return redirect("needs:need", need.public_id)
