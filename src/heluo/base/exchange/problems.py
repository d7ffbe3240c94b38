"""What is wrong with a workbook, cell by cell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault with its sentence. `row` is Excel's number, `place` the column's from 0; None: the whole."""

    file: str
    sheet: str
    row: int | None
    place: int | None
    column: str
    sentence: str

    @property
    def cell(self) -> str:
        """`C5`, as Excel names it; empty when no single cell is meant."""
        if self.row is None or self.place is None:
            return ""
        return f"{letters(self.place)}{self.row}"


def letters(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
