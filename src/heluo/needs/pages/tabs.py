"""The desks, as tabs: which there are, and whose they are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.base.requests import Request
from heluo.needs.rules import OFFICERS, PROXIES


@dataclass(frozen=True)
class Tab:
    """A desk: its address and the roles whose desk it is. Where one has several, the first is one's own."""

    url: str
    label: Sentence
    roles: tuple[str, ...]


TABS = (
    Tab("needs:queue", _("Needs to be answered"), (*OFFICERS, "auditor")),
    Tab("needs:to-check", _("Services to be checked"), (*OFFICERS, "auditor")),
    Tab("needs:town", _("My town's needs"), PROXIES),
    Tab("needs:specialist-desk", _("My work"), ("specialist", "team_leader")),
    Tab("needs:mine", _("What I asked"), ("requester", "contact", *PROXIES)),
)


@dataclass(frozen=True)
class Link:
    """A tab as it is drawn."""

    href: str
    label: Sentence
    current: bool


def tabs(request: Request) -> list[Link]:
    """The desks of this user, one's own first."""
    roles = request.actor.roles
    links = []
    for tab in TABS:
        if roles & set(tab.roles):
            href = reverse(tab.url)
            links.append(Link(href, tab.label, href == request.path))
    return links
