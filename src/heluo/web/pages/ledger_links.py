"""Where the thing that an entry is about may be seen, for whoever may see it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from heluo.base.errors import NotVisible
from heluo.base.ledger.models import LedgerEntry
from heluo.catalogue import queries as catalogue
from heluo.needs.queries import needs, offers, services
from heluo.people.queries import accounts, agreements, bodies, organisations, served, specialists
from heluo.places.queries import by_public_id
from heluo.runs import queries as runs

Finder = Callable[[Any, Any], Any]


def _need_of_offer(user: Any, public_id: str) -> Any:
    offer = offers.visible_to(user).filter(public_id=public_id).select_related("need").first()
    return offer and needs.find(user, offer.need.public_id)


# The entry's subject → the name of its page, and how it is found among what a user may see.
_PAGES: dict[str, tuple[str, Finder]] = {
    "catalogue.technology": ("catalogue:technology", lambda _user, one: catalogue.technology(one)),
    "catalogue.variety": ("catalogue:variety", lambda _user, one: catalogue.variety(one)),
    "needs.need": ("needs:need", needs.find),
    "needs.offer": ("needs:need", _need_of_offer),
    "needs.service": ("needs:service", services.find),
    "people.agreement": ("people:agreement", agreements.agreement),
    "people.group": ("people:group", bodies.group),
    "people.household": ("people:household", served.household),
    "people.organisation": ("people:organisation", organisations.organisation),
    "people.specialist": ("people:specialist", specialists.specialist),
    "people.team": ("people:team", bodies.team),
    "people.user": ("people:account", accounts.account),
    "places.place": ("places:place", lambda _user, one: by_public_id(one)),
    "runs.run": ("runs:run", runs.find),
}


def address_of(user: Any, entry: LedgerEntry) -> str:
    """The address of the page of what the entry is about; empty where there is none for this user."""
    if entry.subject not in _PAGES:
        return ""
    name, find = _PAGES[entry.subject]
    try:
        thing = find(user, entry.subject_id)
    except NotVisible:
        return ""
    return reverse(name, args=[thing.public_id]) if thing else ""
