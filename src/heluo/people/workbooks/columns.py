"""Columns that several sheets share: places by code or by name, names and telephone numbers of people."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heluo.base.errors import Sentence
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Number, Text
from heluo.base.exchange.sheets import Column, Row, refers, together
from heluo.people import tidying
from heluo.people.telephone import fault as phone_fault
from heluo.people.telephone import tidy as tidy_phone
from heluo.people.workbooks.lookups import PLACE
from heluo.places.queries import resolve

PHONE = Text(40, tidy=tidy_phone, check=phone_fault)
PERSON_NAME = Text(60, tidy=tidying.person_name)

PLACE_CODE = Column("所在地代码", "place_code", refers(PLACE))
PLACE_NAME = Column("所在地", "place", Text(120))

# The mainland's bounds, in degrees.
LATITUDE, LONGITUDE = Number(3, 54, places=6), Number(73, 136, places=6)
WHOLE_POSITION = together("latitude", "longitude", sentence=gettext_lazy("Give both latitude and longitude, or none."))

Prepare = Callable[[list[Row], Any], Iterator[tuple[Row, str, Sentence]]]


def position_of(row: Row) -> dict[str, float | None]:
    """`latitude` and `longitude` of a model, in degrees (WGS 84), as the row has them."""
    return {name: None if row[name] is None else float(row[name]) for name in ("latitude", "longitude")}


def place_from(code: str, name: str = "", *, required: bool = True) -> Prepare:
    """A `prepare`: fills the column `code` from the place's path in `name`, and finds where the two contradict."""

    def prepare(rows: list[Row], finder: Finder) -> Iterator[tuple[Row, str, Sentence]]:
        finder.load(PLACE, {row[code] for row in rows if row.known(code)})
        named: dict[str, list[Any]] = {}
        for row in rows:
            text = row[name] if name else None
            if code in row.unread or (name and name in row.unread):
                continue
            if row[code] is None:
                yield from _fill(row, code, name, text, named, required=required)
            elif text:
                yield from _compare(row, code, text, finder.get(PLACE, row[code]), named)

    return prepare


def _fill(
    row: Row, code: str, name: str, text: str | None, named: dict[str, list[Any]], *, required: bool
) -> Iterator[tuple[Row, str, Sentence]]:
    if not text:
        if required:
            yield row, code, _("Give the place: its code, or its path like 洛宁县赵村镇张营村.")
        return
    places = _resolve(text, named)
    if len(places) == 1:
        row.values[code] = places[0].code
    elif places:
        paths = "; ".join(place.path for place in places[:3])
        yield (
            row,
            name,
            _("There are several places called “%(text)s” (%(paths)s …); give the code.")
            % {
                "text": text,
                "paths": paths,
            },
        )
    else:
        yield row, name, _("There is no place called “%(text)s”.") % {"text": text}


def _compare(
    row: Row, code: str, text: str, place: Any, named: dict[str, list[Any]]
) -> Iterator[tuple[Row, str, Sentence]]:
    """Only where the name is plainly that of another place: spellings differ between lists."""
    if place is None or place.name in text or text in place.path:
        return
    others = _resolve(text, named)
    if others and place.pk not in {other.pk for other in others}:
        words = {"code": row[code], "path": place.path, "text": text}
        yield row, code, _("The code %(code)s is that of %(path)s, but the name says “%(text)s”.") % words


def _resolve(text: str, named: dict[str, list[Any]]) -> list[Any]:
    if text not in named:
        named[text] = resolve(text)
    return named[text]
