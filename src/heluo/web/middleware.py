"""Who is asking, and in which language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from heluo.base.rules import VISITOR, NoAccount
from heluo.people.models import User


class ActorMiddleware:
    """Gives each request its `actor`: the signed-in account, else the visitor. Pages and API ask nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Lazy, so that a page for everyone does not open the session for it. SYSTEM is compared by identity in
        # rules and is never set here.
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> User | NoAccount:
    user = request.user
    return user if isinstance(user, User) and user.is_active else VISITOR
