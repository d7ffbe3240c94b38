"""What serves no longer: it ends on a day with a reason, is not offered, counts no more, and may be taken up again."""

from datetime import timedelta

import pytest

from heluo.base import clock
from heluo.base.errors import Denied, Invalid, Refused
from heluo.base.exchange.planning import Plan
from heluo.base.ledger.models import LedgerEntry
from heluo.base.rules import SYSTEM
from heluo.figures.counting import count
from heluo.figures.indicator import all_indicators
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import invite, record_yes, withdraw_offer
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench
from heluo.people.actions.bodies import create_workstation, edit_team, edit_workstation
from heluo.people.actions.ending import end, reinstate
from heluo.people.actions.imports import Body, import_teams, import_workstations
from heluo.people.models import Specialist, Team, Workstation
from heluo.people.queries.specialists import named
from tests.cast import Cast
from tests.exchange.making import ORGANISATIONS, organisation, workbook
from tests.together import at_once
from tests.web.reading import text_of

LISTS = {
    "specialist": "specialists",
    "group": "groups",
    "team": "teams",
    "workstation": "workstations",
    "science_base": "science-bases",
}


def ended(cast, name, **changes):
    given = {"actor": cast.officer, "thing": getattr(cast, name), "last_day": clock.today(), "reason": "期满"} | changes
    return end(**given)


@pytest.mark.parametrize("name", LISTS)
def test_what_has_ended_leaves_its_list_and_comes_back(as_user, cast, name):
    thing, page = ended(cast, name), f"/{LISTS[name]}/"
    browser = as_user(cast.officer)
    assert thing.name not in text_of(browser.get(page))
    assert thing.name in text_of(browser.get(page + "?ended=1"))
    assert LedgerEntry.objects.filter(action__endswith=".end").exists()
    reinstate(actor=cast.officer, thing=thing)
    assert thing.name in text_of(browser.get(page))


@pytest.mark.parametrize("name", LISTS)
def test_whoever_is_slower_keeps_what_they_wrote(as_user, cast, name):
    thing, path = ended(cast, name), name.replace("_", "-") + "s"
    form = {"last_day": clock.today().isoformat(), "reason": "任务已经完成"}
    answer = as_user(cast.officer).post(f"/{path}/{thing.public_id}/end/", form)
    assert answer.status_code == 422
    assert "任务已经完成" in text_of(answer)
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize("name", LISTS)
def test_the_button_ends_and_takes_up_again(as_user, cast, name):
    thing, path = getattr(cast, name), name.replace("_", "-") + "s"
    browser = as_user(cast.officer)
    form = {"last_day": clock.today().isoformat(), "reason": "期满"}
    assert browser.post(f"/{path}/{thing.public_id}/end/", form).status_code == 302
    thing.refresh_from_db()
    assert thing.ended_on == clock.today()
    assert browser.post(f"/{path}/{thing.public_id}/reinstate/").status_code == 302
    thing.refresh_from_db()
    assert thing.ended_on is None


def test_it_ends_today_at_the_latest_once_and_with_a_reason(cast):
    with pytest.raises(Invalid):
        ended(cast, "team", last_day=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid):
        ended(cast, "team", reason=" ")
    with pytest.raises(Denied):
        ended(cast, "team", actor=cast.stranger.county_officer)
    team = ended(cast, "team")
    with pytest.raises(Refused):
        ended(cast, "team")
    assert reinstate(actor=cast.county_officer, thing=team)
    with pytest.raises(Refused):
        reinstate(actor=cast.county_officer, thing=team)


def test_whoever_serves_no_longer_is_neither_sent_nor_counted(cast):
    assert all(thing.pk for thing in (cast.team, cast.group, cast.specialist))
    before = {slug: counted(slug) for slug in ("teams", "groups", "specialists")}
    for name in ("team", "group", "specialist"):
        ended(cast, name)
    assert {slug: counted(slug) + 1 for slug in before} == before
    assert named("赵文山") == []
    at_hand = bench.everyone()
    assert cast.specialist not in at_hand.specialists
    assert cast.team not in at_hand.teams


def counted(slug):
    return count(all_indicators()[slug]).value


def test_who_leads_is_not_taken_away_in_silence(cast):
    with pytest.raises(Refused) as refusal:
        ended(cast, "leader", thing=cast.team.leader)
    assert cast.team.name in str(refusal.value)
    ended(cast, "team")
    ended(cast, "leader")
    with pytest.raises(Refused):
        reinstate(actor=cast.officer, thing=cast.team)


@pytest.fixture
def awaited(cast):
    """A need to which the team has said yes."""
    need = Need(title="花椒修剪", industry=cast.pepper, place=cast.village, contact_phone="13700000001", team_size=2)
    need = publish_need(actor=cast.informant, need=need)
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(team=cast.team))
    record_yes(actor=cast.county_officer, offer=offer)
    return need


def test_who_is_of_a_team_that_said_yes_does_not_end_in_silence(cast, awaited):
    with pytest.raises(Refused) as refusal:
        ended(cast, "colleague")
    assert all(word in str(refusal.value) for word in (cast.team.name, awaited.number))
    withdraw_offer(actor=cast.county_officer, offer=Offer.objects.get(), reason="换人")
    assert ended(cast, "colleague").ended_on


def test_nobody_is_taken_out_of_a_team_that_said_yes_in_silence(as_user, cast, awaited):
    browser, page = as_user(cast.officer), f"/teams/{cast.team.public_id}/edit/"
    shown = browser.post(page, {"name": "花椒队", "leader": cast.leader.number, "members": cast.specialist.number})
    assert awaited.number in text_of(shown)
    assert cast.colleague in cast.team.members.all()
    both = f"{cast.colleague.number}\n{cast.specialist.number}"
    assert browser.post(page, {"name": "花椒队", "leader": cast.leader.number, "members": both}).status_code == 302
    assert set(cast.team.members.all()) == {cast.leader, cast.colleague, cast.specialist}


def test_who_retires_leaves_groups_and_teams(cast):
    assert cast.colleague in cast.team.members.all()
    ended(cast, "colleague")
    assert cast.colleague not in cast.team.members.all()


BODIES = {
    "服务团": ["编号", "名称", "级别", "行业代码", "团长编号", "成员编号", "服务县区代码"],
    "服务队": ["编号", "名称", "行业代码", "队长编号", "成员编号", "所在地代码"],
    "工作站": ["编号", "名称", "依托单位编号", "所在地代码", "负责人编号"],
    "科普基地": ["编号", "名称", "依托单位编号", "所在地代码", "主题"],
}


@pytest.fixture
def retired(cast):
    """The specialist as a form or an import read them, before they ended."""
    read = Specialist.objects.get(pk=cast.specialist.pk)
    ended(cast, "specialist")
    return read


def test_who_serves_no_longer_joins_no_body(cast, retired):
    with pytest.raises(Refused, match=retired.name):
        edit_team(actor=cast.officer, team=cast.team, name="服务队", leader=cast.leader, members=[retired])
    with pytest.raises(Refused, match=retired.name):
        edit_team(actor=cast.officer, team=cast.team, name="服务队", leader=retired, members=[cast.colleague])


def test_who_serves_no_longer_heads_no_workstation(cast, retired):
    where = {"name": "花椒工作站", "host": cast.cooperative, "place": cast.village, "head": retired}
    with pytest.raises(Refused, match=retired.name):
        create_workstation(actor=cast.officer, number="GZZ-9", **where)
    station = create_workstation(actor=cast.officer, number="GZZ-9", **where | {"head": cast.leader})
    with pytest.raises(Refused, match=retired.name):
        edit_workstation(actor=cast.officer, workstation=station, **where)


def test_who_serves_no_longer_comes_back_in_no_workbook(cast, retired):
    number, host = retired.number, "DW-001"
    rows = {
        "服务团": ["FWT-9", "团", "市级", cast.pepper.code, number, cast.leader.number, cast.county.code],
        "服务队": ["FWD-9", "队", cast.pepper.code, cast.leader.number, number, cast.county.code],
        "工作站": ["GZZ-9", "站", host, cast.village.code, number],
    }
    book = workbook("t.xlsx", **{title: [heads, *filter(None, [rows.get(title)])] for title, heads in BODIES.items()})
    hosts = workbook("o.xlsx", 单位=[ORGANISATIONS, organisation(host)])
    plan = Plan([book, hosts], actor=cast.officer)
    assert {(fault.sheet, fault.sentence) for fault in plan.problems} == {
        (title, f"{retired.name}已不再服务。") for title in rows
    }


def test_an_import_that_was_checked_before_somebody_ended_is_refused(cast):
    team = Team(number="FWD-9", name="队", industry=cast.pepper, leader=cast.leader, place=cast.county)
    station = Workstation(number="GZZ-9", name="站", host=cast.cooperative, place=cast.village, head=cast.specialist)
    body = Body(team, [cast.leader, Specialist.objects.get(pk=cast.specialist.pk)])
    ended(cast, "specialist")
    with pytest.raises(Refused, match=cast.specialist.name):
        import_teams(actor=SYSTEM, teams=[body], sources=[{}])
    with pytest.raises(Refused, match=cast.specialist.name):
        import_workstations(actor=SYSTEM, workstations=[station], sources=[{}])
    assert not Team.objects.exists()


def test_nobody_joins_a_team_at_the_moment_of_ending(site):
    cast = Cast()
    team, joining, officer, leader = cast.team, cast.specialist, cast.officer, cast.leader
    at_once(
        lambda: end(actor=officer, thing=joining, last_day=clock.today(), reason="退休"),
        lambda: edit_team(actor=officer, team=team, name="服务队", leader=leader, members=[joining]),
    )
    assert not team.members.exclude(ended_on=None).exists()
