"""What the pages of engines and runs say."""

from typing import Any

from django import template
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def in_words(text: Any) -> str:
    """An engine's sentence (a Text, or stored as {zh, en}) in the reader's language."""
    english = (get_language() or "zh").startswith("en")
    if isinstance(text, dict):
        return str(text.get("en" if english else "zh", ""))
    return str(text.en if english else text.zh) if text else ""


@register.filter
def run_state(state: str) -> str:
    """A run's state, named."""
    names = {
        "waiting": pgettext("run", "being computed"),
        "done": pgettext("run", "done, checked"),
        "faulty": pgettext("run", "done, with faults"),
        "infeasible": pgettext("run", "not possible"),
        "cancelled": pgettext("run", "cancelled"),
    }
    return names.get(state, state)


@register.filter
def plan_status(status: str) -> str:
    """How a plan's computing ended, named."""
    names = {
        "optimal": _("proved to be the best"),
        "feasible": _("valid; how far it may be from the best, the bound says"),
        "stopped": _("valid; the time was over before it was proved to be the best"),
    }
    return names.get(status, status)


@register.filter
def plan_fact(name: str) -> str:
    """What every plan says of itself, named."""
    names = {
        "status": _("How it ended"),
        "objective": _("Objective"),
        "upper_bound": _("Proved bound"),
        "solve_seconds": _("Seconds"),
        "seed": _("Seed"),
        "version": _("Version of the engine"),
    }
    return names.get(name, name)
