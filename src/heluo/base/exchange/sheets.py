"""What a sheet is: its columns, what each may hold, what it refers to, and what must hold between them."""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heluo.base.errors import Sentence
from heluo.base.exchange.kinds import Kind, Text, Unreadable

# One faulty cell: key of the column, and the sentence.
Fault = tuple[str, Sentence]


@dataclass(frozen=True)
class Lookup:
    """Things that cells refer to by a key: places by code, organisations by number.

    `find` takes keys and gives those that exist in the database, key → row. `suggest` may give near keys. `act` names
    the act whose rule is asked about each row that a cell names: what one may not name is as unknown as what is not.
    """

    name: str
    find: Callable[[Collection[str]], Mapping[str, Any]]
    unknown: Sentence
    suggest: Callable[[str], Iterable[str]] | None = None
    act: str = ""

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Reference:
    """A cell that names something by its key: of one kind, or (who asks) of one of several kinds."""

    to: tuple[Lookup, ...]
    max_length: int = 40

    def read(self, cell: Any) -> str:
        return Text(self.max_length).read(cell)

    def hint(self) -> str:
        return _("the number of one that exists or comes in the same upload")


def refers(*to: Lookup) -> Reference:
    return Reference(to)


@dataclass(frozen=True)
class Column:
    """`title` is the Chinese heading, `key` the name in code; the English heading is made from the key."""

    title: str
    key: str
    kind: Kind
    required: bool = False
    unique: bool = False

    @property
    def english(self) -> str:
        return self.key.replace("_", " ").capitalize()

    @property
    def heading(self) -> str:
        """The heading in the reader's language."""
        return self.title if (get_language() or "zh").startswith("zh") else self.english


@dataclass(eq=False)
class Row:
    """A row that was read. `number` is the one that Excel shows; `values` has the key of every column (None: empty)."""

    number: int
    values: dict[str, Any]
    # Columns that can't be asked about: faulty, or absent from the sheet.
    unread: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def known(self, *keys: str) -> bool:
        """Whether all these cells are filled and were read."""
        return all(self.values[key] not in (None, ()) and key not in self.unread for key in keys)


@dataclass(frozen=True)
class Sheet:
    """`key` names the column that tells one record from another; a sheet of lines names its record's by `of`."""

    title: str
    name: str
    columns: tuple[Column, ...]
    key: str = ""
    of: str = ""
    # What may be there only once in the lines of one record.
    once: tuple[str, ...] = ()
    provides: Lookup | None = None
    checks: tuple[Callable[[Row], Iterable[Fault]], ...] = ()
    # Looks at all rows at once before references are checked: fills a place's code from its name.
    prepare: Callable[[list[Row], Any], Iterable[tuple[Row, str, Sentence]]] | None = None

    @property
    def english(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def heading(self) -> str:
        return self.title if (get_language() or "zh").startswith("zh") else self.english

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def references(self) -> Iterator[tuple[Column, Reference, bool]]:
        """Columns that refer to something; True where a cell holds a list of them."""
        for column in self.columns:
            each = getattr(column.kind, "each", None)
            if isinstance(column.kind, Reference):
                yield column, column.kind, False
            elif isinstance(each, Reference):
                yield column, each, True

    def faults(self, row: Row) -> Iterator[Fault]:
        """What the sheet's own checks find between the cells of a row."""
        for check in self.checks:
            yield from check(row)


def in_order(first: str, last: str, sentence: Sentence) -> Callable[[Row], Iterator[Fault]]:
    """A check: the cell `last` is not before the cell `first`."""

    def check(row: Row) -> Iterator[Fault]:
        if row.known(first, last) and row[last] < row[first]:
            yield last, sentence

    return check


def together(*keys: str, sentence: Sentence) -> Callable[[Row], Iterator[Fault]]:
    """A check: these cells are all filled or all empty."""

    def check(row: Row) -> Iterator[Fault]:
        filled = [key for key in keys if row[key] is not None]
        missing = [key for key in keys if row[key] is None and key not in row.unread]
        if filled and missing:
            yield missing[0], sentence

    return check


def near(key: str, among: Iterable[str]) -> str | None:
    """The known name that looks most like `key`."""
    return next(iter(difflib.get_close_matches(key, list(among), n=1, cutoff=0.6)), None)


__all__ = [
    "Column",
    "Fault",
    "Lookup",
    "Reference",
    "Row",
    "Sheet",
    "Unreadable",
    "in_order",
    "near",
    "refers",
    "together",
]
