"""What the loop's templates say of a need."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heluo.needs.models import Need, Offer
from heluo.needs.pages.tabs import tabs
from heluo.needs.queries import needs as queries

register = template.Library()


@register.inclusion_tag("needs/parts/tabs.html", takes_context=True)
def desk_tabs(context: Context) -> dict[str, Any]:
    """The desks of whoever looks, as tabs; one desk alone needs none."""
    return {"tabs": tabs(context["request"])}


@register.filter
def days_left(need: Need) -> int | None:
    """Days until the deadline while somebody still has to be found."""
    return queries.days_left(need)


@register.filter
def said(text: Any) -> str:
    """An engine's sentence, or one kept as {zh, en}, in the reader's language."""
    english = (get_language() or "zh").startswith("en")
    if isinstance(text, dict):
        return str(text.get("en" if english else "zh", ""))
    return str(text.en if english else text.zh) if text else ""


@register.filter
def part_pairs(parts: Any) -> list[tuple[str, int]]:
    """(name, points) of each part, from the engine's rows or from an offer's stored ones."""
    names = _part_names()
    pairs = [(part["key"], part["points"]) if isinstance(part, dict) else (part.name, part.points) for part in parts]
    return [(names.get(str(key)) or str(key), int(points)) for key, points in pairs]


@register.filter
def why_not(code: str) -> str:
    """Why somebody is not among the candidates."""
    return _exclusions().get(code) or code


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key)


@register.filter
def address(act: Any, need: Need) -> str:
    """Where an act with a need is done."""
    return reverse(f"needs:{act.name}", args=[need.public_id])


@register.filter
def answers(offer: Offer, actor: Any) -> list[str]:
    """What this user may do with an invitation as it stands."""
    return [move.act for move in offer.lifecycle.possible(actor, offer)]


def _part_names() -> dict[str, str]:
    return {
        "expertise": _("expertise"),
        "distance": _("distance"),
        "spare": _("spare time"),
        "past": _("results"),
        "season": _("season"),
    }


def _exclusions() -> dict[str, str]:
    return {
        "forbidden": _("Ruled out by hand"),
        "conflict": _("Conflict of interest"),
        "no_skill": _("Another trade"),
        "too_far": _("Too far"),
        "absent": _("Away at that time"),
        "full": _("No days left this year"),
    }
