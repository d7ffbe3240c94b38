"""What serves no longer: it ends on a day with a reason, is not offered, counts no more, and may be taken up again."""

from datetime import timedelta

import pytest

from heluo.base import clock
from heluo.base.errors import Denied, Invalid, Refused
from heluo.base.ledger.models import LedgerEntry
from heluo.figures.counting import count
from heluo.figures.indicator import all_indicators
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import invite, record_yes, withdraw_offer
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench
from heluo.people.actions.bodies import edit_team
from heluo.people.actions.ending import end, reinstate
from heluo.people.queries.specialists import named
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


def test_who_serves_no_longer_joins_no_body(cast):
    ended(cast, "specialist")
    members = [*cast.team.members.all(), cast.specialist]
    cast.specialist.refresh_from_db()
    with pytest.raises(Refused, match=cast.specialist.name):
        edit_team(actor=cast.officer, team=cast.team, name="服务队", leader=cast.leader, members=members)
    with pytest.raises(Refused):
        edit_team(actor=cast.officer, team=cast.team, name="服务队", leader=cast.specialist, members=[])
