"""What a cell may hold. A kind turns a cell into a value, or raises Unreadable with one sentence."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from heluo.base.errors import Sentence
from heluo.base.text import clean_prose, normalise, refuse_control_characters

# Excel keeps fifteen digits of a number: a longer one (an identity number) has lost its end.
_LAST_EXACT = 10**15
_NOISE = Decimal("1e-9")
# Characters of a cell that a sentence quotes.
_QUOTED = 40
_LIST_MARKS = re.compile(r"[、,;；，\n]+")
_NUMBER = re.compile(r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$")


class Unreadable(Exception):
    """The cell can't be read as its column's kind; the text is the sentence for who sent it."""


class Kind(Protocol):
    """How the cells of a column are read."""

    def read(self, cell: Any) -> Any:
        """The value of a cell that is not empty. Raises Unreadable."""

    def hint(self) -> str:
        """What to write, for the template's notes; may be empty."""


def as_text(cell: Any) -> str:
    """A cell as a person sees it: 410328 for 410328.0, 2025-03-05 for a day."""
    match cell:
        case str():
            return normalise(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def quoted(cell: Any) -> str:
    """A cell as a sentence quotes it: a page pasted into it would drown the sentence."""
    text = as_text(cell)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


@dataclass(frozen=True)
class Text:
    """One line of text. `tidy` brings it into its usual form, `check` may then refuse it with a sentence."""

    max_length: int
    tidy: Callable[[str], str] | None = None
    check: Callable[[str], Sentence | None] | None = None

    def read(self, cell: Any) -> str:
        if isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= _LAST_EXACT:
            raise Unreadable(
                _(
                    "This long number was typed as a number, and Excel has lost its last digits; "
                    "format the column as text and type it again."
                )
            )
        text = " ".join(as_text(cell).split("\n"))
        text = self.tidy(text) if self.tidy else text
        _refuse(text, self.max_length)
        fault = self.check(text) if self.check else None
        if fault:
            raise Unreadable(str(fault))
        return text

    def hint(self) -> str:
        return _("text, at most %(length)d characters") % {"length": self.max_length}


@dataclass(frozen=True)
class Paragraphs:
    """Sentences, kept as they were written."""

    max_length: int

    def read(self, cell: Any) -> str:
        text = clean_prose(cell) if isinstance(cell, str) else as_text(cell)
        _refuse(text, self.max_length)
        return text

    def hint(self) -> str:
        return _("text, at most %(length)d characters") % {"length": self.max_length}


def _refuse(text: str, max_length: int) -> None:
    if len(text) > max_length:
        raise Unreadable(
            _("This has %(length)d characters; at most %(most)d fit.") % {"length": len(text), "most": max_length}
        )
    try:
        refuse_control_characters(text)
    except ValidationError as error:
        raise Unreadable(error.messages[0]) from None


@dataclass(frozen=True)
class Integer:
    least: int
    most: int

    def read(self, cell: Any) -> int:
        number = _number(cell)
        if number != number.to_integral_value():
            raise Unreadable(_("“%(text)s” is not a whole number.") % {"text": quoted(cell)})
        return int(_within(number, self.least, self.most))

    def hint(self) -> str:
        return _("whole number, %(least)s to %(most)s") % {"least": self.least, "most": self.most}


@dataclass(frozen=True)
class Number:
    """A decimal number with at most `places` digits after the point."""

    least: int | Decimal
    most: int | Decimal
    places: int = 2

    def read(self, cell: Any) -> Decimal:
        number = _within(_number(cell), self.least, self.most)
        rounded = round(number, self.places)
        # A cell that was computed has its noise (0.1 + 0.2) far behind the point; digits before that were meant.
        if abs(number - rounded) > _NOISE:
            raise Unreadable(
                _("“%(text)s” has more than %(places)d digits after the point; round it.")
                % {"text": as_text(cell), "places": self.places}
            )
        return rounded

    def hint(self) -> str:
        return _("number, %(least)s to %(most)s") % {"least": self.least, "most": self.most}


def _number(cell: Any) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": quoted(cell)})
    if not isinstance(cell, str):
        return Decimal(repr(cell))
    text = normalise(cell)
    if not _NUMBER.match(text):
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": quoted(text)})
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern allows nothing else
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": quoted(text)}) from None


def _within(number: Decimal, least: int | Decimal, most: int | Decimal) -> Decimal:
    if not number.is_finite() or not least <= number <= most:
        raise Unreadable(
            _("%(number)s is out of range; from %(least)s to %(most)s is possible.")
            % {"number": quoted(str(number)), "least": least, "most": most}
        )
    return number


@dataclass(frozen=True)
class Choice:
    """One word of a list. `words` maps what is written in the workbook to what is stored."""

    words: Mapping[str, Any]

    def read(self, cell: Any) -> Any:
        text = as_text(cell)
        if text in self.words:
            return self.words[text]
        if text in self.words.values():
            return text
        near = difflib.get_close_matches(text[:_QUOTED], list(self.words), n=1, cutoff=0.5)
        if near:
            raise Unreadable(
                _("“%(text)s” is not in the list; did you mean “%(near)s”?") % {"text": quoted(text), "near": near[0]}
            )
        words = {"text": quoted(text), "list": "、".join(self.words)}
        raise Unreadable(_("“%(text)s” is not in the list: %(list)s.") % words)

    def hint(self) -> str:
        return _("one of: %(list)s") % {"list": "、".join(self.words)}


YES_NO = Choice({"是": True, "否": False, "Yes": True, "No": False, "yes": True, "no": False})


@dataclass(frozen=True)
class Listed:
    """Several values in one cell, joined by 、 or a comma or a semicolon; kept in order, each once."""

    each: Kind
    most: int = 60
    empty: tuple[Any, ...] = field(default=(), init=False)

    def read(self, cell: Any) -> tuple[Any, ...]:
        parts = [part.strip() for part in _LIST_MARKS.split(as_text(cell)) if part.strip()]
        if len(parts) > self.most:
            raise Unreadable(_("At most %(most)d values fit in this cell.") % {"most": self.most})
        return tuple(dict.fromkeys(self.each.read(part) for part in parts))

    def hint(self) -> str:
        return _("several, joined by 、 (%(each)s)") % {"each": self.each.hint()}
