"""Workbook 成果目录: new varieties and new technologies."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Paragraphs, Text
from heluo.base.exchange.loaders import Book, Loader, Record
from heluo.base.exchange.sheets import Column, Lookup, Row, Sheet, refers
from heluo.catalogue.actions.imports import import_technologies, import_varieties
from heluo.catalogue.models import Technology, Variety
from heluo.people.workbooks.lookups import INDUSTRY


def _varieties(keys: Collection[str]) -> dict[str, Any]:
    return {row.number: row for row in Variety.objects.filter(number__in=keys)}


def _technologies(keys: Collection[str]) -> dict[str, Any]:
    return {row.number: row for row in Technology.objects.filter(number__in=keys)}


VARIETY = Lookup("variety", _varieties, _("There is no variety with the number “%(key)s”."))
TECHNOLOGY = Lookup("technology", _technologies, _("There is no technology with the number “%(key)s”."))

NUMBER = Column("编号", "number", Text(40), required=True, unique=True)
NAME = Column("名称", "name", Text(120), required=True)
INDUSTRY_CODE = Column("行业代码", "industry", refers(INDUSTRY), required=True)
CONDITIONS = Column("适宜条件", "suitable_for", Text(300))

VARIETIES = Sheet(
    "新品种",
    "varieties",
    (
        NUMBER,
        NAME,
        INDUSTRY_CODE,
        Column("作物", "crop", Text(40), required=True),
        Column("育成或来源单位", "origin", Text(120)),
        Column("审定或登记编号", "registration", Text(80)),
        Column("特性", "traits", Paragraphs(2000)),
        CONDITIONS,
    ),
    key="number",
    provides=VARIETY,
)
TECHNOLOGIES = Sheet(
    "新技术",
    "technologies",
    (
        NUMBER,
        NAME,
        INDUSTRY_CODE,
        Column("来源", "origin", Text(120)),
        Column("要点", "points", Paragraphs(2000)),
        CONDITIONS,
        Column("季节", "season", Text(40)),
    ),
    key="number",
    provides=TECHNOLOGY,
)


def _write_varieties(actor: Any, records: list[Record], finder: Finder) -> None:
    varieties = [
        Variety(
            **_common(record.row, finder),
            crop=record.row["crop"],
            registration=record.row["registration"] or "",
            description=record.row["traits"] or "",
        )
        for record in records
    ]
    import_varieties(actor=actor, varieties=varieties, sources=[record.source for record in records])


def _write_technologies(actor: Any, records: list[Record], finder: Finder) -> None:
    technologies = [
        Technology(
            **_common(record.row, finder),
            season=record.row["season"] or "",
            description=record.row["points"] or "",
        )
        for record in records
    ]
    import_technologies(actor=actor, technologies=technologies, sources=[record.source for record in records])


def _common(row: Row, finder: Finder) -> dict[str, Any]:
    return {
        "number": row["number"],
        "name": row["name"],
        "industry": finder.get(INDUSTRY, row["industry"]),
        "origin": row["origin"] or "",
        "suitable_for": row["suitable_for"] or "",
    }


LOADERS = (
    Loader("varieties", VARIETIES, "varieties.create", _write_varieties, VARIETY.find),
    Loader("technologies", TECHNOLOGIES, "technologies.create", _write_technologies, TECHNOLOGY.find),
)
BOOKS = (Book("catalogue", _("New varieties and new technologies"), (VARIETIES, TECHNOLOGIES), LOADERS),)
