"""Workbook 服务: services with their lines; who came, what was introduced and promoted, whom it helped."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.exchange.checking import Batch
from heluo.base.exchange.dates import Moment
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import Choice, Integer, Number, Paragraphs, Text
from heluo.base.exchange.loaders import Loader, Record, RowFault
from heluo.base.exchange.sheets import Column, Fault, Lookup, Row, Sheet, in_order, refers
from heluo.catalogue.workbooks import TECHNOLOGY, VARIETY
from heluo.needs.actions.imports import ImportedService, closed_by_silence, import_services
from heluo.needs.actions.lines import MOST_MU
from heluo.needs.actions.services import MOST_DAYS
from heluo.needs.deadlines import REOPEN_DAYS
from heluo.needs.models import Service
from heluo.needs.queries.services import OTHER_COUNTY, is_one_county
from heluo.needs.workbooks.needs import ANSWERED, NEED
from heluo.needs.workbooks.needs import SHEET as NEEDS
from heluo.people.actions.served import Served
from heluo.people.models import Specialist
from heluo.people.workbooks.columns import PERSON_NAME, PHONE, PLACE_CODE, PLACE_NAME, place_from
from heluo.people.workbooks.lookups import HOUSEHOLD, INDUSTRY, PLACE, SPECIALIST, TEAM
from heluo.people.workbooks.specialists import SHEET as SPECIALISTS

TITLE = _("Services")
KINDS = Choice({"现场指导": "visit", "集中培训": "training", "示范展示": "demonstration", "电话答疑": "consultation"})
AREA = Number(0, MOST_MU)


def _find(keys: Collection[str]) -> dict[str, Any]:
    # Of a corrected service, the latest version.
    return {row.source_number: row for row in Service.objects.filter(source_number__in=keys).order_by("version")}


SERVICE = Lookup("service", _find, _("There is no service with the number “%(key)s”."))
NUMBER = Column("服务编号", "service", refers(SERVICE), required=True)


def _someone_served(row: Row) -> Iterator[Fault]:
    if not (row["specialist"] or row["team"]):
        yield "specialist", _("Name the specialist or the team that served.")


def _is_over(row: Row) -> Iterator[Fault]:
    if row.known("ended") and row["ended"] > clock.now():
        yield "ended", _("This lies in the future.")
    if row.known("started", "ended") and row["ended"] - row["started"] > timedelta(days=MOST_DAYS):
        yield "ended", _("A service lasts 15 days at most; enter longer work as several.")


def _household_has_name(row: Row) -> Iterator[Fault]:
    if row["household"] and not row["name"]:
        yield "name", _("Who of this household came? Without a name, leave the household empty too.")
    if row["phone"] and not row["name"]:
        yield "name", _("Whose telephone number is this?")


SHEET = Sheet(
    "服务",
    "services",
    (
        Column("编号", "number", Text(40), required=True, unique=True),
        Column("需求编号", "need", refers(NEED)),
        Column("特派员编号", "specialist", refers(SPECIALIST)),
        Column("服务队编号", "team", refers(TEAM)),
        Column("类型", "kind", KINDS, required=True),
        Column("行业代码", "industry", refers(INDUSTRY)),
        PLACE_CODE,
        PLACE_NAME,
        Column("开始时间", "started", Moment(), required=True),
        Column("结束时间", "ended", Moment(), required=True),
        Column("主题", "title", Text(80), required=True),
        Column("服务记录", "narrative", Paragraphs(4000)),
    ),
    key="number",
    provides=SERVICE,
    prepare=place_from("place_code", "place"),
    checks=(in_order("started", "ended", _("The end lies before the beginning.")), _is_over, _someone_served),
)
ATTENDANCES = Sheet(
    "到场",
    "attendances",
    (
        NUMBER,
        Column("序号", "sequence", Integer(1, 2000)),
        Column("姓名", "name", PERSON_NAME),
        Column("电话", "phone", PHONE),
        Column("农户编号", "household", refers(HOUSEHOLD)),
    ),
    of="service",
    once=("sequence",),
    checks=(_household_has_name,),
)
INTRODUCTIONS = Sheet(
    "品种引进",
    "introductions",
    (NUMBER, Column("品种编号", "variety", refers(VARIETY), required=True), Column("面积亩", "area_mu", AREA)),
    of="service",
    once=("variety",),
)
PROMOTIONS = Sheet(
    "技术推广",
    "promotions",
    (NUMBER, Column("技术编号", "technology", refers(TECHNOLOGY), required=True), Column("面积亩", "area_mu", AREA)),
    of="service",
    once=("technology",),
)
HELPS = Sheet(
    "帮扶农户",
    "helps",
    (
        NUMBER,
        Column("农户编号", "household", refers(HOUSEHOLD), required=True),
        Column("措施", "measure", Text(120), required=True),
        Column("增收元", "gain_yuan", Number(-10_000_000, 10_000_000)),
    ),
    of="service",
    once=("household",),
)
# Of a team's service, who of it came; where no row says so, all of the team.
MEMBERS = Sheet(
    "同行人员",
    "members",
    (NUMBER, Column("特派员编号", "specialist", refers(SPECIALIST), required=True)),
    of="service",
    once=("specialist",),
)
LINES = (ATTENDANCES, INTRODUCTIONS, PROMOTIONS, HELPS, MEMBERS)


def _need_was_served(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """A workbook tells of what was: a need that still waits gets its service through its page."""
    states = {row["number"]: row["state"] for row in batch.rows_of(NEEDS) if row.known("number", "state")}
    for record in records:
        number = record.row["need"]
        need = batch.finder.get(NEED, number) if number not in states else None
        state = states.get(number) if need is None else need.state
        if state is not None and state not in ANSWERED:
            text = _("The need “%(number)s” is not served by its state; register this service on its page.")
            yield SHEET, record.row, "need", text % {"number": number}


def _in_the_needs_county(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """Of the needs of this upload and of stored ones: a service elsewhere does not answer them."""
    coming = {row["number"]: row["place_code"] for row in batch.rows_of(NEEDS) if row.known("number", "place_code")}
    for record in records:
        if not record.row.known("need", "place_code"):
            continue
        need = batch.finder.get(NEED, record.row["need"])
        asked = need.place if need else batch.finder.get(PLACE, coming.get(record.row["need"]))
        place = batch.finder.get(PLACE, record.row["place_code"])
        if asked is not None and place is not None and not is_one_county(asked, place):
            yield SHEET, record.row, "place_code", OTHER_COUNTY


def _not_closed_too_early(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """Silence closes a need some days after its service: an earlier one still waits for its judgement."""
    coming = {row["number"]: row for row in batch.rows_of(NEEDS) if row.known("number")}
    for record in records:
        row, told = record.row, coming.get(record.row["need"])
        need = batch.finder.get(NEED, row["need"])
        silent = need.outcome == "no_answer" if need else told and told["judgement"] is None
        closed = (need.state if need else told and told["state"]) == "closed"
        if silent and closed and row.known("ended") and closed_by_silence(row["ended"]) > clock.now():
            text = _("The need can't be closed without an answer yet: people have %(days)d days. It is “已服务”.")
            yield SHEET, row, "ended", text % {"days": REOPEN_DAYS}


def _has_branch(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """A service that answers no need is of the branch that it names, of its team's, or of its specialist's."""
    asked = [record for record in records if not any(record.row[key] for key in ("need", "industry", "team"))]
    coming = {row["number"] for row in batch.rows_of(SPECIALISTS)}
    people = {key: batch.finder.get(SPECIALIST, key) for key in {record.row["specialist"] for record in asked} - coming}
    trained = set(Specialist.objects.filter(pk__in=[one.pk for one in people.values() if one], expertise__isnull=False))
    for record in asked:
        one = people.get(record.row["specialist"])
        if one is not None and one not in trained:
            yield SHEET, record.row, "industry", _("Name the branch: nothing is known of this specialist's expertise.")


def _each_person_once(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """Who stands on one list twice: of the same name, unless telephone or household tell them apart."""
    for record in records:
        namesakes: dict[str, list[Row]] = {}
        for row in record.of(ATTENDANCES):
            if not row.known("name"):
                continue
            others = namesakes.setdefault(row["name"], [])
            twin = next((other for other in others if not _differ(row, other)), None)
            if twin is not None:
                text = _(
                    "“%(name)s” is in row %(row)d for this service already; if it is somebody else, add the telephone."
                )
                yield ATTENDANCES, row, "name", text % {"name": row["name"], "row": twin.number}
            others.append(row)


def _differ(row: Row, other: Row) -> bool:
    return any(row[key] and other[key] and row[key] != other[key] for key in ("phone", "household"))


def _write(actor: Any, records: list[Record], finder: Finder) -> None:
    _load(records, finder)
    branches = _first_branches(finder, records)
    import_services(actor=actor, services=[_imported(record, finder, branches) for record in records])


def _load(records: list[Record], finder: Finder) -> None:
    rows = [record.row for record in records]
    for lookup, key in ((PLACE, "place_code"), (NEED, "need"), (SPECIALIST, "specialist"), (TEAM, "team")):
        finder.load(lookup, {row[key] for row in rows if row[key]})
    for lookup, sheet, key in (
        (HOUSEHOLD, ATTENDANCES, "household"),
        (HOUSEHOLD, HELPS, "household"),
        (VARIETY, INTRODUCTIONS, "variety"),
        (TECHNOLOGY, PROMOTIONS, "technology"),
        (SPECIALIST, MEMBERS, "specialist"),
    ):
        finder.load(lookup, {row[key] for record in records for row in record.of(sheet) if row[key]})


def _first_branches(finder: Finder, records: list[Record]) -> dict[int, int]:
    """Specialist → a branch of their expertise, for services that answer no need and name none."""
    people = {finder.get(SPECIALIST, record.row["specialist"]) for record in records if record.row["specialist"]}
    pairs = Specialist.expertise.through.objects.filter(specialist__in=people).order_by("-pk")
    return dict(pairs.values_list("specialist_id", "industry_id"))


def _imported(record: Record, finder: Finder, branches: dict[int, int]) -> ImportedService:
    row = record.row
    need, team = finder.get(NEED, row["need"]), finder.get(TEAM, row["team"])
    specialist = finder.get(SPECIALIST, row["specialist"])
    service = Service(
        source_number=row["number"],
        need=need,
        kind=row["kind"],
        specialist=specialist,
        team=team,
        place=finder.get(PLACE, row["place_code"]),
        started_at=row["started"],
        ended_at=row["ended"],
        title=row["title"],
        narrative=row["narrative"] or "",
    )
    named = finder.get(INDUSTRY, row["industry"])
    service.industry_id = (named and named.pk) or _branch(need, team, specialist, branches)
    return ImportedService(
        service,
        record.source,
        attendees=[_attendee(line, finder) for line in _in_sequence(record.of(ATTENDANCES))],
        varieties=[(finder.get(VARIETY, line["variety"]), line["area_mu"]) for line in record.of(INTRODUCTIONS)],
        technologies=[(finder.get(TECHNOLOGY, line["technology"]), line["area_mu"]) for line in record.of(PROMOTIONS)],
        helps=[_help(line, finder) for line in record.of(HELPS)],
        members=_members(record, specialist, finder),
    )


def _members(record: Record, specialist: Specialist | None, finder: Finder) -> list[Specialist]:
    """Whom the rows name, and with them the one who is named above."""
    named = [finder.get(SPECIALIST, line["specialist"]) for line in record.of(MEMBERS)]
    if named and specialist is not None and specialist not in named:
        named.insert(0, specialist)
    return named


def _branch(need: Any, team: Any, specialist: Any, branches: dict[int, int]) -> int:
    """The branch of what was asked; else of the team; else the specialist's first."""
    if need is not None:
        return need.industry_id
    return team.industry_id if team is not None else branches[specialist.pk]


def _in_sequence(lines: list[Row]) -> list[Row]:
    return sorted(lines, key=lambda line: (line["sequence"] is None, line["sequence"] or 0, line.number))


def _attendee(line: Row, finder: Finder) -> Served | None:
    if not line["name"]:
        return None
    return Served(line["name"], line["phone"] or "", finder.get(HOUSEHOLD, line["household"]))


def _help(line: Row, finder: Finder) -> tuple[Any, str, int | None]:
    gain = None if line["gain_yuan"] is None else int(line["gain_yuan"] * 100)
    return finder.get(HOUSEHOLD, line["household"]), line["measure"], gain


LOADER = Loader(
    "services",
    SHEET,
    "services.import",
    _write,
    SERVICE.find,
    lines=LINES,
    place="place_code",
    places=PLACE,
    checks=(_need_was_served, _in_the_needs_county, _not_closed_too_early, _has_branch, _each_person_once),
)
