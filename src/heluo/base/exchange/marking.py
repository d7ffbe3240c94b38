"""The workbook as it was sent, with its faults: red cells with a comment, a column and a sheet of sentences."""

import io
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from heluo.base.exchange.checking import CheckedFile
from heluo.base.exchange.headings import PROBLEMS, is_ours
from heluo.base.exchange.kinds import as_text
from heluo.base.exchange.problems import Problem, letters
from heluo.base.exchange.reader import RawSheet

_RED = {"bg_color": "#F6C9D0", "font_color": "#8A1230"}
_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm"}
_WIDE = 60


def mark(file: CheckedFile, problems: Iterable[Problem]) -> bytes:
    """The file with the same cells; faulty ones are red and say why. Numbers and dates stay numbers and dates.

    `problems` may be those of a whole upload. The file must have been readable (`file.book`).
    """
    assert file.book is not None
    by_sheet: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.file == file.upload.name:
            by_sheet[problem.sheet].append(problem)
    headers = {checked.raw.title: checked.header.row for checked in file.sheets}
    target = io.BytesIO()
    # Text is written as text: nothing that was sent becomes a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as out:
        pen = Pen(out)
        _list_problems(out, pen, [problem for some in by_sheet.values() for problem in some])
        for raw in file.book.sheets:
            if not is_ours(raw.title, PROBLEMS):
                page = out.add_worksheet(raw.title)
                _MarkedSheet(page, pen, raw, headers.get(raw.title, 0), by_sheet.get(raw.title, [])).write()
    return target.getvalue()


def marked_name(name: str) -> str:
    """`needs.xlsx` → `needs-问题.xlsx`; a workbook that was marked before keeps its name."""
    stem = name.removesuffix(".xlsx")
    ending = f"-{_problems_title().lower()}"
    return f"{stem.removesuffix(ending)}{ending}.xlsx"


class Pen:
    """Cell formats, made once for each workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.red = book.add_format(_RED)

    def format(self, cell: Any, *, is_red: bool = False) -> Format | None:
        """The format for a cell's type; None where plain will do."""
        pattern = _FORMATS.get(type(cell), "")
        if not pattern and not is_red:
            return None
        key = (pattern, is_red)
        if key not in self._made:
            self._made[key] = self._book.add_format({"num_format": pattern or "General"} | (_RED if is_red else {}))
        return self._made[key]

    def put(self, sheet: Worksheet, row: int, place: int, cell: Any, *, is_red: bool = False) -> None:
        """Write a cell as its own type; text is never taken for a formula."""
        look = self.format(cell, is_red=is_red)
        match cell:
            case None | "":
                sheet.write_blank(row, place, None, look)
            case str():
                sheet.write_string(row, place, cell, look)
            case bool():
                sheet.write_boolean(row, place, cell, look)
            case datetime() | date() | time() | timedelta():
                sheet.write_datetime(row, place, cell, look)
            case _:
                sheet.write(row, place, cell, look)


def _list_problems(out: xlsxwriter.Workbook, pen: Pen, problems: list[Problem]) -> None:
    """The first sheet: every fault, with a link to its cell."""
    sheet = out.add_worksheet(_problems_title())
    for place, (name, width) in enumerate([(_("Sheet"), 16), (_("Cell"), 8), (_("Column"), 20), (_("Problem"), 80)]):
        sheet.write_string(0, place, name, pen.heading)
        sheet.set_column(place, place, width, pen.wrapped)
    for at, problem in enumerate(problems, 1):
        sheet.write_string(at, 0, problem.sheet)
        if problem.cell:
            title = problem.sheet.replace("'", "''")
            sheet.write_url(at, 1, f"internal:'{title}'!{problem.cell}", string=problem.cell)
        else:
            sheet.write_string(at, 1, str(problem.row or ""))
        sheet.write_string(at, 2, problem.column)
        sheet.write_string(at, 3, problem.sentence)
    sheet.freeze_panes(1, 0)


def _problems_title() -> str:
    return PROBLEMS[0] if (get_language() or "zh").startswith("zh") else PROBLEMS[1]


class _MarkedSheet:
    """One sheet being written again; `header` is the row with the headings, from 0."""

    def __init__(self, sheet: Worksheet, pen: Pen, raw: RawSheet, header: int, problems: list[Problem]) -> None:
        self.sheet, self.pen, self.raw, self.header = sheet, pen, raw, header
        self.by_row: dict[int, list[Problem]] = defaultdict(list)
        for problem in problems:
            self.by_row[(problem.row or header + 1) - 1].append(problem)
        # A marked workbook that is sent again: its column of faults is written anew.
        headings = raw.rows[header] if raw.rows else []
        self.skipped = {place for place, cell in enumerate(headings) if cell and is_ours(as_text(cell), PROBLEMS)}
        self.width = max((len(row) for row in raw.rows), default=0) - len(self.skipped)

    def write(self) -> None:
        for at, cells in enumerate(self.raw.rows):
            self._write_cells(at, cells)
            self._write_faults(at)
        if self.by_row:
            self.sheet.set_column(self.width, self.width, _WIDE, self.pen.wrapped)
            self.sheet.write_string(self.header, self.width, _problems_title(), self.pen.heading)

    def _write_cells(self, at: int, cells: list[Any]) -> None:
        red = {problem.place for problem in self.by_row.get(at, ())}
        for place, cell in enumerate(cells):
            if place not in self.skipped:
                self.pen.put(self.sheet, at, place, cell, is_red=place in red)

    def _write_faults(self, at: int) -> None:
        """A comment at each red cell; at the end of the row all sentences, which can be read without a mouse."""
        said: dict[int, list[str]] = defaultdict(list)
        for problem in self.by_row.get(at, ()):
            said[self.width if problem.place is None else problem.place].append(problem.sentence)
        for place, sentences in said.items():
            if place < self.width or at == self.header:
                self.sheet.write_comment(at, place, "\n".join(sentences), {"x_scale": 2, "author": "Heluo"})
        if said and at != self.header:
            lines = [self._name(place) + sentence for place, some in sorted(said.items()) for sentence in some]
            self.sheet.write_string(at, self.width, "\n".join(lines), self.pen.red)

    def _name(self, place: int) -> str:
        return f"{letters(place)}: " if place < self.width else ""
