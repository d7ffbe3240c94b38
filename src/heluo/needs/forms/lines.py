"""The lines of a service as they are typed: who came, what was introduced and promoted, whom it helped."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from heluo.base.forms import Paragraph
from heluo.base.text import normalise
from heluo.catalogue.models import Technology, Variety
from heluo.needs.actions.lines import MOST_ATTENDANCES, MOST_MU, Attendee
from heluo.needs.queries import helped
from heluo.people import telephone, tidying
from heluo.people.models import Household
from heluo.people.search_keys import name_hash, phone_hash

_UNNAMED = re.compile(
    r"[(（]?\s*(?:另外?|其[他它余]|and|plus|\+)?\s*(?<![\d.])([-−]?\d{1,9})\s*(?:人|名|位)?\s*"
    r"(?:未具名|不具名|unnamed)\s*[)）]?",
    re.IGNORECASE,
)
# What is left of a count of others that was not read as one; nobody is called so.
_NO_NAME = re.compile(r"(?:另外?|其[他它余])的?人?|.*(?:未具名|不具名|unnamed)|others?", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*[(（]?\d{1,3}\s*[.、．)）]\s*(?=\D)", re.MULTILINE)
_AREA_CODE = re.compile(r"[(（](0\d{2,3})[)）]\s*(?=\d)")
_NOTE = re.compile(r"[(（]([^()（）\n]*)[)）]")
_COUNT = re.compile(r"\d\s*(?:人|名|位|people|persons)|、|^\s*\d+\s*$")
_DIVIDES = re.compile(r"[\n、;；,，]")
_ITEM = re.compile(r"^(?P<name>.+?)\s*(?P<area>\d{1,6}(?:\.\d{1,2})?)?\s*(?:亩|mu)?$")
# What stands after a name of the catalogue and is meant as an area, however it is written: -3, 二十亩, 9999999.
_MEANT_AS_AREA = re.compile(
    r"\s*[-−]?[\d.,零〇一二两三四五六七八九十百千万半]+\s*(?:多|余|来)?\s*(?:亩|mu)?", re.IGNORECASE
)
_DIGITS = re.compile(r"\s*(?P<area>-?\d+(?:\.\d+)?)\s*(?:亩|mu)?", re.IGNORECASE)
_SHOWN_FAULTS = 10
T = TypeVar("T")
_TAG = re.compile(r"(?<=\S)#([0-9a-f]{6})(?![0-9a-z])", re.IGNORECASE)
# Commas may divide thousands. A sum that is told as the gain goes before one that is merely there.
_SUM = r"(?<![\d.,-])(?P<sum>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>万元|元|yuan)"
_GAIN = re.compile(rf"(?:增收|gains?)\s*(?:约|共|of)?\s*{_SUM}", re.IGNORECASE)
_ANY_SUM = re.compile(_SUM, re.IGNORECASE)
_MOST_YUAN = 10_000_000


def _each(read: Callable[[str], T], lines: Iterable[str]) -> list[T]:
    """Every line read; what is wrong with any of them is said at once, a sentence for each."""
    done: list[T] = []
    faults: list[ValidationError] = []
    for line in lines:
        try:
            done.append(read(line))
        except ValidationError as wrong:
            faults += wrong.error_list
    if len(faults) > _SHOWN_FAULTS:
        more = ngettext("… and %(count)d more line.", "… and %(count)d more lines.", len(faults) - _SHOWN_FAULTS)
        faults = [*faults[:_SHOWN_FAULTS], ValidationError(more % {"count": len(faults) - _SHOWN_FAULTS})]
    if faults:
        raise ValidationError(faults)
    return done


class AttendeesField(Paragraph):
    """A list of those who came, one on each line or divided by 、; a telephone number may follow a name.

    `另 9 人未具名` (or `9 unnamed`) counts nine attendances without names. A note in brackets after a name (`女`)
    makes nobody more; it is not kept, and `left_out` says which there were. The clean value is (attendees, unnamed).
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "data-lines": ""})
        super().__init__(max_length=60_000, widget=widget, **kwargs)
        self.left_out: list[str] = []

    def clean(self, value: Any) -> tuple[list[Attendee], int]:
        text = _NUMBERING.sub("", normalise(super().clean(value)))
        unnamed = sum(map(_count, _UNNAMED.finditer(text)))
        self.left_out = []
        rest = _NOTE.sub(self._without_note, _AREA_CODE.sub(r"\1-", _UNNAMED.sub("\n", text)))
        attendees = _each(_attendee, filter(None, map(str.strip, _DIVIDES.split(rest))))
        if len(attendees) + unnamed > MOST_ATTENDANCES:
            raise ValidationError(_("At most %(most)s in one service.") % {"most": MOST_ATTENDANCES})
        return attendees, unnamed

    def _without_note(self, note: re.Match[str]) -> str:
        """What stands in brackets says something of the person before them: only a telephone number is kept of it."""
        phone, rest = _take_phone(note[1])
        if _COUNT.search(rest):
            raise ValidationError(
                _("“%(note)s” in brackets may be several people: write one on each line, or how many are unnamed.")
                % {"note": rest[:40]}
            )
        said = rest.replace("电话", "").strip(" :：,，")
        if said and said not in self.left_out:
            self.left_out.append(said)
        return f" {phone} "


def _count(found: re.Match[str]) -> int:
    count = int(found[1].replace("−", "-"))
    if count < 1:
        raise ValidationError(
            _("“%(entry)s”: how many came without their names is a number from 1 up; leave it out where nobody did.")
            % {"entry": found.group().strip()[:40]}
        )
    return count


# A name, and digits that are too few for a telephone number.
_CUT_SHORT = re.compile(r"[^\W\d]{2,20}[ :：]*\d{2,10}")


def _attendee(entry: str) -> Attendee:
    phone, rest = _take_phone(entry)
    name = rest.strip(" :：-–\t")
    if _CUT_SHORT.fullmatch(name):
        raise ValidationError(
            _("“%(entry)s”: the telephone number is not whole; complete it, or leave it out.") % {"entry": entry[:40]}
        )
    if _NO_NAME.fullmatch(name):
        raise ValidationError(
            _("“%(entry)s” is no name; of those whose names you don't know write how many: “9 unnamed”.")
            % {"entry": entry[:40]}
        )
    if not name or len(name) > 40 or any(sign.isdigit() or sign in "()（）" for sign in name):
        raise ValidationError(
            _("“%(entry)s” can't be read as a name; write one person on each line, a telephone number after the name.")
            % {"entry": entry[:40]}
        )
    tidy = tidying.one_name(name)
    if tidy is None:
        raise ValidationError(
            _("“%(entry)s” may be several people: write one on each line, or the name without a space.")
            % {"entry": entry[:40]}
        )
    return Attendee(name=tidy, phone=phone)


def _take_phone(text: str) -> tuple[str, str]:
    """A telephone number of the text, tidied, and what else stands there. A wrong number is refused."""
    found = telephone.find(text)
    if found is None:
        return "", text
    phone = telephone.tidy(found.group())
    if fault := telephone.fault(phone):
        raise ValidationError(f"{found.group()[:40]}: {fault}")
    return phone, f"{text[: found.start()]} {text[found.end() :]}"


class CatalogueField(Paragraph):
    """Names of varieties or technologies, one on each line, an area in mu after the name: `豫谷18 60亩`.

    Lines that say the same are one.
    """

    def __init__(self, *, model: type[Variety] | type[Technology], **kwargs: Any) -> None:
        super().__init__(max_length=4000, rows=2, **kwargs)
        self.model = model

    def clean(self, value: Any) -> list[tuple[Any, Decimal | None]]:
        text = super().clean(value)
        lines = [normalise(line) for line in re.split(r"[\n;；]", text) if line.strip()]
        found: dict[Any, Decimal | None] = {}
        for item, area in _each(self._item, lines):
            if found.setdefault(item, area) != area:
                raise ValidationError(
                    _("“%(name)s” stands here twice with different areas: keep one line, with the whole area.")
                    % {"name": item.name}
                )
        return list(found.items())

    def _item(self, line: str) -> tuple[Any, Decimal | None]:
        whole = self.model.objects.filter(name=line).first()
        if whole is not None:
            return whole, None
        parts = _ITEM.match(line)
        item = self.model.objects.filter(name=parts["name"]).first() if parts else None
        if item is None or parts is None:
            self._refuse_area(line)
            raise ValidationError(
                _("“%(line)s” is not in the catalogue. Choose it from the list, or ask the office to add it.")
                % {"line": line[:60]}
            )
        return item, _area(parts["area"], line) if parts["area"] else None

    def _refuse_area(self, line: str) -> None:
        """Where the name is right and what stands after it is no area, that is what is wrong with the line."""
        begins = [line[:length] for length in range(2, len(line))]
        names = self.model.objects.filter(name__in=begins).values_list("name", flat=True)
        name = max(names, key=len, default="")
        rest = line[len(name) :]
        if not name or not _MEANT_AS_AREA.fullmatch(rest):
            return
        if digits := _DIGITS.fullmatch(rest):
            _area(digits["area"], line)
        raise ValidationError(
            _("“%(line)s”: the area can't be read; write it in digits, such as “%(name)s 20 mu”.")
            % {"line": line[:60], "name": name}
        )


def _area(typed: str, line: str) -> Decimal:
    area = Decimal(typed)
    if not 0 < area <= MOST_MU:
        raise ValidationError(
            _("“%(line)s”: an area is more than 0 and at most %(most)s mu.") % {"line": line[:60], "most": MOST_MU}
        )
    return area


@dataclass(frozen=True)
class HelpLine:
    """A household named on a line, before it is looked up in the service's place."""

    head: str
    phone: str
    measure: str
    gain_fen: int | None
    tag: str = ""

    def fits(self, household: Household) -> bool:
        """Whether this household can be meant, by its head, its tag and its telephone number."""
        return (
            household.head_hash == name_hash(self.head)
            and (not self.tag or helped.tag(household) == self.tag)
            and (not self.phone or household.phone_hash == phone_hash(self.phone))
        )


class HelpsField(Paragraph):
    """Households helped, one on each line: head of the household, what was done, what it gains a year.

    `张福来 修剪花椒 增收800元`; a telephone number tells namesakes apart, or the tag of a chip (`张福来#1f3a9c`).
    Lines that say the same are one.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8000, rows=2, **kwargs)

    def clean(self, value: Any) -> list[HelpLine]:
        text = super().clean(value)
        lines = _each(_help_line, (normalise(line) for line in text.split("\n") if line.strip()))
        return list(dict.fromkeys(lines))


def _help_line(line: str) -> HelpLine:
    named = _TAG.search(line)
    fen, rest = _take_gain(_TAG.sub(" ", line, count=1))
    phone, rest = _take_phone(rest)
    head, _space, measure = tidying.join_name(rest).partition(" ")
    measure = re.sub(r"(增收|gains?)\s*$", "", " ".join(measure.split()), flags=re.IGNORECASE).strip()
    if not head or not measure or len(measure) > 120:
        raise ValidationError(
            _("“%(line)s”: write the head of the household, a space, what was done, and what it gains in yuan.")
            % {"line": line[:60]}
        )
    return HelpLine(head, phone, measure, fen, named[1].lower() if named else "")


def _take_gain(line: str) -> tuple[int | None, str]:
    """The gain in fen, and the line without it. One sum is the gain; of several, the one that is called so."""
    sums = list(_GAIN.finditer(line)) or list(_ANY_SUM.finditer(line))
    if not sums:
        return None, line
    if len(sums) > 1:
        raise ValidationError(
            _("“%(line)s” has several sums: write “增收” before the one that it gains.") % {"line": line[:60]}
        )
    gain = sums[0]
    yuan = Decimal(gain["sum"].replace(",", "")) * (10_000 if gain["unit"] == "万元" else 1)
    if not -_MOST_YUAN < yuan < _MOST_YUAN or yuan * 100 != int(yuan * 100):
        raise ValidationError(
            _("“%(line)s”: a gain is less than ten million yuan, with two digits after the point at most.")
            % {"line": line[:60]}
        )
    return int(yuan * 100), f"{line[: gain.start()]} {line[gain.end() :]}"
