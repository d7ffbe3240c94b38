"""A place: where it lies, what it was, what lies below it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heluo.base.listing import found, page_of
from heluo.places import queries


@require_safe
def show_place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    place = found(queries.with_history(public_id))
    context = {"place": place, "page": page_of(request, queries.children(place), size=60)}
    return render(request, "places/place.html", context)
