"""What every page of Heluo knows: its navigation, whether the data are synthetic, the ledger's head."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from heluo.base.errors import Sentence
from heluo.base.ledger.models import LedgerHead
from heluo.base.nav import Item
from heluo.base.outbox import inbox
from heluo.web import synthetic

SHORT_HASH = 12


@dataclass(frozen=True)
class Link:
    """A link of the masthead, ready to draw."""

    label: Sentence
    href: str
    current: bool
    prominent: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every template. All but the language is worked out only where it is drawn."""
    return {
        "nav": SimpleLazyObject(lambda: links(request)),
        "unread_notices": SimpleLazyObject(lambda: unread_notices(request)),
        "ledger_head": SimpleLazyObject(ledger_head),
        "synthetic": synthetic.is_marked(),
        "hotline": settings.HELUO_HOTLINE or (synthetic.HOTLINE if synthetic.is_marked() else ""),
        "other_language": "en" if (get_language() or "").startswith("zh") else "zh-hans",
        "style_sheets": STYLE_SHEETS,
    }


# In this order: a later sheet may refine an earlier one.
STYLE_SHEETS = [
    f"heluo/css/{name}.css"
    for name in ("pico", "tokens", "base", "layout", "forms", "components", "figures", "phone", "print")
]


def links(request: HttpRequest) -> list[Link]:
    """The links that this visitor sees, in their order; an item whose page does not exist is left out."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    roles = user.roles if user and signed_in else set()
    shown = (item for item in items() if item.shown_to(roles, signed_in))
    return [link for item in shown if (link := _link(item, request.path))]


def items() -> list[Item]:
    """What the subjects' app configurations declare under `nav`, in order."""
    declared = (item for config in apps.get_app_configs() for item in getattr(config, "nav", ()))
    return sorted(declared, key=lambda item: item.order)


def _link(item: Item, here: str) -> Link | None:
    try:
        href = reverse(item.url)
    except NoReverseMatch:
        return None
    current = here == href or (href != "/" and here.startswith(href))
    return Link(item.label, href, current, item.prominent)


def unread_notices(request: HttpRequest) -> int:
    """How many notices the account has not read; 0 for a visitor."""
    user = getattr(request, "user", None)
    return inbox.unread_count(user) if user and user.is_authenticated else 0


def ledger_head() -> str:
    """The first characters of the newest signed head's root hash; empty before the first sealing."""
    root = LedgerHead.objects.order_by("-size").values_list("root_hash", flat=True).first()
    return bytes(root).hex()[:SHORT_HASH] if root else ""
