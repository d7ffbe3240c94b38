"""Who can be invited, and what one sees of who was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base import clock
from heluo.base.models import Notice
from heluo.base.rules import SYSTEM
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import invite, record_no
from heluo.needs.bridge import Candidate, rank_one
from heluo.needs.models import Need, Offer
from heluo.needs.queries import offers
from heluo.people.actions.specialists import add_absence, create_specialist, withdraw_absence
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


def test_who_has_no_account_is_rung_up_and_gets_no_notice(cast: Cast):
    one = Candidate(specialist=cast.colleague)
    offer = invite(actor=cast.county_officer, need=asked(cast), candidate=one)
    assert offers.to_ring(cast.clerk) == [offer]
    assert not Notice.objects.filter(template="offers.invited").exists()


def test_who_takes_back_an_invitation_of_somebody_without_an_account_is_to_ring_up(cast: Cast, client: Client):
    offer = invite(actor=cast.county_officer, need=asked(cast), candidate=Candidate(specialist=cast.colleague))
    client.force_login(cast.county_officer)
    answer = client.post(reverse("needs:offer-withdraw", args=[offer.public_id]), {"reason": "已有人去"}, follow=True)
    assert "吴晓没有账号，请打电话告知" in answer.content.decode()


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


# --- who stands in the list -----------------------------------------------------------------------------------------


def growers(cast: Cast, number: int) -> None:
    """So many more who know pepper and have no account."""
    for one in range(number):
        create_specialist(
            actor=SYSTEM,
            number=f"KT-{one}",
            name=f"花椒能手{one}",
            home=cast.county,
            expertise=[cast.pepper],
            phone="13900000000",
        )


def post_invitation(client: Client, need: Need, one: Any, **more: str) -> str:
    return client.post(reverse("needs:invite", args=[need.public_id]), {"candidate": one.key, **more}).content.decode()


def test_when_five_refuse_the_sixth_is_invited_from_the_page(cast: Cast, client: Client):
    growers(cast, 6)
    need = asked(cast)
    client.force_login(cast.county_officer)
    address = reverse("needs:need", args=[need.public_id])
    for number in range(5):
        post_invitation(client, need, client.get(address).context["ranking"].best[0])
        record_no(actor=cast.county_officer, offer=Offer.objects.get(state="invited"), reason=f"第{number}个不能来")
    shown = client.get(address)
    assert all(f"第{number}个不能来" in shown.content.decode() for number in range(5))
    ranking = shown.context["ranking"]
    assert len(ranking.said_no) == 5
    (sixth,) = ranking.best
    assert f'name="candidate" value="{sixth.key}"' in shown.content.decode()
    post_invitation(client, need, sixth)
    assert Offer.objects.get(state="invited").candidate == sixth.row


def test_a_reason_for_passing_over_is_a_few_words(cast: Cast, client: Client):
    growers(cast, 2)
    need = asked(cast)
    client.force_login(cast.county_officer)
    first, second = rank_one(need).best
    for reason, told in (("好", "4 个字"), ("", "理由")):
        page = post_invitation(client, need, second, override_reason=reason)
        assert not Offer.objects.exists()
        # The whole ranking is still there, the field unfolded beside the one who was chosen, and nobody else's.
        assert all(str(one.row) in page for one in (first, second))
        opened = page.partition('<details class="past" open>')[2].partition("</details>")[0]
        assert f'value="{second.key}"' in opened
        assert told in opened
        assert f">{reason}</textarea>" in opened


def test_nobody_is_compared_with_one_who_has_said_no(cast: Cast, client: Client):
    growers(cast, 3)
    need = asked(cast)
    first = rank_one(need).best[0]
    client.force_login(cast.county_officer)
    post_invitation(client, need, first)
    record_no(actor=cast.county_officer, offer=Offer.objects.get(), reason="不能来")
    second, third = rank_one(need).best
    assert second.told.lost is None
    assert str(first.row) not in third.told.lost.zh


def test_a_candidate_s_name_leads_to_the_page_of_the_specialist(cast: Cast, client: Client):
    growers(cast, 1)
    need = asked(cast)
    client.force_login(cast.county_officer)
    shown = client.get(reverse("needs:need", args=[need.public_id])).content.decode()
    assert reverse("people:specialist", args=[rank_one(need).best[0].key]) in shown


def test_whoever_passes_over_somebody_free_says_why_even_when_others_were_asked(cast: Cast, client: Client):
    """Those who were invited out of turn make no room for passing over the first."""
    growers(cast, 4)
    need = asked(cast)
    client.force_login(cast.county_officer)
    best = rank_one(need).best
    post_invitation(client, need, best[1], override_reason="离得最近")
    post_invitation(client, need, best[2])
    assert Offer.objects.get().candidate == best[1].row
    assert "理由" in client.get(reverse("needs:need", args=[need.public_id])).content.decode()
    post_invitation(client, need, best[2], override_reason="最懂修剪")
    assert Offer.objects.count() == 2


def test_rank_and_points_are_those_of_the_standings_whatever_is_sent(cast: Cast, client: Client):
    growers(cast, 3)
    need = asked(cast)
    second = rank_one(need).best[1]
    client.force_login(cast.county_officer)
    post_invitation(client, need, second, rank="1", score="99")
    assert not Offer.objects.exists()
    post_invitation(client, need, second, rank="1", score="99", override_reason="离得最近")
    offer = Offer.objects.get()
    assert (offer.rank, offer.score) == (second.told.rank, second.told.score) != (1, 99)
