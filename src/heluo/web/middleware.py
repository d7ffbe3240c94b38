"""Who is asking, whether the address can be read at all, and whether what is sent is bearable."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import No
from heluo.base.rules import VISITOR, NoAccount
from heluo.people.models import User
from heluo.web.errors import answer

# What is sent is kept in memory or in /tmp before any form looks at it: some workbooks at once, or a photo.
MOST_BYTES = 64 * 1024 * 1024
MOST_BYTES_FROM_VISITORS = 16 * 1024 * 1024


class TooLarge(No):
    """More is sent than is taken (HTTP 413)."""

    status = 413


class ActorMiddleware:
    """Gives each request its `actor`: the signed-in account, else the visitor. Pages and API ask nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy, so that a page for everyone does not open the session for it. SYSTEM is compared by identity in
        # rules and is never set here.
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class ReadableCookiesMiddleware:
    """Leaves out a cookie with NUL in it, which PostgreSQL can't be asked about; none of ours has one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class PlainAddressMiddleware:
    """Refuses an address with NUL in its query, which PostgreSQL can't be asked about, before any page reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return answer(request, No(_("This address contains characters that can't be read.")))
        return self.get_response(request)


class BearableMiddleware:
    """Refuses a body that is too large before a byte of it is read: the server reads no more than is announced."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        if announced > MOST_BYTES_FROM_VISITORS:
            most = MOST_BYTES_FROM_VISITORS if request.actor.pk is None else MOST_BYTES  # type: ignore[attr-defined]
            if announced > most:
                reason = _("At most %(megabytes)d MB can be sent at once.") % {"megabytes": most >> 20}
                return answer(request, TooLarge(reason))
        return self.get_response(request)


def _actor(request: HttpRequest) -> User | NoAccount:
    user = request.user
    return user if isinstance(user, User) and user.is_active else VISITOR
