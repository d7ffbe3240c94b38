"""A workbook as plain cells: values of formulas, merged cells filled, nothing interpreted yet."""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from heluo.base.errors import Invalid
from heluo.base.exchange import guard

# "" is an empty cell.
Cell = str | float | int | bool | datetime | date | time | timedelta


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass
class RawSheet:
    """A sheet's cells, row by row from the first row of the sheet; every row has the same length."""

    title: str
    rows: list[list[Any]]
    is_hidden: bool = False


@dataclass
class RawBook:
    name: str
    sheets: list[RawSheet] = field(default_factory=list)
    hidden_rows: int = 0
    # Of all sheets, with the empty ones.
    cells: int = 0


def read(upload: Upload, *, room: int = guard.MAX_CELLS) -> RawBook:
    """All sheets of a workbook of at most `room` cells. Raises Invalid with a sentence unless it may be opened."""
    extent = guard.inspect(upload.content, room=room)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(upload.content))
        sheets = [
            RawSheet(meta.name, _cells(book.get_sheet_by_name(meta.name)), meta.visible != SheetVisibleEnum.Visible)
            for meta in book.sheets_metadata
        ]
    except PasswordError:
        raise Invalid(_("The file has a password or is an old .xls; save it without a password as .xlsx.")) from None
    except (CalamineError, ValueError, OSError):
        raise Invalid(_("The file is damaged; open it in Excel, save it again and send that.")) from None
    return RawBook(upload.name, sheets, extent.hidden_rows, extent.cells)


def _cells(sheet: CalamineSheet) -> list[list[Any]]:
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        # Down, as an office means it: "the same for all of these". Across, a merged cell is a heading.
        if left == right and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


def is_empty(cell: Any) -> bool:
    """Nothing, or only spaces of any width."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
