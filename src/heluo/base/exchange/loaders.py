"""How rows become records: what a subject's `workbooks` module declares besides its sheets."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heluo.base import crypto
from heluo.base.canonical import canonical_json
from heluo.base.errors import Sentence
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.sheets import Lookup, Row, Sheet

if TYPE_CHECKING:
    from heluo.base.exchange.checking import Batch

RowFault = tuple[Sheet, Row, str, Sentence]


@dataclass
class Record:
    """One record to be written: its row, and its rows in the sheets of lines, by sheet name."""

    sheet: Sheet
    row: Row
    # Where it came from, for the ledger: {"workbook": SHA-256 of the file, "sheet": title, "row": number}.
    source: dict[str, Any]
    lines: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.row[self.sheet.key]

    @property
    def size(self) -> int:
        """How many rows of workbooks it takes."""
        return 1 + sum(map(len, self.lines.values()))

    def of(self, sheet: Sheet) -> list[Row]:
        """Its lines in that sheet."""
        return self.lines.get(sheet.name, [])

    def digest(self) -> str:
        """Keyed hash of the content, by which the same record is known again without being stored twice."""
        lines = {name: sorted(canonical_json(filled(row)) for row in rows) for name, rows in self.lines.items()}
        return crypto.keyed_hash(canonical_json([filled(self.row), lines]), purpose=f"import {self.sheet.name}")


def filled(row: Row) -> dict[str, Any]:
    """The cells of a row that hold something."""
    return {key: value for key, value in row.values.items() if value not in (None, ())}


@dataclass(frozen=True)
class Loader:
    """Writes the records of one sheet through one act.

    `write` gets (actor, records, finder), within a transaction. `place` names the column with the place that the act's
    rule is asked about. `checks` look at all new records at once, and at what else comes in the same upload.
    """

    name: str
    sheet: Sheet
    act: str
    write: Callable[[Any, list[Record], Finder], None]
    existing: Callable[[Collection[str]], Collection[str]]
    lines: tuple[Sheet, ...] = ()
    place: str = ""
    places: Lookup | None = None
    checks: tuple[Callable[[list[Record], "Batch"], Iterable[RowFault]], ...] = ()
    wanted: Callable[[Row], bool] | None = None
    # Whether a record that exists is compared with what was imported; else it is simply not written again.
    compares: bool = True
    # What the workbook of the list says of records today, by key: a row that says just that asks for no change.
    listed: Callable[[Collection[str]], Mapping[str, dict[str, Any]]] | None = None
    # What its records are called, where that is not the sheet's name.
    title: Sentence = ""

    @property
    def heading(self) -> str:
        return str(self.title) or self.sheet.heading

    def faults(self, records: list[Record], batch: "Batch") -> Iterator[RowFault]:
        for check in self.checks:
            yield from check(records, batch)


@dataclass(frozen=True)
class Book:
    """A workbook that people send: its sheets, and the loaders, which run in this order."""

    name: str
    title: Sentence
    sheets: tuple[Sheet, ...]
    loaders: tuple[Loader, ...] = ()


class _New:
    """What Django says of a row that is not stored yet: lifecycles ask for it."""

    adding = True


@dataclass(frozen=True)
class Scope:
    """What a rule is asked about before the row is built: a new thing of which only the place is known."""

    place: Any
    pk: None = None
    _state: type[_New] = _New

    @property
    def home(self) -> Any:
        """A specialist's place bears another name."""
        return self.place
