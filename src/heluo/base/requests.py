"""The request as pages and API get it."""

from typing import Any

from django.http import HttpRequest


class Request(HttpRequest):
    """A request with its actor: the signed-in account, or the visitor. Only a name for types: Django makes the object,
    and `heluo.web.middleware` gives it the attribute."""

    actor: Any
