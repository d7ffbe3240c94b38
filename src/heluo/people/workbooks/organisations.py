"""Workbook 单位: organisations."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.checking import Batch
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Choice, Text
from heluo.base.exchange.loaders import Book, Loader, Record, RowFault
from heluo.base.exchange.sheets import Column, Sheet
from heluo.people import credit_code
from heluo.people.actions.imports import import_organisations
from heluo.people.models import Organisation
from heluo.people.workbooks.columns import PERSON_NAME, PHONE, PLACE_CODE, PLACE_NAME, place_from
from heluo.people.workbooks.lookups import ORGANISATION, PLACE

KINDS = Choice(
    {
        "高校": "university",
        "科研院所": "institute",
        "企业": "firm",
        "合作社": "cooperative",
        "家庭农场": "family_farm",
        "村委会": "village_committee",
        "机关": "office",
        "推广机构": "extension",
    }
)
CREDIT_CODE = Text(18, tidy=credit_code.tidy, check=credit_code.fault)

SHEET = Sheet(
    "单位",
    "organisations",
    (
        Column("单位编号", "number", Text(40), required=True, unique=True),
        Column("单位名称", "name", Text(120), required=True),
        Column("统一社会信用代码", "credit_code", CREDIT_CODE, unique=True),
        Column("类型", "kind", KINDS, required=True),
        PLACE_CODE,
        PLACE_NAME,
        Column("联系人", "contact", PERSON_NAME),
        Column("联系电话", "phone", PHONE),
    ),
    key="number",
    provides=ORGANISATION,
    prepare=place_from("place_code", "place"),
)


def _same_code(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """A credit code that another organisation bears already: the same body under a new number."""
    codes = {record.row["credit_code"]: record.row for record in records if record.row.known("credit_code")}
    for code, name in Organisation.objects.filter(credit_code__in=codes).values_list("credit_code", "name"):
        yield SHEET, codes[code], "credit_code", _("“%(name)s” has this credit code already.") % {"name": name}


def _write(actor: Any, records: list[Record], finder: Finder) -> None:
    import_organisations(
        actor=actor,
        organisations=[_organisation(record.row, finder) for record in records],
        sources=[record.source for record in records],
    )


def _organisation(row: Any, finder: Finder) -> Organisation:
    return Organisation(
        source_number=row["number"],
        name=row["name"],
        credit_code=row["credit_code"],
        kind=row["kind"],
        place=finder.get(PLACE, row["place_code"]),
        contact_name=row["contact"] or "",
        contact_phone=row["phone"] or "",
    )


def cells_of(one: Organisation) -> dict[str, Any]:
    """A row of the list's workbook. No contact: that is for the office."""
    return {
        "number": one.source_number,
        "name": one.name,
        "credit_code": one.credit_code,
        "kind": one.kind,
        "place_code": one.place.code,
        "place": one.place.path,
    }


def _listed(numbers: Collection[str]) -> dict[str, dict[str, Any]]:
    rows = Organisation.objects.filter(source_number__in=numbers).select_related("place")
    rows = rows.defer("contact_name", "contact_phone", "place__outline")
    return {one.source_number: cells_of(one) for one in rows}


LOADER = Loader(
    "organisations",
    SHEET,
    "organisations.create",
    _write,
    ORGANISATION.find,
    place="place_code",
    places=PLACE,
    checks=(_same_code,),
    listed=_listed,
)
BOOK = Book("organisations", _("Organisations"), (SHEET,), (LOADER,))
