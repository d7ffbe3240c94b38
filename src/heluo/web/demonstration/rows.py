"""Reading the demonstration's own sheets: accounts and answers, which no importer knows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

Row = dict[str, Any]


def read(path: Path, sheet: str) -> Iterator[Row]:
    """The rows of a sheet by their headings; empty cells are empty text."""
    heading, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    for row in rows:
        yield dict(zip(map(str, heading), row, strict=False))
