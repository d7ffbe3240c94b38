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

from heluo.base.exchange.headings import PROBLEMS, is_ours
from heluo.base.exchange.kinds import as_text
from heluo.base.exchange.problems import Problem, letters
from heluo.base.exchange.reader import RawBook, RawSheet

_RED = {"bg_color": "#F6C9D0", "font_color": "#8A1230"}
_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm"}
_WIDE = 60


def mark(book: RawBook, problems: Iterable[Problem]) -> bytes:
    """An .xlsx with the same cells; faulty ones are red and say why. Numbers and dates stay numbers and dates."""
    by_sheet: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_sheet[problem.sheet].append(problem)
    target = io.BytesIO()
    # Text is written as text: nothing that was sent becomes a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as out:
        pen = Pen(out)
        _list_problems(out, pen, [problem for some in by_sheet.values() for problem in some])
        for raw in book.sheets:
            if not is_ours(raw.title, PROBLEMS):
                _MarkedSheet(out.add_worksheet(raw.title), pen, raw, by_sheet[raw.title]).write()
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
    """One sheet being written again."""

    def __init__(self, sheet: Worksheet, pen: Pen, raw: RawSheet, problems: list[Problem]) -> None:
        self.sheet, self.pen, self.raw = sheet, pen, raw
        self.by_row: dict[int, list[Problem]] = defaultdict(list)
        for problem in problems:
            self.by_row[problem.row or 1].append(problem)
        # Faults of a marked workbook that is sent again: their column is written anew.
        self.skipped = {
            place
            for row in raw.rows[:10]
            for place, cell in enumerate(row)
            if cell and is_ours(as_text(cell), PROBLEMS)
        }
        self.width = max((len(row) for row in raw.rows), default=0) - len(self.skipped)

    def write(self) -> None:
        for at, cells in enumerate(self.raw.rows):
            self._write_row(at, cells)
        self.sheet.set_column(self.width, self.width, _WIDE, self.pen.wrapped)
        if self.by_row:
            top = min(self.by_row) - 1
            self.sheet.set_selection(top, 0, top, 0)
            self._title_the_column()

    def _write_row(self, at: int, cells: list[Any]) -> None:
        faults: dict[int, list[str]] = defaultdict(list)
        for problem in self.by_row.get(at + 1, ()):
            faults[self.width if problem.place is None else problem.place].append(problem.sentence)
        for place, cell in enumerate(cells):
            if place not in self.skipped:
                self.pen.put(self.sheet, at, place, cell, is_red=place in faults)
        for place, sentences in faults.items():
            if place < self.width:
                self.sheet.write_comment(at, place, "\n".join(sentences), {"x_scale": 2, "author": "Heluo"})
        said = [f"{self._name(place)}{sentence}" for place, some in sorted(faults.items()) for sentence in some]
        if said:
            self.sheet.write_string(at, self.width, "\n".join(said), self.pen.red)

    def _name(self, place: int) -> str:
        return f"{letters(place)}: " if place < self.width else ""

    def _title_the_column(self) -> None:
        header = self._header_row()
        if header + 1 not in self.by_row:
            self.sheet.write_string(header, self.width, _problems_title(), self.pen.heading)

    def _header_row(self) -> int:
        """The last row before the first data row with a fault that is filled like a header."""
        filled = [sum(cell not in (None, "") for cell in row) for row in self.raw.rows[:10]]
        return filled.index(max(filled)) if filled else 0
