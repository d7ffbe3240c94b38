"""What several pages of the loop do alike."""

from typing import Any

from django.contrib import messages
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.shortcuts import redirect

from heluo.base import clock
from heluo.base.errors import NotVisible
from heluo.base.listing import page_of
from heluo.base.requests import Request
from heluo.needs.models import Need

FIRST_YEAR = 2016


def back_to(request: Request, need: Need, told: Any = "") -> HttpResponse:
    """To the need's page, with what was done in a sentence."""
    if told:
        messages.success(request, told)
    return redirect("needs:need", need.public_id)


def checked_year(year: int, *, ahead: int = 0) -> int:
    """A year of which there may be rows, or of the next `ahead` ones. Raises NotVisible."""
    if not FIRST_YEAR <= year <= clock.today().year + ahead:
        raise NotVisible("")
    return year


def stored(file: FieldFile) -> File:
    """An uploaded file, opened. Raises NotVisible where the disk has lost it: the record stays, with its hash."""
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise NotVisible("") from None


__all__ = ["back_to", "checked_year", "page_of", "stored"]
