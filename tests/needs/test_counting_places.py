"""How many places of a need are filled: by teams, by several, by fewer than were asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heluo.needs.actions.matching import match_place
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import accept_fewer, invite, record_no, record_yes
from heluo.needs.bridge import Candidate, assignments_of, left_open, problem_of
from heluo.needs.models import Need, Offer
from heluo.needs.queries.bench import everyone
from heluo.people.models import Specialist
from heluo.runs.tasks import compute_now
from tests.cast import Cast


@pytest.fixture
def need(cast: Cast) -> Need:
    return wanted(cast, 2)


def wanted(cast: Cast, number: int) -> Need:
    wish = Need(title="花椒修剪", industry=cast.pepper, place=cast.village, contact_phone="13700000001")
    wish.team_size = number
    return publish_need(actor=cast.informant, need=wish)


def asked(cast: Cast, need: Need, who: object) -> Offer:
    given = Candidate(specialist=who) if isinstance(who, Specialist) else Candidate(team=who)
    return invite(actor=cast.county_officer, need=need, candidate=given)


def comes(cast: Cast, need: Need, who: object) -> Offer:
    return record_yes(actor=cast.county_officer, offer=asked(cast, need, who))


def state(row: Need | Offer) -> str:
    row.refresh_from_db()
    return row.state


def test_a_team_of_two_fills_two_places(cast: Cast, need: Need):
    comes(cast, need, cast.team)
    assert state(need) == "assigned"


def test_a_team_of_two_leaves_the_third_place_open(cast: Cast):
    need = wanted(cast, 3)
    comes(cast, need, cast.team)
    assert state(need) == "offered"
    comes(cast, need, cast.specialist)
    assert state(need) == "assigned"


def test_while_one_of_two_has_accepted_the_other_stays_invited(cast: Cast, need: Need):
    other = asked(cast, need, cast.colleague)
    comes(cast, need, cast.specialist)
    assert (state(need), state(other)) == ("offered", "invited")


def test_when_one_of_two_can_t_come_after_all_somebody_is_looked_for(cast: Cast, need: Need):
    comes(cast, need, cast.specialist)
    second = comes(cast, need, cast.colleague)
    assert state(need) == "assigned"
    record_no(actor=cast.county_officer, offer=second, reason="家里有事")
    assert state(need) == "offered"
    comes(cast, need, cast.leader)
    assert state(need) == "assigned"


def test_when_the_team_can_t_come_after_all_the_need_is_open_again(cast: Cast, need: Need):
    record_no(actor=cast.county_officer, offer=comes(cast, need, cast.team), reason="车坏了")
    assert state(need) == "published"


def test_with_fewer_people_it_goes_ahead_and_nobody_else_is_awaited(cast: Cast, need: Need):
    comes(cast, need, cast.specialist)
    other = asked(cast, need, cast.colleague)
    accept_fewer(actor=cast.county_officer, need=need, size=1, reason="一个人够了")
    assert (state(need), state(other)) == ("assigned", "withdrawn")
    assert (need.accepted_size, need.accepted_size_reason) == (1, "一个人够了")


def test_when_one_of_fewer_can_t_come_after_all_as_many_are_sought_as_were_asked_for(cast: Cast):
    need = wanted(cast, 3)
    comes(cast, need, cast.specialist)
    second = comes(cast, need, cast.colleague)
    accept_fewer(actor=cast.county_officer, need=need, size=2, reason="两个人够了")
    record_no(actor=cast.county_officer, offer=second, reason="家里有事")
    assert (state(need), need.free_places, need.accepted_size_reason) == ("offered", 2, "")
    comes(cast, need, cast.leader)
    assert state(need) == "offered"


def test_when_nobody_of_fewer_can_come_after_all_as_many_are_sought_as_were_asked_for(cast: Cast, need: Need):
    only = comes(cast, need, cast.specialist)
    accept_fewer(actor=cast.county_officer, need=need, size=1, reason="一个人够了")
    record_no(actor=cast.county_officer, offer=only, reason="家里有事")
    assert (state(need), need.free_places) == ("published", 2)


def test_whoever_comes_alone_and_in_a_team_is_held_one_place_and_has_one_need_on_hand(cast: Cast):
    need = wanted(cast, 4)
    for who in (cast.colleague, cast.team):
        comes(cast, need, who)
    problem = problem_of([need])
    assert sorted(pair.places for pair in problem.locked) == [1, 1]
    assert everyone().open_now[cast.colleague.pk] == 1


def test_whoever_comes_in_a_team_is_not_proposed_beside_it(cast: Cast):
    need = wanted(cast, 3)
    comes(cast, need, cast.team)
    run = compute_now(match_place(actor=cast.county_officer, place=cast.county, by_worker=False))
    assert (run.state, [one.row for one in assignments_of(run) if not one.is_asked]) == ("done", [])
    assert [left.places for left in left_open(run)] == [1]


def test_matching_asks_as_much_for_many_teams_as_for_one(cast: Cast):
    needs = [wanted(cast, 3) for _number in range(4)]
    asked(cast, needs[0], cast.team)
    with CaptureQueriesContext(connection) as one:
        problem_of(needs)
    for need in needs[1:]:
        asked(cast, need, cast.team)
    with CaptureQueriesContext(connection) as many:
        problem_of(needs)
    assert len(many) == len(one)


@pytest.mark.parametrize("team_first", [True, False])
def test_whoever_comes_alone_and_in_a_team_fills_one_place(cast: Cast, team_first: bool):
    need = wanted(cast, 3)
    for who in (cast.team, cast.colleague) if team_first else (cast.colleague, cast.team):
        comes(cast, need, who)
    assert state(need) == "offered"
    comes(cast, need, cast.specialist)
    assert state(need) == "assigned"


def test_nobody_is_sent_alone_and_in_a_team_by_one_plan(cast: Cast):
    """The engine counts a team's places, not its people: what it plans twice is held back when the plan is read."""
    wanted(cast, 4)
    assert {cast.specialist, cast.colleague, cast.leader, cast.team}
    planned = assignments_of(compute_now(match_place(actor=cast.county_officer, place=cast.county, by_worker=False)))
    assert [one.row for one in planned if one.holds] == [cast.leader, cast.specialist]
    (team,) = (one for one in planned if not one.holds)
    assert team.row == cast.team
    assert "已单独或随服务队受邀" in str(team.why_not)
