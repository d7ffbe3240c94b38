"""Excel out: tables for download, and empty templates that already know what may be written where."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heluo.base.exchange.headings import NOTES
from heluo.base.exchange.kinds import Choice, Listed, Unreadable
from heluo.base.exchange.loaders import Book, filled
from heluo.base.exchange.marking import Pen
from heluo.base.exchange.reader import is_empty
from heluo.base.exchange.sheets import Column, Row, Sheet

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE_ROWS = 2_000
# Excel's own limit for a list that is written into the rule.
_LIST_LENGTH = 255
_NARROWEST, _WIDEST = 10, 48


def export(sheet: Sheet, rows: Iterable[dict[str, Any]]) -> bytes:
    """One sheet as .xlsx; `rows` are dictionaries by column key. What is exported can be imported again."""
    return export_table(
        sheet.heading,
        [column.heading for column in sheet.columns],
        ([_shown(column, row.get(column.key)) for column in sheet.columns] for row in rows),
    )


def says(row: Row, sheet: Sheet, cells: dict[str, Any]) -> bool:
    """Whether a row that was sent is one that `export` writes of these cells, unchanged."""
    shown = [(column, _shown(column, cells.get(column.key))) for column in sheet.columns]
    try:
        read = {column.key: column.kind.read(cell) for column, cell in shown if not is_empty(cell)}
    except Unreadable:
        return False
    return filled(row) == read


def export_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Any table as .xlsx: typed cells, frozen header, filter; text stays text, whatever it begins with."""
    target = io.BytesIO()
    with _workbook(target) as out:
        pen = Pen(out)
        page = out.add_worksheet(title[:31])
        widths = [_width(heading) for heading in headings]
        _write_header(page, pen, headings)
        last = 0
        for last, cells in enumerate(rows, 1):
            for place, cell in enumerate(cells):
                cell = _cell(cell)
                pen.put(page, last, place, cell)
                widths[place] = max(widths[place], _width(cell))
        for place, width in enumerate(widths):
            page.set_column(place, place, min(width, _WIDEST))
        if headings:
            page.autofilter(0, 0, last, len(headings) - 1)
    return target.getvalue()


def template(book: Book) -> bytes:
    """An empty workbook of a kind: a sheet of notes, then each sheet with its headings and lists to choose from."""
    target = io.BytesIO()
    with _workbook(target) as out:
        pen = Pen(out)
        _write_notes(out, pen, book)
        for sheet in book.sheets:
            _write_empty(out, pen, sheet)
    return target.getvalue()


def _workbook(target: io.BytesIO) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )


def _write_header(page: Any, pen: Pen, headings: Sequence[str]) -> None:
    for place, heading in enumerate(headings):
        page.write_string(0, place, heading, pen.heading)
    page.freeze_panes(1, 0)


def _write_notes(out: xlsxwriter.Workbook, pen: Pen, book: Book) -> None:
    page = out.add_worksheet(NOTES[0] if _is_chinese() else NOTES[1])
    page.write_string(0, 0, str(book.title), pen.heading)
    page.write_string(1, 0, _("Fill in the sheets after this one. Columns may stand in any order; * must be filled."))
    names = (_("Sheet"), _("Column"), _("Must be filled"), _("What to write"))
    for place, name in enumerate(names):
        page.write_string(3, place, name, pen.heading)
    at = 4
    for sheet in book.sheets:
        for column in sheet.columns:
            words = (sheet.heading, column.heading, _("yes") if column.required else "", column.kind.hint())
            for place, word in enumerate(words):
                page.write_string(at, place, word)
            at += 1
    for place, width in enumerate((14, 22, 10, 80)):
        page.set_column(place, place, width)


def _write_empty(out: xlsxwriter.Workbook, pen: Pen, sheet: Sheet) -> None:
    page = out.add_worksheet(sheet.heading[:31])
    _write_header(page, pen, [column.heading + ("*" if column.required else "") for column in sheet.columns])
    text = out.add_format({"num_format": "@"})
    for place, column in enumerate(sheet.columns):
        # Long numbers and codes keep their digits only in columns of text.
        page.set_column(place, place, max(_NARROWEST, _width(column.heading) + 2), text if _is_text(column) else None)
        if isinstance(column.kind, Choice):
            words = _words(column.kind)
            if len(",".join(words)) <= _LIST_LENGTH:
                page.data_validation(1, place, _TEMPLATE_ROWS, place, {"validate": "list", "source": words})


def _is_text(column: Column) -> bool:
    return type(column.kind).__name__ in ("Text", "Reference", "Listed")


def _words(choice: Choice) -> list[str]:
    """One word for each stored value, in the reader's language: Chinese words come first in the list."""
    words: dict[Any, str] = {}
    for word, value in choice.words.items():
        words.setdefault(value, word)
    return list(words.values())


def _shown(column: Column, value: Any) -> Any:
    """A stored value as the workbook's word for it."""
    if isinstance(column.kind, Choice) and value is not None:
        return next((word for word, stored in column.kind.words.items() if stored == value), value)
    if isinstance(column.kind, Listed):
        return "、".join(map(str, value or ()))
    return value


def _cell(value: Any) -> Any:
    """Excel knows no time zones: moments in the site's own."""
    if hasattr(value, "tzinfo") and hasattr(value, "date") and value.tzinfo is not None:
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, str | bool | int | float) or hasattr(value, "isoformat"):
        return value
    return float(value) if hasattr(value, "as_integer_ratio") else str(value)


def _width(cell: Any) -> int:
    """About how wide, in Latin letters: a Chinese character takes two."""
    text = str(cell if cell is not None else "")
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) + 2


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
