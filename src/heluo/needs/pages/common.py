"""What several pages of the loop do alike."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from heluo.base.listing import page_of
from heluo.base.requests import Request
from heluo.needs.models import Need


def back_to(request: Request, need: Need, told: Any = "") -> HttpResponse:
    """To the need's page, with what was done in a sentence."""
    if told:
        messages.success(request, told)
    return redirect("needs:need", need.public_id)


__all__ = ["back_to", "page_of"]
