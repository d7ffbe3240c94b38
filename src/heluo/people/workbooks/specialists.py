"""Workbook 科技特派员: specialists with their expertise, their term, and when they are away."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.dates import Day
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Choice, Integer, Listed, Paragraphs, Text
from heluo.base.exchange.loaders import Book, Loader, Record
from heluo.base.exchange.sheets import Column, Fault, Row, Sheet, in_order, refers, together
from heluo.people.actions.imports import SpecialistParts, import_specialists
from heluo.people.models import Absence, Organisation, Specialist, Term
from heluo.people.workbooks.columns import LATITUDE, LONGITUDE, PHONE, WHOLE_POSITION, place_from, position_of
from heluo.people.workbooks.lookups import INDUSTRY, ORGANISATION, PLACE, SPECIALIST
from heluo.people.workbooks.organisations import CREDIT_CODE

LEVELS = Choice({"国家": "national", "省": "province", "市": "city", "县": "county"})


def _legal_person_has_code(row: Row) -> Iterator[Fault]:
    if row["kind"] == "legal" and row["credit_code"] is None:
        yield "credit_code", _("A legal person needs its unified social credit code.")


SHEET = Sheet(
    "科技特派员",
    "specialists",
    (
        Column("编号", "number", Text(40), required=True, unique=True),
        Column("姓名", "name", Text(120), required=True),
        Column("类型", "kind", Choice({"自然人": "natural", "法人": "legal"})),
        Column("统一社会信用代码", "credit_code", CREDIT_CODE),
        Column("职称", "title", Text(60)),
        Column("工作单位编号", "employer", refers(ORGANISATION)),
        Column("专长行业代码", "expertise", Listed(refers(INDUSTRY), most=20), required=True),
        Column("专长说明", "expertise_in_words", Paragraphs(500)),
        Column("驻地代码", "home_code", refers(PLACE)),
        Column("驻地", "home", Text(120)),
        Column("纬度", "latitude", LATITUDE),
        Column("经度", "longitude", LONGITUDE),
        Column("每年可服务天数", "days_a_year", Integer(0, 366)),
        Column("联系电话", "phone", PHONE),
        Column("选派级别", "level", LEVELS),
        Column("选派年度", "years", Listed(Integer(2000, 2099), most=30)),
        Column("回避单位编号", "must_not_serve", Listed(refers(ORGANISATION))),
        Column("不在岗开始", "away_from", Day()),
        Column("不在岗结束", "away_to", Day()),
    ),
    key="number",
    provides=SPECIALIST,
    prepare=place_from("home_code", "home"),
    checks=(
        _legal_person_has_code,
        in_order("away_from", "away_to", _("The absence ends before it begins.")),
        together("away_from", "away_to", sentence=_("Give both days of the absence, or none.")),
        WHOLE_POSITION,
    ),
)


def _write(actor: Any, records: list[Record], finder: Finder) -> None:
    _load(records, finder)
    legal = _legal_persons(records)
    import_specialists(
        actor=actor,
        specialists=[_parts(record.row, finder, legal) for record in records],
        sources=[record.source for record in records],
    )


def _load(records: list[Record], finder: Finder) -> None:
    rows = [record.row for record in records]
    finder.load(PLACE, {row["home_code"] for row in rows})
    finder.load(INDUSTRY, {code for row in rows for code in row["expertise"]})
    avoided = {number for row in rows for number in row["must_not_serve"] or ()}
    finder.load(ORGANISATION, avoided | {row["employer"] for row in rows if row["employer"]})


def _legal_persons(records: list[Record]) -> dict[str, Organisation]:
    """The bodies that are specialists themselves, by their credit code."""
    codes = {record.row["credit_code"] for record in records if record.row["kind"] == "legal"}
    return {row.credit_code or "": row for row in Organisation.objects.filter(credit_code__in=codes)}


def _parts(row: Row, finder: Finder, legal: dict[str, Organisation]) -> SpecialistParts:
    specialist = Specialist(
        number=row["number"],
        kind=row["kind"] or "natural",
        name=row["name"],
        organisation=legal.get(row["credit_code"] or ""),
        employer=finder.get(ORGANISATION, row["employer"]),
        title=row["title"] or "",
        expertise_words=row["expertise_in_words"] or "",
        home=finder.get(PLACE, row["home_code"]),
        **position_of(row),
        phone=row["phone"] or "",
    )
    if row["days_a_year"] is not None:
        specialist.capacity_days = row["days_a_year"]
    absent = [Absence(first_day=row["away_from"], last_day=row["away_to"])] if row["away_from"] else []
    return SpecialistParts(
        specialist,
        expertise=list(dict.fromkeys(finder.many(INDUSTRY, row["expertise"]))),
        must_not_serve=finder.many(ORGANISATION, row["must_not_serve"] or ()),
        terms=[Term(year=year, level=row["level"] or "county") for year in row["years"] or ()],
        absences=absent,
    )


def cells_of(one: Specialist) -> dict[str, Any]:
    """A row of the list's workbook. No telephone, no days away, nobody to be avoided: these are not public."""
    terms = sorted(one.terms.all(), key=lambda term: term.year)
    return {
        "number": one.number,
        "name": one.name,
        "kind": one.kind,
        "credit_code": one.organisation.credit_code if one.organisation else None,
        "title": one.title,
        "employer": one.employer.source_number if one.employer else None,
        "expertise": sorted(industry.code for industry in one.expertise.all()),
        "expertise_in_words": one.expertise_words,
        "home_code": one.home.code,
        "home": one.home.path,
        "days_a_year": one.capacity_days,
        # That of the last year: there is one column for all.
        "level": terms[-1].level if terms else None,
        "years": [term.year for term in terms],
    }


def _listed(numbers: Collection[str]) -> dict[str, dict[str, Any]]:
    rows = Specialist.objects.filter(number__in=numbers).select_related("organisation", "employer", "home")
    rows = rows.defer("phone", "home__outline").prefetch_related("expertise", "terms")
    return {one.number: cells_of(one) for one in rows}


LOADER = Loader(
    "specialists",
    SHEET,
    "specialists.create",
    _write,
    SPECIALIST.find,
    place="home_code",
    places=PLACE,
    listed=_listed,
)
BOOK = Book("specialists", _("Specialists"), (SHEET,), (LOADER,))
