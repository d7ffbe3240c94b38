"""Organisations, specialists and their bodies come in by workbook."""

from __future__ import annotations

from datetime import date

import pytest

from heluo.base.errors import Refused
from heluo.base.exchange.applying import apply
from heluo.base.exchange.planning import Plan
from heluo.base.models import LedgerEntry
from heluo.base.rules import SYSTEM
from heluo.people.actions.households import create_household
from heluo.people.models import Group, Household, Organisation, Specialist, Team
from tests.exchange.making import ORGANISATIONS, SPECIALISTS, organisation, workbook

GROUPS = ["编号", "名称", "级别", "行业代码", "团长编号", "成员编号", "服务县区代码"]
TEAMS = ["编号", "名称", "行业代码", "队长编号", "成员编号", "所在地代码"]
HOUSEHOLDS = ["编号", "户主姓名", "联系电话", "身份证号", "所在地代码", "所在地", "类别", "人口"]

pytestmark = pytest.mark.usefixtures("ground")


def specialist(number="T-501", **changed):
    right = dict(
        zip(
            SPECIALISTS,
            [number, "赵文山", "自然人", "DW-001", "A0163-01、A0161-01", 410328, "市", 2025, None, None],
            strict=True,
        )
    )
    return [*(right | changed).values()]


@pytest.fixture
def ground(cast):
    """Places and industries."""
    return cast.village, cast.pepper


def imported(*uploads, actor=SYSTEM):
    plan = Plan(uploads, actor=actor)
    assert [problem.sentence for problem in plan.problems] == []
    apply(plan)
    return plan


def test_an_organisation_is_imported_with_one_entry(cast):
    imported(
        workbook(单位=[ORGANISATIONS, organisation(统一社会信用代码="93410328MA9HEQJ018")]), actor=cast.county_officer
    )
    row = Organisation.objects.get(source_number="DW-001")
    assert (row.kind, row.place, row.contact_phone) == ("cooperative", cast.village, "13900000001")
    entry = LedgerEntry.objects.get(subject_id=str(row.public_id))
    assert entry.actor == str(cast.county_officer.public_id)
    assert "张守成" not in entry.payload


def test_what_refers_may_come_in_one_upload_in_any_order(cast):
    people = [
        SPECIALISTS,
        specialist(),
        specialist("T-502", 姓名="单小平", 不在岗开始=date(2025, 3, 1), 不在岗结束="2025年3月5日"),
    ]
    bodies = {
        "服务团": [
            GROUPS,
            ["FWT-1", "洛阳市花椒产业服务团", "市级", "A0163-01", "T-501", "T-501，T-502", "410328;410324"],
        ],
        "服务队": [TEAMS, ["FWD-1", "花椒服务队", "A0163-01", "T-502", "T-501", "410328"]],
    }
    imported(
        workbook("c.xlsx", **bodies),
        workbook("b.xlsx", 科技特派员=people),
        workbook("a.xlsx", 单位=[ORGANISATIONS, organisation()]),
    )
    one = Specialist.objects.get(number="T-502")
    assert {industry.code for industry in one.expertise.all()} == {"A0163-01", "A0161-01"}
    assert one.absences.get().last_day == date(2025, 3, 5)
    assert one.terms.get().year == 2025
    assert one.pinyin.startswith("shan ")
    assert one.employer == Organisation.objects.get(source_number="DW-001")
    assert Group.objects.get().places.count() == 2
    assert {member.number for member in Team.objects.get().members.all()} == {"T-501", "T-502"}


def test_households_are_kept_encrypted_and_found_by_hash(cast):
    row = ["H-1", "张　福来", "１３７０００００００１", None, "", "洛宁县赵村镇张营村", "脱贫户", 4]
    imported(workbook(农户=[HOUSEHOLDS, row]))
    household = Household.objects.get(source_number="H-1")
    assert (household.head_name, household.phone, household.place) == ("张福来", "13700000001", cast.village)
    assert household.category == "out_of_poverty"


def test_an_identity_number_that_somebody_entered_meanwhile_is_said_at_its_row(cast):
    one, two = (["H-1", "赵大"], ["H-2", "钱大"])
    where = [cast.village.code, None, "一般户", 3]
    book = workbook(农户=[HOUSEHOLDS, [*one, None, None, *where], [*two, None, "11010519491231002X", *where]])
    plan = Plan([book], actor=SYSTEM)
    known = create_household(
        actor=SYSTEM, head_name="孙大", place=cast.village, category="ordinary", id_number="11010519491231002X"
    )
    with pytest.raises(Refused, match=r"第 3 行.*身份证号"):
        apply(plan)
    assert Household.objects.get() == known


def test_the_same_workbook_again_adds_nothing(cast):
    book = workbook(单位=[ORGANISATIONS, organisation(), organisation("DW-002")])
    imported(book)
    entries = LedgerEntry.objects.count()
    again = imported(book)
    assert [(share.already, len(share.new)) for share in again.shares] == [(2, 0)]
    assert (Organisation.objects.filter(source_number__startswith="DW").count(), LedgerEntry.objects.count()) == (
        2,
        entries,
    )


def test_a_row_that_changed_since_is_refused_with_its_number(cast):
    imported(workbook(单位=[ORGANISATIONS, organisation()]))
    plan = Plan([workbook(单位=[ORGANISATIONS, organisation(联系人="张守业")])], actor=SYSTEM)
    (problem,) = plan.problems
    assert (problem.cell, "DW-001" in problem.sentence) == ("A2", True)


def test_an_officer_imports_only_into_the_own_county(cast):
    rows = [ORGANISATIONS, organisation(), organisation("DW-002", 所在地代码=cast.stranger.village.code, 所在地=None)]
    plan = Plan([workbook(单位=rows)], actor=cast.county_officer)
    (problem,) = plan.problems
    assert problem.cell == "E3"


def test_a_requester_imports_nothing(cast):
    plan = Plan([workbook(单位=[ORGANISATIONS, organisation()])], actor=cast.requester)
    assert len(plan.problems) == 1


def test_a_trade_may_be_written_by_its_name(cast):
    imported(workbook(单位=[ORGANISATIONS, organisation()]))
    names = f"{cast.pepper.name_zh}、{cast.pepper.code}"
    imported(workbook(科技特派员=[SPECIALISTS, specialist(专长行业代码=names)]))
    assert [industry.code for industry in Specialist.objects.get(number="T-501").expertise.all()] == [cast.pepper.code]
    english = specialist("T-502", 专长行业代码=cast.pepper.name_en)
    imported(workbook(科技特派员=[SPECIALISTS, english]))
    unknown = Plan([workbook(科技特派员=[SPECIALISTS, specialist("T-503", 专长行业代码="炼金")])], actor=SYSTEM)
    assert "炼金" in unknown.problems[0].sentence


def test_a_workbook_without_rows_says_where_they_are_expected():
    empty = workbook("empty.xlsx", 单位=[ORGANISATIONS])
    assert [problem.sentence for problem in Plan([empty], actor=SYSTEM).problems] == [
        "没有找到数据行；数据应填在：单位。"
    ]
    both = Plan([empty, workbook(单位=[ORGANISATIONS, organisation()])], actor=SYSTEM)
    assert (both.problems, len(both.notices)) == ([], 1)
