"""Workbook 农户: households that are served or helped."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Sentence
from heluo.base.exchange.checking import Batch
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Choice, Integer, Text
from heluo.base.exchange.loaders import Book, Loader, Record, RowFault
from heluo.base.exchange.sheets import Column, Row, Sheet
from heluo.people import id_number
from heluo.people.actions.imports import import_households
from heluo.people.models import Household
from heluo.people.search_keys import id_hash
from heluo.people.workbooks.columns import PERSON_NAME, PHONE, PLACE_CODE, PLACE_NAME, place_from
from heluo.people.workbooks.lookups import HOUSEHOLD, PLACE

CATEGORIES = Choice(
    {
        "脱贫户": "out_of_poverty",
        "脱贫不稳定户": "unstable",
        "边缘易致贫户": "marginal",
        "突发严重困难户": "sudden",
        "一般户": "ordinary",
    }
)


def _id_fault(number: str) -> Sentence | None:
    return id_number.fault(number, today=clock.today())


SHEET = Sheet(
    "农户",
    "households",
    (
        Column("编号", "number", Text(40), required=True, unique=True),
        Column("户主姓名", "head", PERSON_NAME, required=True),
        Column("联系电话", "phone", PHONE),
        Column("身份证号", "id_number", Text(18, tidy=id_number.tidy, check=_id_fault), unique=True),
        PLACE_CODE,
        PLACE_NAME,
        Column("类别", "category", CATEGORIES, required=True),
        Column("人口", "people", Integer(1, 30)),
    ),
    key="number",
    provides=HOUSEHOLD,
    prepare=place_from("place_code", "place"),
)


def _same_person(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """An identity number that another household bears already. Whoever sends a village's households knows the numbers
    of that village; of a household elsewhere nothing is told."""
    rows = {id_hash(record.row["id_number"]): record.row for record in records if record.row.known("id_number")}
    hashes = list(rows)
    for start in range(0, len(hashes), 500):
        some = hashes[start : start + 500]
        known = Household.objects.filter(id_hash__in=some).values_list("id_hash", "source_number", "place__code")
        for taken, number, code in known:
            text: Sentence
            if number and code == rows[taken]["place_code"]:
                text = _("This identity number belongs to the household “%(number)s” already.") % {"number": number}
            else:
                text = _("This identity number belongs to another household already.")
            yield SHEET, rows[taken], "id_number", text


def _write(actor: Any, records: list[Record], finder: Finder) -> None:
    finder.load(PLACE, {record.row["place_code"] for record in records})
    import_households(
        actor=actor,
        households=[_household(record.row, finder) for record in records],
        sources=[record.source for record in records],
    )


def _household(row: Row, finder: Finder) -> Household:
    return Household(
        source_number=row["number"],
        head_name=row["head"],
        phone=row["phone"] or "",
        id_number=row["id_number"] or "",
        place=finder.get(PLACE, row["place_code"]),
        category=row["category"],
        size=row["people"],
    )


LOADER = Loader(
    "households",
    SHEET,
    "households.create",
    _write,
    HOUSEHOLD.find,
    place="place_code",
    places=PLACE,
    checks=(_same_person,),
)
BOOK = Book("households", _("Households"), (SHEET,), (LOADER,))
