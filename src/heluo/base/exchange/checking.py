"""Checks every row of every workbook before anything is written. What it finds has one sentence for each cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from heluo.base.errors import Invalid, Sentence
from heluo.base.exchange import headings
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.guard import MAX_CELLS
from heluo.base.exchange.kinds import Unreadable
from heluo.base.exchange.problems import Problem
from heluo.base.exchange.reader import RawBook, RawSheet, Upload, is_empty, read
from heluo.base.exchange.sheets import Column, Row, Sheet
from heluo.base.rules import SYSTEM

MOST_FILES = 12


@dataclass
class CheckedSheet:
    """A sheet that was recognised, with its rows."""

    file: "CheckedFile"
    sheet: Sheet
    raw: RawSheet
    header: headings.Header
    rows: list[Row] = field(default_factory=list)

    def place_of(self, key: str) -> int | None:
        """Where the column with that key stands, from 0."""
        return next((place for place, column in self.header.columns.items() if column.key == key), None)


@dataclass
class CheckedFile:
    upload: Upload
    book: RawBook | None = None
    sheets: list[CheckedSheet] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return sha256(self.upload.content).hexdigest()


class Batch:
    """The files of one upload, read, with all that was found wrong with them (`problems`) or odd (`notices`)."""

    def __init__(self, uploads: Sequence[Upload], sheets: Mapping[str, Sheet], *, actor: Any = SYSTEM) -> None:
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self.finder = Finder(actor)
        self.files = [CheckedFile(upload) for upload in uploads]
        self._homes: dict[int, CheckedSheet] = {}
        self._cells = 0
        if len(uploads) > MOST_FILES:
            raise Invalid(_("At most %(most)d files fit in one upload.") % {"most": MOST_FILES})
        if len({upload.name for upload in uploads}) < len(uploads):
            raise Invalid(_("Two of these files have the same name; give each its own."))
        for file in self.files:
            self._open(file, sheets)
        self._tell_empty()
        self._check_between()

    @property
    def sheets(self) -> Iterator[CheckedSheet]:
        return (sheet for file in self.files for sheet in file.sheets)

    def rows_of(self, sheet: Sheet) -> list[Row]:
        """The rows of a sheet, of all files."""
        return [row for checked in self.sheets if checked.sheet is sheet for row in checked.rows]

    def home(self, row: Row) -> CheckedSheet:
        """The sheet that the row stands in."""
        return self._homes[id(row)]

    def blame(self, row: Row, key: str, sentence: Sentence) -> None:
        """Note a fault of one cell; one for each cell is enough."""
        if key in row.unread:
            return
        row.unread.add(key)
        home = self.home(row)
        column = home.sheet.column(key)
        self.problems.append(
            Problem(
                home.file.upload.name, home.raw.title, row.number, home.place_of(key), column.heading, str(sentence)
            )
        )

    # --- one file --------------------------------------------------------------------------------------------------

    def _open(self, file: CheckedFile, sheets: Mapping[str, Sheet]) -> None:
        try:
            file.book = read(file.upload, room=MAX_CELLS - self._cells)
        except Invalid as no:
            self._blame_whole(file, "", no.reason)
            return
        self._cells += file.book.cells
        if file.book.hidden_rows:
            self._notice(file, _("Hidden rows that were read too: %(count)d.") % {"count": file.book.hidden_rows})
        for raw in file.book.sheets:
            self._recognise(file, raw, sheets)
        if not file.sheets:
            names = "、".join(sheet.heading for sheet in sheets.values())
            self._blame_whole(
                file, "", _("No sheet of this workbook is known. Known are: %(names)s.") % {"names": names}
            )

    def _tell_empty(self) -> None:
        """A workbook without rows is a fault when there is nothing else to import, else odd."""
        nothing = not any(sheet.rows for sheet in self.sheets)
        for file in self.files:
            if not file.sheets or any(sheet.rows for sheet in file.sheets):
                continue
            names = "; ".join(checked.raw.title for checked in file.sheets)
            sentence = _("No rows were found; they are expected on: %(names)s.") % {"names": names}
            if nothing:
                self._blame_whole(file, "", sentence)
            else:
                self._notice(file, sentence)

    def _recognise(self, file: CheckedFile, raw: RawSheet, sheets: Mapping[str, Sheet]) -> None:
        if headings.is_ours(raw.title, [*headings.NOTES, *headings.PROBLEMS]) or not any(map(any, raw.rows)):
            return
        sheet = None if raw.is_hidden else headings.recognise(raw, sheets)
        if sheet is None:
            self._notice(file, _("The sheet “%(title)s” is not known and was left out.") % {"title": raw.title})
            return
        checked = CheckedSheet(file, sheet, raw, headings.find(raw, sheet))
        file.sheets.append(checked)
        self._read_header(checked)
        self._read_rows(checked)

    def _read_header(self, checked: CheckedSheet) -> None:
        header, file = checked.header, checked.file
        for place, sentence in header.faults:
            row = header.row + 1
            self.problems.append(Problem(file.upload.name, checked.raw.title, row, place, "", sentence))
        if header.extra:
            names = "、".join(header.extra)
            text = _("%(title)s: these columns are not known and were left out: %(names)s.")
            self._notice(file, text % {"title": checked.raw.title, "names": names})

    def _read_rows(self, checked: CheckedSheet) -> None:
        absent = {column.key for column in checked.header.missing}
        for at, cells in enumerate(checked.raw.rows[checked.header.row + 1 :], checked.header.row + 2):
            if all(is_empty(cells[place]) for place in checked.header.columns):
                continue
            row = Row(at, {column.key: None for column in checked.sheet.columns}, set(absent))
            checked.rows.append(row)
            self._homes[id(row)] = checked
            for place, column in checked.header.columns.items():
                self._read_cell(row, column, cells[place])

    def _read_cell(self, row: Row, column: Column, cell: Any) -> None:
        if is_empty(cell):
            if column.required:
                self.blame(row, column.key, _("“%(name)s” is empty.") % {"name": column.heading})
            elif hasattr(column.kind, "each"):
                row.values[column.key] = ()
            return
        try:
            row.values[column.key] = column.kind.read(cell)
        except Unreadable as fault:
            self.blame(row, column.key, fault)

    def _blame_whole(self, file: CheckedFile, sheet: str, sentence: Sentence) -> None:
        self.problems.append(Problem(file.upload.name, sheet, None, None, "", str(sentence)))

    def _notice(self, file: CheckedFile, sentence: str) -> None:
        self.notices.append(f"{file.upload.name}: {sentence}")

    # --- between rows, sheets and files ----------------------------------------------------------------------------

    def _check_between(self) -> None:
        used = {checked.sheet.name: checked.sheet for checked in self.sheets}
        for sheet in used.values():
            rows = self.rows_of(sheet)
            self._blame_all(sheet.prepare(rows, self.finder) if sheet.prepare else ())
            for column in sheet.columns:
                if column.unique:
                    self._check_unique(rows, column)
            if sheet.once:
                self._check_once(rows, sheet)
        for sheet in used.values():
            self._check_references(sheet)
            for row in self.rows_of(sheet):
                self._blame_all((row, key, sentence) for key, sentence in sheet.faults(row))

    def _blame_all(self, faults: Iterable[tuple[Row, str, Sentence]]) -> None:
        for row, key, sentence in faults:
            self.blame(row, key, sentence)

    def _check_unique(self, rows: Sequence[Row], column: Column) -> None:
        first: dict[Any, Row] = {}
        for row in rows:
            value = row[column.key]
            if value is None:
                continue
            earlier = first.setdefault(value, row)
            if earlier is not row:
                text = _("“%(value)s” is in row %(row)d of “%(sheet)s” already; each may be there once.")
                words = {"value": value, "row": earlier.number, "sheet": self.home(earlier).raw.title}
                self.blame(row, column.key, text % words)

    def _check_once(self, rows: Sequence[Row], sheet: Sheet) -> None:
        first: dict[Any, Row] = {}
        for row in rows:
            earlier = first.setdefault((row[sheet.of], *(row[key] for key in sheet.once)), row)
            if earlier is not row and row.known(sheet.of, *sheet.once):
                text = _("“%(value)s” stands in row %(row)d for the same record already.")
                words = {"value": row[sheet.once[0]], "row": earlier.number}
                self.blame(row, sheet.once[0], text % words)

    def _check_references(self, sheet: Sheet) -> None:
        rows = self.rows_of(sheet)
        for column, reference, many in sheet.references():
            wanted = {row: row[column.key] if many else (row[column.key],) for row in rows if row.known(column.key)}
            coming = {key for lookup in reference.to for key in self._coming(lookup.name)}
            asked = {key for keys in wanted.values() for key in keys} - coming
            for lookup in reference.to:
                self.finder.load(lookup, asked)
            for row, keys in wanted.items():
                unknown = [key for key in keys if key in asked and not self._is_known(reference.to, key)]
                if unknown:
                    self.blame(row, column.key, _unknown(reference.to[0], unknown[0]))

    def _is_known(self, lookups: Iterable[Any], key: str) -> bool:
        return any(self.finder.known(lookup, key) for lookup in lookups)

    def _coming(self, lookup: str) -> set[str]:
        """Keys that this upload itself brings."""
        return {
            row[checked.sheet.key]
            for checked in self.sheets
            if checked.sheet.provides is not None and checked.sheet.provides.name == lookup
            for row in checked.rows
            if row.known(checked.sheet.key)
        }


def _unknown(lookup: Any, key: str) -> str:
    sentence = str(lookup.unknown) % {"key": key}
    near = next(iter(lookup.suggest(key)), None) if lookup.suggest else None
    return sentence if near is None else f"{sentence} {_('Did you mean %(near)s?') % {'near': near}}"
