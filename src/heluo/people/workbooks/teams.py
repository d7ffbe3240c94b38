"""Workbook 服务团队: service groups, service teams, workstations, popular-science bases."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.checking import Batch
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Choice, Listed, Text
from heluo.base.exchange.loaders import Book, Loader, Record, RowFault
from heluo.base.exchange.sheets import Column, Row, Sheet, refers
from heluo.people.actions import imports
from heluo.people.models import Group, ScienceBase, Team, Workstation
from heluo.people.workbooks.columns import PLACE_CODE, place_from
from heluo.people.workbooks.lookups import INDUSTRY, ORGANISATION, PLACE, SPECIALIST, TEAM

NUMBER = Column("编号", "number", Text(40), required=True, unique=True)
NAME = Column("名称", "name", Text(120), required=True)
INDUSTRY_CODE = Column("行业代码", "industry", refers(INDUSTRY), required=True)
MEMBERS = Column("成员编号", "members", Listed(refers(SPECIALIST), most=200), required=True)
HOST = Column("依托单位编号", "host", refers(ORGANISATION), required=True)


GROUPS = Sheet(
    "服务团",
    "groups",
    (
        NUMBER,
        NAME,
        Column(
            "级别", "level", Choice({"省级": "province", "市级": "city", "省": "province", "市": "city"}), required=True
        ),
        INDUSTRY_CODE,
        Column("团长编号", "leader", refers(SPECIALIST), required=True),
        MEMBERS,
        Column("服务县区代码", "counties", Listed(refers(PLACE), most=40)),
    ),
    key="number",
)
TEAMS = Sheet(
    "服务队",
    "teams",
    (NUMBER, NAME, INDUSTRY_CODE, Column("队长编号", "leader", refers(SPECIALIST), required=True), MEMBERS, PLACE_CODE),
    key="number",
    provides=TEAM,
    prepare=place_from("place_code"),
)
WORKSTATIONS = Sheet(
    "工作站",
    "workstations",
    (NUMBER, NAME, HOST, PLACE_CODE, Column("负责人编号", "head", refers(SPECIALIST))),
    key="number",
    prepare=place_from("place_code"),
)
BASES = Sheet(
    "科普基地",
    "bases",
    (NUMBER, NAME, HOST, PLACE_CODE, Column("主题", "topic", Text(120), required=True)),
    key="number",
    prepare=place_from("place_code"),
)


def _write_groups(actor: Any, records: list[Record], finder: Finder) -> None:
    groups = [
        imports.Body(
            Group(**_common(row, finder), level=row["level"], leader=finder.get(SPECIALIST, row["leader"])),
            members=_everyone(row, finder),
            places=finder.many(PLACE, row["counties"] or ()),
        )
        for row in _rows(records)
    ]
    imports.import_groups(actor=actor, groups=groups, sources=_sources(records))


def _write_teams(actor: Any, records: list[Record], finder: Finder) -> None:
    teams = [
        imports.Body(
            Team(**_common(row, finder), leader=finder.get(SPECIALIST, row["leader"]), place=_place(row, finder)),
            members=_everyone(row, finder),
        )
        for row in _rows(records)
    ]
    imports.import_teams(actor=actor, teams=teams, sources=_sources(records))


def _write_workstations(actor: Any, records: list[Record], finder: Finder) -> None:
    stations = [Workstation(**_hosted(row, finder), head=finder.get(SPECIALIST, row["head"])) for row in _rows(records)]
    imports.import_workstations(actor=actor, workstations=stations, sources=_sources(records))


def _write_bases(actor: Any, records: list[Record], finder: Finder) -> None:
    bases = [ScienceBase(**_hosted(row, finder), topic=row["topic"]) for row in _rows(records)]
    imports.import_bases(actor=actor, bases=bases, sources=_sources(records))


def _ended(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """Who serves no longer and joins or leads nothing new; what was imported while they served is there already."""
    for record in records:
        for key in ("leader", "members", "head"):
            named = record.row.values.get(key) or ()
            for one in batch.finder.many(SPECIALIST, [named] if isinstance(named, str) else named):
                if one.ended_on is not None:
                    yield record.sheet, record.row, key, _("%(name)s serves no longer.") % {"name": one.name}


def _rows(records: list[Record]) -> list[Row]:
    return [record.row for record in records]


def _sources(records: list[Record]) -> list[dict[str, Any]]:
    return [record.source for record in records]


def _common(row: Row, finder: Finder) -> dict[str, Any]:
    return {"number": row["number"], "name": row["name"], "industry": finder.get(INDUSTRY, row["industry"])}


def _hosted(row: Row, finder: Finder) -> dict[str, Any]:
    return {
        "number": row["number"],
        "name": row["name"],
        "host": finder.get(ORGANISATION, row["host"]),
        "place": _place(row, finder),
    }


def _everyone(row: Row, finder: Finder) -> list[Any]:
    """The leader is a member, whether the list of members names it or not."""
    return finder.many(SPECIALIST, list(dict.fromkeys([row["leader"], *row["members"]])))


def _place(row: Row, finder: Finder) -> Any:
    return finder.get(PLACE, row["place_code"])


def _numbers_of(model: Any) -> Any:
    """Which numbers of a model are taken."""

    def existing(keys: Collection[str]) -> set[str]:
        return set(model.objects.filter(number__in=keys).values_list("number", flat=True))

    return existing


_AT_PLACE: dict[str, Any] = {"place": "place_code", "places": PLACE}
LOADERS = (
    Loader("groups", GROUPS, "groups.create", _write_groups, _numbers_of(Group), checks=(_ended,)),
    Loader("teams", TEAMS, "teams.create", _write_teams, _numbers_of(Team), **_AT_PLACE, checks=(_ended,)),
    Loader(
        "workstations",
        WORKSTATIONS,
        "workstations.create",
        _write_workstations,
        _numbers_of(Workstation),
        **_AT_PLACE,
        checks=(_ended,),
    ),
    Loader("bases", BASES, "bases.create", _write_bases, _numbers_of(ScienceBase), **_AT_PLACE),
)
BOOK = Book("teams", _("Groups, teams, workstations, bases"), (GROUPS, TEAMS, WORKSTATIONS, BASES), LOADERS)
