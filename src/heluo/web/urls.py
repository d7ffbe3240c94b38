"""The root of all addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


def alive(_: HttpRequest) -> HttpResponse:
    """Says that the process answers; a load balancer and the tests ask it."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("alive", alive, name="alive"),
]
