"""One search box over needs, places, people and organisations, within what one may see."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heluo.base.requests import Request
from heluo.base.rules import may
from heluo.base.text import normalise
from heluo.needs.queries import needs, services
from heluo.people.queries.accounts import AccountFilter, list_accounts
from heluo.people.queries.organisations import search_organisations
from heluo.people.queries.specialists import search_specialists
from heluo.places.models import Place
from heluo.places.queries import search_places

LONGEST = 80
HITS = 8


@dataclass(frozen=True)
class Hit:
    title: str
    href: str
    note: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Group:
    """The hits of one subject; `more` is the address of the whole list."""

    title: str
    hits: list[Hit] = field(default_factory=list)
    more: str = ""


@require_safe
def search(request: Request) -> HttpResponse:
    """What was typed, in every subject; the number of a need or a service leads straight to it."""
    text = normalise(request.GET.get("q", ""))[:LONGEST]
    exact = needs.by_number(request.actor, text) if text else None
    if exact is not None:
        return redirect("needs:need", exact.public_id)
    service = services.by_number(request.actor, text) if text else None
    if service is not None:
        return redirect("needs:service", service.public_id)
    groups = [find(request.actor, text) for find in FINDERS] if text else []
    nothing = bool(text) and not any(group.hits for group in groups)
    return render(request, "search.html", {"query": text, "groups": groups, "nothing": nothing})


def _needs(user: Any, text: str) -> Group:
    found = list(needs.listed(user, needs.Filter(words=text))[: HITS + 1])
    hits = [Hit(need.title, reverse("needs:need", args=[need.public_id]), need.number, need.place) for need in found]
    more = reverse("needs:list", query={"q": text}) if len(hits) > HITS else ""
    return Group(_("Needs"), hits[:HITS], more)


def _unpublished(user: Any, text: str) -> Group:
    found = needs.unpublished(user, needs.Filter(words=text))[:HITS]
    hits = [Hit(need.title, reverse("needs:need", args=[need.public_id]), need.number, need.place) for need in found]
    return Group(_("Needs not published"), hits)


def _places(_user: Any, text: str) -> Group:
    found = search_places(text, limit=HITS)
    hits = [Hit(place.name, reverse("places:place", args=[place.public_id]), place=place) for place in found]
    return Group(_("Places"), hits)


def _specialists(user: Any, text: str) -> Group:
    found = search_specialists(user, text, limit=HITS)
    hits = [Hit(one.name, reverse("people:specialist", args=[one.public_id]), one.title, one.home) for one in found]
    return Group(_("Specialists"), hits)


def _organisations(user: Any, text: str) -> Group:
    found = search_organisations(user, text, limit=HITS)
    hits = [
        Hit(one.name, reverse("people:organisation", args=[one.public_id]), one.get_kind_display(), one.place)
        for one in found
    ]
    return Group(_("Organisations"), hits)


def _accounts(user: Any, text: str) -> Group:
    """For those who look after accounts. Households are found on their own page, which posts: a name that is searched
    there must not stand in an address."""
    found = list_accounts(user, AccountFilter(words=text))[:HITS] if may(user, "accounts.browse") else ()
    hits = [Hit(one.display_name, reverse("people:account", args=[one.public_id]), one.username) for one in found]
    return Group(_("Accounts"), hits)


FINDERS: tuple[Callable[[Any, str], Group], ...] = (
    _needs,
    _unpublished,
    _specialists,
    _organisations,
    _places,
    _accounts,
)
