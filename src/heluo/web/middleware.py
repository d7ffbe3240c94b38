"""Who is asking, and whether the address can be read at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import No
from heluo.base.rules import VISITOR, NoAccount
from heluo.people.models import User
from heluo.web.errors import answer


class ActorMiddleware:
    """Gives each request its `actor`: the signed-in account, else the visitor. Pages and API ask nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy, so that a page for everyone does not open the session for it. SYSTEM is compared by identity in
        # rules and is never set here.
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class PlainAddressMiddleware:
    """Refuses an address with NUL in its query, which PostgreSQL can't be asked about, before any page reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return answer(request, No(_("This address contains characters that can't be read.")))
        return self.get_response(request)


def _actor(request: HttpRequest) -> User | NoAccount:
    user = request.user
    return user if isinstance(user, User) and user.is_active else VISITOR
