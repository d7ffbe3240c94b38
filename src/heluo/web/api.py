"""The root of the REST interface: every room that has an `api` module with a `router` is found."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

import heluo
from heluo.base.errors import No
from heluo.web.errors import answer

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


for _config in apps.get_app_configs():
    if _config.name.startswith("heluo.") and _config.name != "heluo.web" and find_spec(f"{_config.name}.api"):
        api.add_router("", import_module(f"{_config.name}.api").router)
