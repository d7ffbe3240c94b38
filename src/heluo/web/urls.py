"""The root of all addresses."""

from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from heluo.web.api import api
from heluo.web.pages import front, ledger, notices, search
from heluo.web.signin import SignIn
from heluo.web.style_guide.pages import style_guide

handler400 = "heluo.web.errors.bad_request"
handler403 = "heluo.web.errors.forbidden"
handler404 = "heluo.web.errors.not_found"


@require_safe
def alive(_: HttpRequest) -> HttpResponse:
    """Says that the process answers; a load balancer and the tests ask it."""
    return HttpResponse("ok", content_type="text/plain")


def subjects() -> list[URLPattern | URLResolver]:
    """The addresses of every subject that has a `urls` module: a new one needs no line here."""
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("heluo.")]
    return [path("", include(f"{name}.urls")) for name in names if name != "heluo.web" and find_spec(f"{name}.urls")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("alive", alive, name="alive"),
    path("signin/", SignIn.as_view(), name="signin"),
    path("signout/", LogoutView.as_view(), name="signout"),
    path("language/", set_language, name="set-language"),
    path("", front.front, name="front"),
    path("search/", search.search, name="search"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/undelivered/", notices.undelivered, name="notices-undelivered"),
    path("notices/<uuid:public_id>/", notices.notice, name="notice"),
    path("ledger/", ledger.entries, name="ledger"),
    path("ledger/<int:number>/", ledger.entry, name="ledger-entry"),
    path("ledger/<int:number>/proof/", ledger.proof, name="ledger-proof"),
    path("style/", style_guide, name="style"),
    path("api/", api.urls),
    path("", include("heluo.web.imports.urls")),
]
urlpatterns += subjects()
