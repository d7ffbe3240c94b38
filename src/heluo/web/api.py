"""The root of the REST interface: every room that has an `api` module with a `router` is found."""

from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security import django_auth

import heluo
from heluo.base.errors import No
from heluo.web.errors import answer

# What the framework refuses by itself, before anything of ours is asked.
_SENTENCES = {
    HTTPStatus.BAD_REQUEST: _("This is no JSON."),
    HTTPStatus.UNAUTHORIZED: _("Sign in first."),
    HTTPStatus.FORBIDDEN: _("Send the CSRF token, too: the cookie csrftoken once more as the header X-CSRFToken."),
}

api = NinjaAPI(
    title="Heluo",
    version=heluo.__version__,
    description="What the pages do, for programs. Sign in first: the session's cookie and the CSRF token are used.",
    auth=django_auth,
    urls_namespace="api",
)


@api.exception_handler(No)
def refuse(request: HttpRequest, refusal: Any) -> HttpResponse:
    """A refusal as JSON with its status and its reason."""
    return answer(request, refusal)


@api.exception_handler(HttpError)
def refuse_unread(_request: HttpRequest, error: Any) -> HttpResponse:
    """The framework's own refusals: a body that is no JSON, no account, no token."""
    return JsonResponse({"detail": str(_SENTENCES.get(error.status_code, error.message))}, status=error.status_code)


for _config in apps.get_app_configs():
    if _config.name.startswith("heluo.") and _config.name != "heluo.web" and find_spec(f"{_config.name}.api"):
        api.add_router("", import_module(f"{_config.name}.api").router)
