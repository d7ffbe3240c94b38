"""The lines of a service as they are typed: who came, what was introduced and promoted, whom it helped."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Paragraph
from heluo.base.text import normalise
from heluo.catalogue.models import Technology, Variety
from heluo.needs.actions.lines import MOST_ATTENDANCES, Attendee

_PHONE = re.compile(r"[+\d][\d\- ]{5,18}\d")
_UNNAMED = re.compile(
    r"(?:另|其他|and|plus|\+)?\s*(\d{1,4})\s*(?:人|名|位)?\s*(?:未具名|不具名|unnamed)", re.IGNORECASE
)
_ITEM = re.compile(r"^(?P<name>.+?)\s*(?P<area>\d{1,6}(?:\.\d{1,2})?)?\s*(?:亩|mu)?$")
_GAIN = re.compile(r"(?P<yuan>-?\d{1,7}(?:\.\d{1,2})?)\s*(?:元|yuan)")


class AttendeesField(Paragraph):
    """A list of those who came, one on each line or divided by 、; a telephone number may follow a name.

    `另 9 人未具名` (or `9 unnamed`) counts nine attendances without names. The clean value is (attendees, unnamed).
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "data-lines": ""})
        super().__init__(max_length=60_000, widget=widget, **kwargs)

    def clean(self, value: Any) -> tuple[list[Attendee], int]:
        text = super().clean(value)
        unnamed = sum(int(found) for found in _UNNAMED.findall(text))
        rest = _UNNAMED.sub("", text)
        entries = [normalise(entry) for entry in re.split(r"[\n、;；,，()（）]", rest)]
        attendees = [_attendee(entry) for entry in entries if entry]
        if len(attendees) + unnamed > MOST_ATTENDANCES:
            raise ValidationError(_("At most %(most)s in one service.") % {"most": MOST_ATTENDANCES})
        return attendees, unnamed


def _attendee(entry: str) -> Attendee:
    phone = _PHONE.search(entry)
    name = (entry[: phone.start()] + entry[phone.end() :] if phone else entry).strip(" :：")
    if not name or len(name) > 40 or any(sign.isdigit() for sign in name):
        raise ValidationError(
            _("“%(entry)s” can't be read as a name; write one person on each line, a telephone number after the name.")
            % {"entry": entry[:40]}
        )
    return Attendee(name=name, phone=re.sub(r"[ \-]", "", phone.group()) if phone else "")


class CatalogueField(Paragraph):
    """Names of varieties or technologies, one on each line, an area in mu after the name: `豫谷18 60亩`."""

    def __init__(self, *, model: type[Variety] | type[Technology], **kwargs: Any) -> None:
        super().__init__(max_length=4000, rows=2, **kwargs)
        self.model = model

    def clean(self, value: Any) -> list[tuple[Any, Decimal | None]]:
        text = super().clean(value)
        lines = [normalise(line) for line in re.split(r"[\n;；]", text) if line.strip()]
        return [self._item(line) for line in lines]

    def _item(self, line: str) -> tuple[Any, Decimal | None]:
        whole = self.model.objects.filter(name=line).first()
        if whole is not None:
            return whole, None
        parts = _ITEM.match(line)
        item = self.model.objects.filter(name=parts["name"]).first() if parts else None
        if item is None or parts is None:
            raise ValidationError(
                _("“%(line)s” is not in the catalogue. Choose it from the list, or ask the office to add it.")
                % {"line": line[:60]}
            )
        return item, Decimal(parts["area"]) if parts["area"] else None


@dataclass(frozen=True)
class HelpLine:
    """A household named on a line, before it is looked up in the service's place."""

    head: str
    phone: str
    measure: str
    gain_fen: int | None


class HelpsField(Paragraph):
    """Households helped, one on each line: head of the household, what was done, what it gains a year.

    `张福来 修剪花椒 增收800元`; a telephone number tells namesakes apart.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8000, rows=2, **kwargs)

    def clean(self, value: Any) -> list[HelpLine]:
        text = super().clean(value)
        return [_help_line(normalise(line)) for line in text.split("\n") if line.strip()]


def _help_line(line: str) -> HelpLine:
    gain = _GAIN.search(line)
    rest = line[: gain.start()] + line[gain.end() :] if gain else line
    phone = _PHONE.search(rest)
    rest = rest[: phone.start()] + rest[phone.end() :] if phone else rest
    head, _space, measure = rest.strip().partition(" ")
    measure = re.sub(r"(增收|gain|gains)\s*$", "", measure.strip(), flags=re.IGNORECASE).strip()
    if not head or not measure or len(measure) > 120:
        raise ValidationError(
            _("“%(line)s”: write the head of the household, a space, what was done, and what it gains in yuan.")
            % {"line": line[:60]}
        )
    fen = int(Decimal(gain["yuan"]) * 100) if gain else None
    return HelpLine(head, re.sub(r"\D", "", phone.group()) if phone else "", measure, fen)
