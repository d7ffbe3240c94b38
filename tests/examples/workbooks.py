"""The committed workbooks, read as the importer reads them: one dict for each row."""

from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

FOLDER = Path(__file__).parents[2] / "examples" / "luoyang"

Rows = list[dict[str, object]]


@cache
def rows_of(book: str, sheet: str) -> Rows:
    """The rows of a sheet below its headers."""
    headers, *lines = CalamineWorkbook.from_path(FOLDER / f"{book}.xlsx").get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, headers), line, strict=True)) for line in lines]
