"""What several pages of the loop do alike."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heluo.needs.models import Need

ROWS = 20


def page_of(request: HttpRequest, rows: Any, size: int = ROWS) -> Page:
    """The asked page of a queryset or list; a number out of range gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def back_to(request: HttpRequest, need: Need, told: Any = "") -> HttpResponse:
    """To the need's page, with what was done in a sentence."""
    if told:
        messages.success(request, told)
    return redirect("needs:need", need.public_id)
