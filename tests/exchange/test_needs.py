"""Needs, services and judgements come in by workbook, in the state that it tells."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from heluo.base import clock
from heluo.base.errors import Refused
from heluo.base.exchange.applying import apply
from heluo.base.exchange.planning import Plan
from heluo.base.models import LedgerEntry, Notice
from heluo.base.rules import SYSTEM
from heluo.needs.actions.needs import reopen_need
from heluo.needs.models import Attendance, Evaluation, Help, Need, Service
from heluo.people.models import Person
from tests.exchange.making import workbook

NEED = {
    "编号": "XQ-1",
    "标题": "花椒蚜虫防治",
    "内容": "叶背发黏，请来看看。",
    "行业代码": "A0163-01",
    "类型": "上门指导",
    "所在地代码": "410328109202",
    "提出方": "H-1",
    "联系人": "张福来",
    "联系电话": "13700000001",
    "登记方式": "电话",
    "代录": "是",
    "紧急程度": "较急",
    "期望几天内": None,
    "需要人数": 1,
    "提出日期": date(2026, 3, 2),
    "受理特派员编号": "T-001",
    "服务队编号": None,
    "状态": "已办结",
    "办理意见": "已到现场。",
    "评价": "满意",
    "评分": 5,
    "评语": "讲得明白",
    "评价日期": date(2026, 3, 9),
}
SERVICE = {
    "编号": "FW-1",
    "需求编号": "XQ-1",
    "特派员编号": "T-001",
    "服务队编号": None,
    "类型": "集中培训",
    "所在地代码": "410328109202",
    "开始时间": datetime(2026, 3, 5, 9),
    "结束时间": "2026年3月5日 11:30",
    "主题": "花椒病虫害防治",
    "服务记录": "讲了修剪。",
}
LINES = {
    "到场": [
        ["服务编号", "序号", "姓名", "电话", "农户编号"],
        ["FW-1", 1, "张福来", "13700000001", "H-1"],
        ["FW-1", 2, None, None, None],
        ["FW-1", 3, "张大有", None, None],
    ],
    "品种引进": [["服务编号", "品种编号", "面积亩"], ["FW-1", "PZ-001", 12.5]],
    "技术推广": [["服务编号", "技术编号", "面积亩"], ["FW-1", "JS-001", None]],
    "帮扶农户": [["服务编号", "农户编号", "措施", "增收元"], ["FW-1", "H-1", "修剪示范", 2300.5]],
}
HOUSEHOLDS = [
    ["编号", "户主姓名", "联系电话", "所在地代码", "类别"],
    ["H-1", "张福来", "13700000001", "410328109202", "脱贫户"],
]


@pytest.fixture(autouse=True)
def ground(cast):
    """Who and what the workbooks name."""
    return cast.specialist, cast.variety, cast.technology, cast.team, cast.village


def sheet(*rows):
    return [list(rows[0]), *([*row.values()] for row in rows)]


def needs(*changes, name="needs.xlsx"):
    return workbook(name, 农户=HOUSEHOLDS, 需求=sheet(*(NEED | change for change in changes or ({},))))


def services(*changes, lines=LINES):
    return workbook("services.xlsx", 服务=sheet(*(SERVICE | change for change in changes or ({},))), **lines)


def imported(*uploads, actor=SYSTEM):
    plan = Plan(uploads, actor=actor)
    assert [problem.sentence for problem in plan.problems] == []
    apply(plan)
    return plan


def faults(*uploads):
    return {(problem.sheet, problem.cell) for problem in Plan(uploads, actor=SYSTEM).problems}


OPEN = {"状态": "征集中", "提出日期": None, "受理特派员编号": None, "办理意见": None} | dict.fromkeys(
    ("评价", "评分", "评语", "评价日期")
)


def test_an_open_need_is_published_today_with_deadline_and_code():
    imported(needs(OPEN))
    need = Need.objects.get()
    assert (need.state, need.published_at.date()) == ("published", need.asked_at.date())
    assert need.deadline > clock.today()
    assert need.codes.get().state == "live"
    assert Notice.objects.get(template="needs.code").channel == "sms"
    assert need.requester_household.source_number == "H-1"
    assert (need.channel, need.is_proxied) == ("phone", True)


@pytest.mark.parametrize(
    ("word", "state", "field"),
    [("已撤回", "withdrawn", "withdraw_reason"), ("不予受理", "declined", "decline_reason")],
)
def test_what_ended_otherwise_keeps_its_reason(word, state, field):
    imported(needs(OPEN | {"状态": word, "提出日期": date(2025, 5, 6), "办理意见": "已自行解决。"}))
    need = Need.objects.get()
    assert (need.state, getattr(need, field)) == (state, "已自行解决。")
    assert need.number.startswith("LY-2025-")
    assert not need.codes.exists()


def test_a_need_with_its_service_and_judgement():
    imported(services(), needs())
    need, service = Need.objects.get(), Service.objects.get()
    assert (need.state, need.outcome, need.handling_note) == ("closed", "satisfied", "已到现场。")
    assert (need.answered_at, need.served_at) == (service.started_at, service.ended_at)
    assert need.offers.get().specialist.number == "T-001"
    assert (service.state, service.grade, service.industry) == ("registered", "claimed", need.industry)
    assert timezone.localtime(service.ended_at).hour == 11
    judgement = Evaluation.objects.get()
    assert (judgement.is_satisfied, judgement.usefulness, judgement.channel) == (True, 5, "workbook")
    assert timezone.localtime(judgement.at).date() == date(2026, 3, 9)


def test_lines_are_rows():
    imported(services(), needs())
    service = Service.objects.get()
    assert [a.person and a.person.name for a in service.attendances.order_by("sequence")] == ["张福来", None, "张大有"]
    assert service.introductions.get().area_mu == 12.5
    assert service.promotions.get().area_mu is None
    assert Help.objects.get().income_gain_fen == 230_050


def test_people_are_known_again():
    lines = {"到场": [LINES["到场"][0], *([f"FW-{n}", 1, "张福来", "13700000001", None] for n in (1, 2, 3))]}
    imported(needs(), services({}, {"编号": "FW-2"}, {"编号": "FW-3", "需求编号": None}, lines=lines))
    assert (Attendance.objects.count(), Person.objects.count()) == (3, 1)


def test_an_unjudged_need_was_closed_by_silence():
    unjudged = dict.fromkeys(("评价", "评分", "评语", "评价日期"))
    imported(needs(unjudged), services())
    need = Need.objects.get()
    assert (need.outcome, need.closed_at) == ("no_answer", need.served_at + timedelta(days=14))


def test_every_record_has_one_entry_that_commits_to_what_is_stored():
    before = set(LedgerEntry.objects.values_list("pk", flat=True))
    imported(needs(), services())
    entries = LedgerEntry.objects.exclude(pk__in=before)
    assert sorted(entry.action for entry in entries) == [
        "evaluations.import", "households.create", "needs.import_closed", "services.import",
    ]  # fmt: skip
    for entry in entries:
        assert "张" not in entry.payload
        assert "1370000" not in entry.payload
        assert json.loads(entry.payload)["facts"]["source"]["row"] == 2
    latest = {public_id: row for entry in entries.order_by("pk") for *row, public_id in _rows(entry)}
    for public_id, (label, commitment) in latest.items():
        assert apps.get_model(label).objects.get(public_id=public_id).commitment() == commitment


def _rows(entry):
    return ([label, commitment, public_id] for label, public_id, commitment in json.loads(entry.payload)["rows"])


def test_the_whole_again_adds_nothing():
    uploads = [needs({}, OPEN | {"编号": "XQ-2"}), services()]
    imported(*uploads)
    counts = [model.objects.count() for model in (Need, Service, Evaluation, Person, LedgerEntry, Notice)]
    imported(*uploads)
    assert [model.objects.count() for model in (Need, Service, Evaluation, Person, LedgerEntry, Notice)] == counts


def test_a_record_that_is_gone_comes_again():
    imported(needs(OPEN))
    Need.objects.get().codes.all().delete()
    Need.objects.all().delete()
    imported(needs(OPEN))
    assert Need.objects.count() == 1


def test_an_officer_imports_for_the_own_county_only(cast):
    imported(needs(), services(), actor=cast.county_officer)
    assert Need.objects.get().publisher == cast.county_officer
    plan = Plan([needs({"编号": "XQ-9"})], actor=cast.stranger.county_officer)
    assert len(plan.problems) >= 1


def test_a_need_that_came_closed_without_its_service_stays_closed(cast):
    unjudged = dict.fromkeys(("评价", "评分", "评语", "评价日期"))
    imported(needs(unjudged))
    with pytest.raises(Refused):
        reopen_need(actor=cast.county_officer, need=Need.objects.get(), reason="没有来")


def test_a_judgement_without_its_service_is_refused():
    assert faults(needs()) == {("需求", "T2")}


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"提出方": "H-404"}, "G2"),
        ({"标题": "长" * 81}, "B2"),
        ({"标题": "花椒流胶，打 13912345678"}, "B2"),
        ({"内容": "身份证 410328198001011235"}, "C2"),
        ({"受理特派员编号": None}, "P2"),
        ({"评价日期": None}, "W2"),
        ({"评分": 6}, "U2"),
        ({"提出日期": date(2099, 1, 1)}, "O2"),
        ({"状态": "办结"}, "R2"),
    ],
)
def test_faulty_needs(change, cell):
    found = faults(needs(change), services())
    assert ("需求", cell) in found
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"需求编号": "XQ-404"}, "B2"),
        ({"特派员编号": None}, "C2"),
        ({"结束时间": datetime(2026, 3, 5, 8)}, "H2"),
        ({"结束时间": datetime(2026, 4, 5, 8)}, "H2"),
        ({"开始时间": "上午"}, "G2"),
    ],
)
def test_faulty_services(change, cell):
    found = faults(needs(), services(change))
    assert ("服务", cell) in found


def test_a_service_of_a_need_that_waits_is_refused():
    assert faults(needs(OPEN), services()) == {("服务", "B2")}


def test_who_stands_on_the_list_twice():
    twice = [*LINES["到场"], ["FW-1", 4, "张大有", "13900000009", None]]
    assert faults(needs(), services(lines={"到场": twice})) == {("到场", "C5")}
    told_apart = [*LINES["到场"][:3], ["FW-1", 3, "张大有", "13900000008", None], twice[-1]]
    imported(needs(), services(lines={"到场": told_apart}))
    assert Attendance.objects.count() == 4


def test_who_of_a_team_came_is_named_in_rows_of_its_own(cast):
    team = {"特派员编号": None, "服务队编号": cast.team.number}
    came = {"同行人员": [["服务编号", "特派员编号"], ["FW-1", cast.colleague.number]]}
    imported(services(team, lines=LINES | came), needs())
    assert [line.specialist for line in Service.objects.get().members.all()] == [cast.colleague]
