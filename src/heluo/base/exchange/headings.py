"""Which sheet is this, and which of its columns are where: by name, in any order, below any title rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from heluo.base.exchange.kinds import as_text
from heluo.base.exchange.reader import RawSheet, is_empty
from heluo.base.exchange.sheets import Column, Sheet, near
from heluo.base.text import normalise

# Sheets and columns that are ours and carry no data: notes of a template, faults of a marked workbook.
NOTES = ("说明", "Notes")
PROBLEMS = ("问题", "Problems")
_SEARCHED_ROWS = 10
_DECORATION = re.compile(r"[\s*()\[\]【】:_-]|必填|required")


@dataclass
class Header:
    """`row` counts from 0; `columns` maps a column's place in the sheet to what it is."""

    row: int
    columns: dict[int, Column] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)
    # Place in the header row (None: nowhere) and sentence.
    faults: list[tuple[int | None, str]] = field(default_factory=list)
    missing: list[Column] = field(default_factory=list)


def plain(name: object) -> str:
    """A name for comparing: no spaces, brackets or marks of what is required; small letters."""
    return _DECORATION.sub("", normalise(as_text(name)).casefold())


def names_of(thing: Sheet | Column) -> set[str]:
    own = thing.name if isinstance(thing, Sheet) else thing.key
    return {plain(thing.title), plain(thing.english), plain(own)}


def is_ours(title: str, names: Iterable[str]) -> bool:
    return plain(title) in {plain(name) for name in names}


def recognise(raw: RawSheet, sheets: Mapping[str, Sheet]) -> Sheet | None:
    """The sheet's definition, by its title; else the one whose every required column is in its header."""
    by_title = next((sheet for sheet in sheets.values() if plain(raw.title) in names_of(sheet)), None)
    if by_title is not None:
        return by_title
    fitting = [sheet for sheet in sheets.values() if not find(raw, sheet).missing]
    # Of two that fit, the one that explains more of the columns.
    scored = sorted(fitting, key=lambda sheet: len(find(raw, sheet).columns), reverse=True)
    return scored[0] if scored and find(raw, scored[0]).columns else None


def find(raw: RawSheet, sheet: Sheet) -> Header:
    """The header is the one of the first rows that holds most of the known names."""
    known = {name: column for column in sheet.columns for name in names_of(column)}
    candidates = range(min(_SEARCHED_ROWS, len(raw.rows)))
    best = max(candidates, key=lambda at: sum(plain(cell) in known for cell in raw.rows[at]), default=0)
    header = Header(best)
    if raw.rows:
        _place_columns(header, raw.rows[best], known)
    _find_missing(header, raw, sheet)
    return header


def _place_columns(header: Header, cells: list[object], known: Mapping[str, Column]) -> None:
    for place, cell in enumerate(cells):
        column = known.get(plain(cell))
        if column is None:
            if not is_empty(cell) and not is_ours(as_text(cell), PROBLEMS):
                header.extra.append(as_text(cell))
        elif column in header.columns.values():
            header.faults.append((place, _("The column “%(name)s” is there twice.") % {"name": as_text(cell)}))
        else:
            header.columns[place] = column


def _find_missing(header: Header, raw: RawSheet, sheet: Sheet) -> None:
    present = {column.key for column in header.columns.values()}
    header.missing = [column for column in sheet.columns if column.required and column.key not in present]
    places = {
        as_text(cell): place
        for place, cell in enumerate(raw.rows[header.row] if raw.rows else [])
        if place not in header.columns and not is_empty(cell)
    }
    for column in header.missing:
        close = near(column.heading, places)
        if close is None:
            header.faults.append((None, _("The column “%(name)s” is missing.") % {"name": column.heading}))
        else:
            sentence = _("The column “%(name)s” is missing; is it “%(near)s”? Then correct its name.")
            header.faults.append((places[close], sentence % {"name": column.heading, "near": close}))
