"""What pages with lists and with one thing share."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from heluo.base.errors import NotVisible

Thing = TypeVar("Thing")
ROWS = 30


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = ROWS) -> Page[Any]:
    """The page that `page` asks for, in the address or in what is posted; nonsense gives the first, too large a
    number the last."""
    return Paginator(rows, size).get_page(request.POST.get("page") or request.GET.get("page"))


def found(thing: Thing | None) -> Thing:
    """The thing, or NotVisible (404): what one may not see does not exist."""
    if thing is None:
        raise NotVisible("")
    return thing
