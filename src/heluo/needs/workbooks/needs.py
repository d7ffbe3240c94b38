"""Workbook 需求: what was asked, and what became of it."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.exchange.dates import Day
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.kinds import YES_NO, Choice, Integer, Paragraphs, Text
from heluo.base.exchange.loaders import Loader, Record
from heluo.base.exchange.sheets import Column, Fault, Lookup, Row, Sheet, in_order, refers
from heluo.needs.actions.imports import ImportedNeed, import_needs
from heluo.needs.actions.needs import PUBLIC_WORDS
from heluo.needs.actions.sentences import fault_of_public
from heluo.needs.models import Need, Offer
from heluo.people.workbooks.columns import (
    LATITUDE,
    LONGITUDE,
    PERSON_NAME,
    PHONE,
    PLACE_CODE,
    PLACE_NAME,
    WHOLE_POSITION,
    place_from,
    position_of,
)
from heluo.people.workbooks.lookups import ASKING_ORGANISATION, HOUSEHOLD, INDUSTRY, PLACE, SPECIALIST, TEAM

TITLE = _("Needs")
KINDS = Choice(
    {
        "上门指导": "visit",
        "集中培训": "training",
        "品种技术": "introduction",
        "孵化场地": "incubation",
        "项目": "project",
        "方案设计": "design",
    }
)
CHANNELS = Choice({"信息员代录": "proxy", "电话": "phone", "扫码": "qr", "网上": "web"})
URGENCIES = Choice({"一般": "normal", "较急": "soon", "紧急": "urgent"})
STATES = Choice(
    {
        "征集中": "open",
        "已服务": "served",
        "已办结": "closed",
        "已撤回": "withdrawn",
        "不予受理": "declined",
    }
)
JUDGEMENTS = Choice({"满意": True, "不满意": False})
ANSWERED = ("served", "closed")


def _find(keys: Collection[str]) -> dict[str, Any]:
    rows = Need.objects.filter(source_number__in=keys).select_related("industry", "place")
    rows = rows.defer("contact_name", "contact_phone", "place__outline")
    return {row.source_number: row for row in rows}


NEED = Lookup("need", _find, _("There is no need with the number “%(key)s”."), act="needs.name_in_workbook")


def _state_fits(row: Row) -> Iterator[Fault]:
    """What a state asks of the other cells."""
    state = row["state"]
    if state in ANSWERED and not (row["specialist"] or row["team"]):
        yield "specialist", _("A need that was served names the specialist or the team.")
    if state in ("withdrawn", "declined") and not row["handling"]:
        yield "handling", _("Say why it was withdrawn or declined.")
    if state is not None and state != "open" and row["asked_on"] is None:
        yield "asked_on", _("Only an open need may leave the day empty: it is then published today.")
    if row["asked_on"] is not None and row["asked_on"] > clock.today():
        yield "asked_on", _("This day lies in the future.")


def _nobodys_number(row: Row) -> Iterator[Fault]:
    for key in PUBLIC_WORDS:
        if row[key] and (fault := fault_of_public(row[key])):
            yield key, fault


def _judgement_fits(row: Row) -> Iterator[Fault]:
    judged = row["judgement"] is not None
    if judged and row["state"] not in ANSWERED:
        yield "judgement", _("Only what was served can be judged.")
    if judged and row["judged_on"] is None:
        yield "judged_on", _("When was this said?")
    for key in ("mark", "comment", "judged_on"):
        if not judged and row[key] is not None:
            yield key, _("This belongs to a judgement, and none is given.")
    if row.known("judged_on") and row["judged_on"] > clock.today():
        yield "judged_on", _("This day lies in the future.")


SHEET = Sheet(
    "需求",
    "needs",
    (
        Column("编号", "number", Text(40), required=True, unique=True),
        Column("标题", "title", Text(80), required=True),
        Column("内容", "body", Paragraphs(2000)),
        Column("行业代码", "industry", refers(INDUSTRY), required=True),
        Column("类型", "kind", KINDS, required=True),
        PLACE_CODE,
        PLACE_NAME,
        Column("纬度", "latitude", LATITUDE),
        Column("经度", "longitude", LONGITUDE),
        Column("提出方", "asked_by", refers(HOUSEHOLD, ASKING_ORGANISATION)),
        Column("联系人", "contact", PERSON_NAME),
        Column("联系电话", "phone", PHONE),
        Column("登记方式", "channel", CHANNELS),
        Column("代录", "proxied", YES_NO),
        Column("紧急程度", "urgency", URGENCIES),
        Column("期望开始", "wanted_from", Day()),
        Column("期望结束", "wanted_to", Day()),
        Column("期望几天内", "wanted_within_days", Integer(0, 366)),
        Column("需要人数", "people", Integer(1, 20)),
        Column("提出日期", "asked_on", Day()),
        Column("受理特派员编号", "specialist", refers(SPECIALIST)),
        Column("服务队编号", "team", refers(TEAM)),
        Column("状态", "state", STATES, required=True),
        Column("办理意见", "handling", Paragraphs(500)),
        Column("评价", "judgement", JUDGEMENTS),
        Column("评分", "mark", Integer(1, 5)),
        Column("评语", "comment", Paragraphs(1000)),
        Column("评价日期", "judged_on", Day()),
    ),
    key="number",
    provides=NEED,
    prepare=place_from("place_code", "place"),
    checks=(
        in_order("wanted_from", "wanted_to", _("The last day lies before the first.")),
        in_order("asked_on", "judged_on", _("It was judged before it was asked.")),
        WHOLE_POSITION,
        _state_fits,
        _judgement_fits,
        _nobodys_number,
    ),
)
_REFERENCES = {
    PLACE: "place_code",
    INDUSTRY: "industry",
    SPECIALIST: "specialist",
    TEAM: "team",
    HOUSEHOLD: "asked_by",
    ASKING_ORGANISATION: "asked_by",
}


def _write(actor: Any, records: list[Record], finder: Finder) -> None:
    for lookup, key in _REFERENCES.items():
        finder.load(lookup, {record.row[key] for record in records if record.row[key]})
    import_needs(actor=actor, needs=[_imported(record, finder) for record in records])


def _imported(record: Record, finder: Finder) -> ImportedNeed:
    row = record.row
    need = _need(row, finder)
    if row["state"] == "closed":
        need.outcome = {True: "satisfied", False: "unhappy", None: "no_answer"}[row["judgement"]]
        need.closed_at = start_of(row["judged_on"]) if row["judged_on"] else None
    reason = {"declined": "decline_reason", "withdrawn": "withdraw_reason"}.get(row["state"], "handling_note")
    setattr(need, reason, row["handling"] or "")
    return ImportedNeed(need, row["state"], record.source, _offer(row, finder))


def _need(row: Row, finder: Finder) -> Need:
    asked_at = start_of(row["asked_on"]) if row["asked_on"] else clock.now()
    household = finder.get(HOUSEHOLD, row["asked_by"])
    return Need(
        source_number=row["number"],
        title=row["title"],
        body=row["body"] or "",
        industry=finder.get(INDUSTRY, row["industry"]),
        kind=row["kind"],
        place=finder.get(PLACE, row["place_code"]),
        **position_of(row),
        requester_household=household,
        requester_organisation=None if household else finder.get(ASKING_ORGANISATION, row["asked_by"]),
        contact_name=row["contact"] or "",
        contact_phone=row["phone"] or "",
        channel=row["channel"] or "workbook",
        is_proxied=bool(row["proxied"]),
        urgency=row["urgency"] or "normal",
        wanted_from=row["wanted_from"],
        wanted_to=row["wanted_to"] or _within(row, asked_at),
        team_size=row["people"] or 1,
        asked_at=asked_at,
    )


def _within(row: Row, asked_at: datetime) -> Any:
    """The last wanted day, where it is told as a number of days."""
    if row["wanted_within_days"] is None:
        return None
    last = timezone.localtime(asked_at).date() + timedelta(days=row["wanted_within_days"])
    return max(last, row["wanted_from"] or last)


def _offer(row: Row, finder: Finder) -> Offer | None:
    """Who took it on, as an accepted offer that nobody ranked; the team where one is named."""
    team = finder.get(TEAM, row["team"])
    specialist = None if team else finder.get(SPECIALIST, row["specialist"])
    if row["state"] not in ANSWERED:
        return None
    return Offer(team=team, specialist=specialist, state="accepted")


def start_of(day: Any) -> datetime:
    """The beginning of a day at the site: workbooks tell no hour."""
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


LOADER = Loader("needs", SHEET, "needs.import_open", _write, NEED.find, place="place_code", places=PLACE)
