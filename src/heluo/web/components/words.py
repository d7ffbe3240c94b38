"""Small things said in words: deadlines, states, masked values."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from heluo.base.crypto import mask

SOON_DAYS = 2


def number(value: object) -> str:
    """18000 → 18,000, in Chinese too (as newspapers and reports print it); words are left alone."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return f"{value:,}" if value == int(value) and not isinstance(value, float) else f"{value:,.10g}"


@dataclass(frozen=True)
class Tag:
    """A word in a coloured box. The tone (a class of components.css) never speaks alone."""

    words: str | Promise
    tone: str = ""


def deadline_tag(days_left: int, soon: int = SOON_DAYS) -> Tag:
    """Say how long there is: warm when it is soon, alarm when it is late. Days may be working days."""
    if days_left < 0:
        return Tag(ngettext("%d day late", "%d days late", -days_left) % -days_left, "late")
    if days_left == 0:
        return Tag(_("due today"), "soon")
    words = ngettext("%d day left", "%d days left", days_left) % days_left
    return Tag(words, "soon" if days_left <= soon else "")


# The tone of each state, of every subject; its name comes from its own lifecycle.
TONES = {
    "draft": "quiet", "drafted": "quiet", "proposed": "quiet",
    "withdrawn": "quiet", "declined": "quiet", "lapsed": "quiet", "voided": "quiet", "corrected": "quiet",
    "invited": "warm", "served": "warm", "registered": "warm",
    "reopened": "alarm", "disputed": "alarm", "expired": "alarm",
    "closed": "done", "accepted": "done", "checked": "done",
}  # fmt: skip
GRADES = {
    "checked": pgettext_lazy("grade", "checked"),
    "confirmed": pgettext_lazy("grade", "confirmed"),
    "claimed": pgettext_lazy("grade", "claimed"),
}
ALARMING = gettext_lazy("trouble")


def state_tag(state: str, label: str | Promise) -> Tag:
    """The tag of a state: the name that its lifecycle gives it, in the tone that every subject shares."""
    return Tag(label, TONES.get(state, ""))


def masked(value: str) -> str:
    """Hide the middle of a telephone or identity number, and all of a name but its first character.

    What is masked already (holds * or ×) is left alone.
    """
    text = value.strip()
    if re.search(r"[*×]", text):
        return text
    if re.fullmatch(r"\+?[\d\- ]{7,15}", text):
        return mask(text, head=3, tail=4)
    if re.fullmatch(r"\d{14,17}[\dXx]", text):
        return mask(text, head=3, tail=2)
    return mask(text)
