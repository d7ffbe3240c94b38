"""A workbook writes of nothing that lies outside its sender's places, and tells nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from heluo.base import clock
from heluo.base.errors import Denied
from heluo.base.exchange.planning import Plan
from heluo.needs.actions.imports import ImportedService, import_services
from heluo.needs.models import Need, Service
from heluo.people.models import Household
from tests.exchange.making import ORGANISATIONS, organisation, workbook
from tests.exchange.test_needs import (
    HOUSEHOLDS,
    LINES,
    NEED,
    OPEN,
    SERVICE,
    ground,
    imported,
    needs,
    services,
    sheet,
)

__all__ = ["ground"]
ALONE = {"需求编号": None}


@pytest.fixture
def away(cast):
    """A need and a household of Luoning; whoever sends is the officer of Luanchuan."""
    imported(needs(), services())
    return cast.stranger


def told(*uploads, actor):
    return {(one.cell, one.sentence) for one in Plan(uploads, actor=actor).problems}


def there(away, **changed):
    """A service in the sender's own county."""
    return {"编号": "FW-9", "所在地代码": away.village.code} | changed


def test_a_service_names_no_need_of_another_county(away):
    before = Need.objects.values().get()
    found = told(services(there(away), lines={}), actor=away.county_officer)
    unknown = told(services(there(away, 需求编号="XQ-404"), lines={}), actor=away.county_officer)
    assert {(cell, text.replace("XQ-1", "XQ-404")) for cell, text in found} == unknown
    assert Need.objects.values().get() == before


@pytest.mark.parametrize(
    ("title", "row"), [("帮扶农户", ["FW-9", "H-1", "修剪", 100]), ("到场", ["FW-9", 1, "张福来", None, "H-1"])]
)
def test_a_service_names_no_household_of_another_county(away, title, row):
    def sent(number):
        lines = {title: [LINES[title][0], [number if cell == "H-1" else cell for cell in row]]}
        return told(services(there(away, **ALONE), lines=lines), actor=away.county_officer)

    assert {(cell, text.replace("H-1", "H-404")) for cell, text in sent("H-1")} == sent("H-404") != set()


@pytest.mark.parametrize("number", ["H-1", "DW-001"])
def test_a_need_is_asked_by_nobody_of_another_county(away, number):
    imported(workbook(单位=[ORGANISATIONS, organisation()]))

    def sent(asked_by):
        row = NEED | OPEN | {"编号": "XQ-9", "所在地代码": away.village.code, "提出方": asked_by}
        return told(workbook(需求=sheet(row)), actor=away.county_officer)

    assert {(cell, text.replace(number, "Z-404")) for cell, text in sent(number)} == sent("Z-404") != set()


def test_who_resends_what_lies_elsewhere_learns_nothing_of_its_content(away):
    right = workbook(农户=HOUSEHOLDS)
    guessed = workbook(农户=[HOUSEHOLDS[0], ["H-1", "别人", *HOUSEHOLDS[1][2:]]])
    assert told(right, actor=away.county_officer) == told(guessed, actor=away.county_officer) != set()


def test_the_action_itself_asks_about_need_and_household(away, cast):
    def service(**named):
        ended = clock.now() - timedelta(days=1)
        return Service(
            kind="visit", specialist=cast.specialist, place=away.village, industry=cast.pepper,
            title="修剪", started_at=ended, ended_at=ended, source_number="FW-9", **named,
        )  # fmt: skip

    household = Household.objects.get(source_number="H-1")
    for one in (
        ImportedService(service(need=Need.objects.get()), {}),
        ImportedService(service(), {}, helps=[(household, "修剪", None)]),
    ):
        with pytest.raises(Denied):
            import_services(actor=away.county_officer, services=[one])


def test_need_and_service_are_of_one_county(away, cast):
    assert {cell for cell, _text in told(services(there(away), lines={}), actor=cast.officer)} == {"F2"}
    assert not told(services({"编号": "FW-9", "所在地代码": cast.other_town.code}, lines={}), actor=cast.officer)


def test_silence_closes_no_need_before_its_time(cast):
    yesterday = timezone.localtime(clock.now() - timedelta(days=1)).replace(tzinfo=None)
    unjudged = dict.fromkeys(("评价", "评分", "评语", "评价日期"))
    late = services({"开始时间": yesterday, "结束时间": yesterday})
    assert {cell for cell, _text in told(needs(unjudged), late, actor=cast.officer)} == {"H2"}
    imported(needs(unjudged), services())
    later = services({"编号": "FW-2", "开始时间": yesterday, "结束时间": yesterday}, lines={})
    assert {cell for cell, _text in told(later, actor=cast.officer)} == {"H2"}


def test_a_service_needs_a_branch(cast):
    cast.specialist.expertise.clear()
    found = told(workbook(服务=sheet(SERVICE | ALONE)), actor=cast.officer)
    assert [text for _cell, text in found] == ["请写明行业：名册上没有这位特派员的专长。"]
