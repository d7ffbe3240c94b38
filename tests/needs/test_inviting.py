"""Who can be invited, and what one sees of who was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base import clock
from heluo.base.rules import SYSTEM
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import invite
from heluo.needs.bridge import Candidate, rank_one
from heluo.needs.models import Need
from heluo.needs.queries import offers
from heluo.people.actions.specialists import add_absence, withdraw_absence
from heluo.people.models import Absence, Specialist
from tests.cast import Cast


def asked(cast: Cast, **more: Any) -> Need:
    """A need for pepper that is wanted within the coming week."""
    today = clock.today()
    return publish_need(
        actor=cast.informant,
        need=Need(
            title="花椒蚜虫防治",
            industry=cast.pepper,
            place=cast.village,
            contact_phone="13700000001",
            requester_account=cast.requester,
            wanted_from=today,
            wanted_to=today + timedelta(days=6),
            **more,
        ),
    )


def away(one: Specialist) -> Absence:
    today = clock.today()
    return add_absence(actor=SYSTEM, specialist=one, first_day=today, last_day=today + timedelta(days=20))


def fitting(need: Need) -> list[Any]:
    return [one.row for one in rank_one(need).best]


def test_an_absence_that_was_taken_back_bars_nobody(cast: Cast):
    need, absence = asked(cast), away(cast.specialist)
    assert cast.specialist not in fitting(need)
    withdraw_absence(actor=SYSTEM, absence=absence)
    assert cast.specialist in fitting(need)


@pytest.mark.parametrize(("wanted", "fits"), [(1, True), (2, False)])
def test_a_team_is_away_when_more_of_it_are_than_the_need_can_spare(cast: Cast, wanted: int, fits: bool):
    away(cast.team.leader)
    assert (cast.team in fitting(asked(cast, team_size=wanted))) is fits


def test_a_team_of_which_all_are_away_is_away(cast: Cast):
    for member in cast.team.members.all():
        away(member)
    assert cast.team not in fitting(asked(cast))


def test_a_leader_sees_the_team_s_invitation_once(cast: Cast):
    offer = invite(actor=cast.county_officer, need=asked(cast), candidate=Candidate(team=cast.team))
    assert list(offers.visible_to(cast.leader_account)) == [offer]


def test_a_need_s_page_asks_as_much_for_many_offers_as_for_one(cast: Cast, client: Client):
    need = asked(cast, team_size=3)
    client.force_login(cast.county_officer)
    people = (cast.specialist, cast.colleague, cast.leader)
    numbers = []
    for one in people:
        invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=one))
        with CaptureQueriesContext(connection) as asking:
            client.get(reverse("needs:need", args=[need.public_id]))
        numbers.append(len(asking))
    assert numbers[1] == numbers[2]
