"""The desks, as tabs: which there are, and whose they are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.base.requests import Request
from heluo.needs.rules import OFFICERS, OVERSEERS, PROXIES


@dataclass(frozen=True)
class Tab:
    """A desk: its address and the roles whose desk it is. Where one has several, the first is one's own."""

    url: str
    label: Sentence
    roles: tuple[str, ...]
    question: str = ""


TABS = (
    Tab("needs:to-check", _("Services to be checked"), ("auditor",)),
    Tab("needs:to-check", _("Disputed services"), ("auditor",), "?only=disputed"),
    Tab("needs:queue", _("Needs to be answered"), OVERSEERS),
    Tab("needs:to-check", _("Services to be checked"), OFFICERS),
    Tab("figures:figures", _("Figures"), ("auditor",)),
    Tab("ledger", _("Ledger"), ("auditor",)),
    Tab("needs:town", _("Needs in my area"), PROXIES),
    Tab("needs:confirm", _("Confirm with six digits"), ("clerk",)),
    Tab("needs:specialist-desk", _("My work"), ("specialist", "team_leader")),
    Tab("people:accounts", _("Accounts"), ("administrator",)),
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
    addresses = [(reverse(tab.url) + tab.question, tab.label) for tab in TABS if roles & set(tab.roles)]
    here = request.get_full_path()
    # A desk whose list is narrowed or turned over is still that desk, unless another tab asks just this.
    current = here if here in dict(addresses) else request.path
    links = {href: Link(href, label, href == current) for href, label in reversed(addresses)}
    return [links[href] for href in dict.fromkeys(href for href, _label in addresses)]
