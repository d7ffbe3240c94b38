"""Nobody does what nobody can: skills, capacity, days off, two places at once, services before needs."""

from collections import Counter
from datetime import date, timedelta

import pytest

from examples.generate.fits import skilled

FIRST, LAST = date(2024, 11, 20), date(2026, 11, 20)


@pytest.fixture(scope="session")
def services(rows):
    return rows("services", "服务")


@pytest.fixture(scope="session")
def people(rows):
    return {row["编号"]: row for row in rows("specialists", "科技特派员")}


@pytest.fixture(scope="session")
def needs(rows):
    return {row["编号"]: row for row in rows("needs", "需求")}


def test_services_are_by_day_and_within_the_two_years(services):
    for row in services:
        start, end = row["开始时间"], row["结束时间"]
        assert FIRST <= start.date() <= LAST
        assert start.hour >= 8
        assert start < end
        assert end.date() == start.date()
        assert end.hour < 19


def test_nobody_is_at_two_places_at_once(services):
    seen: dict[str, list] = {}
    for row in sorted(services, key=lambda row: row["开始时间"]):
        before = seen.setdefault(row["特派员编号"], [])
        assert all(end <= row["开始时间"] for end in before)
        before.append(row["结束时间"])


def test_capacity_is_kept(services, people):
    days = {(row["特派员编号"], row["开始时间"].date()) for row in services}
    spent = Counter((code, day.year) for code, day in days)
    assert all(count <= people[code]["每年可服务天数"] for (code, _year), count in spent.items())


def test_people_serve_in_their_years_and_not_while_away(services, people):
    for row in services:
        person, day = people[row["特派员编号"]], row["开始时间"].date()
        assert str(day.year) in person["选派年度"].split("、")
        if person["不在岗开始"]:
            assert not person["不在岗开始"] <= day <= person["不在岗结束"]


def test_people_have_the_skill(rows, services, people, needs):
    lines = {row["编号"]: [] for row in services}
    for sheet, header, listed in (("技术推广", "技术编号", "新技术"), ("品种引进", "品种编号", "新品种")):
        industry = {row["编号"]: row["行业代码"] for row in rows("catalogue", listed)}
        for row in rows("services", sheet):
            lines[row["服务编号"]].append(industry[row[header]])
    for row in services:
        skills = people[row["特派员编号"]]["专长行业代码"].split("、")
        asked = [needs[row["需求编号"]]["行业代码"]] if row["需求编号"] else []
        assert asked + lines[row["编号"]], row["编号"]
        assert all(skilled(skills, industry) for industry in asked + lines[row["编号"]])


def test_people_serve_neither_their_own_body_nor_one_they_avoid(services, people, needs):
    for row in services:
        if row["需求编号"]:
            person, asker = people[row["特派员编号"]], needs[row["需求编号"]]["提出方"]
            assert asker != person["工作单位编号"]
            assert asker not in person["回避单位编号"].split("、")


def test_a_service_follows_its_need(services, needs):
    for row in services:
        if row["需求编号"]:
            need = needs[row["需求编号"]]
            assert timedelta(0) < row["开始时间"].date() - need["提出日期"] < timedelta(days=12)
            assert need["受理特派员编号"] == row["特派员编号"]
            assert need["所在地代码"] == row["所在地代码"]


def test_an_answered_need_has_one_service(services, needs):
    answered = {code for code, row in needs.items() if row["状态"] in ("已服务", "已办结")}
    assert Counter(row["需求编号"] for row in services if row["需求编号"]) == Counter(answered)


def test_members_of_the_team_serve_for_the_team(rows, services):
    members = {row["编号"]: row["成员编号"].split("、") for row in rows("teams", "服务队")}
    assert all(row["特派员编号"] in members[row["服务队编号"]] for row in services if row["服务队编号"])


def test_households_are_helped_where_they_live(rows, services):
    place = {row["编号"]: row["所在地代码"] for row in services}
    home = {row["编号"]: row["所在地代码"] for row in rows("households", "农户")}
    assert all(place[row["服务编号"]] == home[row["农户编号"]] for row in rows("services", "帮扶农户"))


def test_answers_come_after_the_service(rows, services):
    day = {row["编号"]: row["开始时间"].date() for row in services}
    for row in rows("followups", "回访"):
        assert day[row["服务编号"]] <= row["日期"] <= min(LAST, day[row["服务编号"]] + timedelta(days=30))
        assert not row["核查日期"] or row["日期"] <= row["核查日期"] <= LAST


def test_nobody_comes_twice_to_a_class(rows):
    named = Counter((row["服务编号"], row["姓名"]) for row in rows("services", "到场") if row["姓名"])
    assert max(named.values()) == 1
