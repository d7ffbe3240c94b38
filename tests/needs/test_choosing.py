"""Choosing somebody else than those who are proposed: by name, with their rank or why they have none."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base import clock
from heluo.base.rules import SYSTEM
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import invite, record_no, record_yes
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Offer
from heluo.people.actions.ending import end
from heluo.people.actions.specialists import add_absence, create_specialist, edit_specialist
from heluo.people.models import Specialist
from tests.cast import Cast
from tests.needs.drawn import press


@pytest.fixture
def need(cast: Cast) -> Need:
    """For pepper, of the co-operative, wanted now; `specialist` fits best, `leader` fits, `colleague` grows apples."""
    assert all(one.pk for one in (cast.specialist, cast.team))
    today = clock.today()
    wish = Need(title="花椒蚜虫防治", industry=cast.pepper, place=cast.village, wanted_from=today, wanted_to=today)
    wish.requester_organisation, wish.contact_phone = cast.cooperative, "13700000001"
    return publish_need(actor=cast.informant, need=wish)


@pytest.fixture
def found(cast: Cast, client: Client, need: Need):
    """The page of others after a search, with what it shows of those found."""
    client.force_login(cast.county_officer)

    def search(words: str, **headers: Any) -> tuple[list[Any], str]:
        shown = client.get(reverse("needs:others", args=[need.public_id]), {"who": words}, **headers)
        return shown.context["standings"], unescape(shown.content.decode())

    return search


@pytest.mark.parametrize("words", ["吴晓", "吴", "wuxiao", "wu xiao", "WUX", "T-002"])
def test_a_specialist_is_found_by_name_pinyin_and_number(cast: Cast, found, words: str):
    assert cast.colleague in [one.row for one in found(words)[0]]


@pytest.mark.parametrize("words", ["花椒服务队", "huajiaofuwudui", "孙立", "sunli", "fwd-luoning"])
def test_a_team_is_found_by_its_name_and_its_leader(cast: Cast, found, words: str):
    assert cast.team in [one.row for one in found(words)[0]]


def test_each_stands_there_with_the_rank_or_the_reason(cast: Cast, found):
    assert "在 3 个人选中排第" in found("孙立")[1]
    (apples,), page = found("吴晓")
    assert apples.told is None
    assert "不在人选之列：" in page
    assert "专长不符" in page


def test_candidates_stand_before_those_who_are_none(cast: Cast, found):
    fits, other = ({"number": f"S-{one}", "name": "石磊", "phone": "13900000000"} for one in range(2))
    create_specialist(actor=SYSTEM, home=cast.county, expertise=[cast.apple], **other)
    best = create_specialist(actor=SYSTEM, home=cast.county, expertise=[cast.pepper], **fits)
    assert found("石磊")[0][0].row == best


def test_who_is_away_is_told_so(cast: Cast, found):
    today = clock.today()
    add_absence(actor=SYSTEM, specialist=cast.specialist, first_day=today, last_day=today)
    assert "所需时间不在" in found("赵文山")[1]


def test_what_was_typed_finds_nobody_and_says_so(found):
    assert "没有这个名称" in found("无此人")[1]
    assert found("  ")[0] == []


def test_with_scripts_only_the_rows_are_sent(found):
    page = found("吴晓", HTTP_HX_REQUEST="true")[1]
    assert "<html" not in page
    assert "吴晓" in page


def test_the_whole_way_without_a_script(cast: Cast, client: Client, need: Need, found):
    """From the need's page, by its own search, to the invitation with its reason in the story."""
    home, others = (reverse(f"needs:{name}", args=[need.public_id]) for name in ("need", "others"))
    assert f'<form class="find" method="get" action="{others}"' in client.get(home).content.decode()
    invite_here, colleague = reverse("needs:invite", args=[need.public_id]), str(cast.colleague.public_id)
    press(client, f"{others}?who=吴晓", invite_here, colleague, override_reason="村里请他来过")
    offer = Offer.objects.get()
    assert (offer.candidate, offer.override_reason) == (cast.colleague, "村里请他来过")
    shown = client.get(home).content.decode()
    assert "村里请他来过" in shown
    assert "不在人选之列：专长不符" in shown


def post(client: Client, need: Need, one: Any, reason: str = "") -> str:
    sent = {"candidate": one.public_id, "override_reason": reason}
    return unescape(client.post(reverse("needs:invite", args=[need.public_id]), sent, follow=True).content.decode())


def test_who_is_not_among_the_candidates_is_invited_only_with_a_reason(cast: Cast, client: Client, need: Need, found):
    post(client, need, cast.colleague)
    assert not Offer.objects.exists()
    post(client, need, cast.colleague, "村里请他来过")
    assert Offer.objects.exists()


@pytest.mark.parametrize("asked_meanwhile", [False, True])
def test_a_reason_that_was_typed_stays_where_nobody_was_invited(
    cast, client: Client, need: Need, found, asked_meanwhile
):
    if asked_meanwhile:
        invite(actor=cast.officer, need=need, candidate=Candidate(specialist=cast.specialist))
    reason, told = ("村里熟悉", "已经邀请") if asked_meanwhile else ("村里熟", "至少 4 个字")
    page = post(client, need, cast.specialist if asked_meanwhile else cast.colleague, reason)
    assert reason in page
    assert told in page


def test_even_where_nobody_fits_a_reason_is_asked(cast: Cast, client: Client, need: Need, found):
    for one in (cast.specialist, cast.team, cast.leader):
        end(actor=SYSTEM, thing=one, last_day=clock.today(), reason="退休")
    assert found("吴晓")[0][0].eligible == 0
    post(client, need, cast.colleague)
    assert not Offer.objects.exists()


def test_who_said_no_is_asked_again_only_with_a_reason(cast: Cast, client: Client, need: Need, found):
    first = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    record_no(actor=cast.county_officer, offer=first, reason="家里有事")
    assert "家里有事" in found("赵文山")[1]
    post(client, need, cast.specialist)
    assert Offer.objects.count() == 1
    post(client, need, cast.specialist, "家里的事办完了")
    assert Offer.objects.count() == 2


def bar(cast: Cast, one: Specialist) -> None:
    edit_specialist(
        actor=SYSTEM,
        specialist=one,
        expertise=one.expertise.all(),
        must_not_serve=[cast.cooperative],
        **{name: getattr(one, name) for name in ("name", "title", "employer", "expertise_words", "home", "phone")},
    )


def test_who_must_not_serve_can_t_be_invited_and_the_row_says_so(cast: Cast, client: Client, need: Need, found):
    bar(cast, cast.colleague)
    page = found("吴晓")[1]
    assert "不能邀请。存在利益冲突" in page
    assert f'value="{cast.colleague.public_id}"' not in page
    assert "存在利益冲突" in post(client, need, cast.colleague, "就要他来")
    assert "不能邀请。" in found("花椒服务队")[1], "a team of which one must not serve"
    assert not Offer.objects.exists()


def test_who_serves_no_longer_can_t_be_invited_and_the_row_says_so(cast: Cast, client: Client, need: Need, found):
    end(actor=SYSTEM, thing=cast.specialist, last_day=date(2020, 1, 1), reason="退休")
    page = found("赵文山")[1]
    assert "不能邀请。" in page
    assert f'value="{cast.specialist.public_id}"' not in page
    post(client, need, cast.specialist, "就要他")
    assert not Offer.objects.exists()


def test_who_is_invited_already_is_not_offered_again(cast: Cast, need: Need, found):
    invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    page = found("赵文山")[1]
    assert "已邀请" in page
    assert f'value="{cast.specialist.public_id}"' not in page


def test_many_of_a_name_ask_as_much_as_one(cast: Cast, client: Client, need: Need, found):
    def asking() -> int:
        with CaptureQueriesContext(connection) as captured:
            found("石磊")
        return len(captured)

    def add(number: int) -> None:
        create_specialist(
            actor=SYSTEM,
            number=f"K-{number}",
            name="石磊",
            home=cast.county,
            expertise=[cast.pepper],
            phone="13900000000",
        )

    add(0)
    asking()
    few = asking()
    for number in range(1, 9):
        add(number)
    assert asking() == few
    assert "同名的还有" in found("石磊")[1]


def test_there_is_nothing_to_choose_once_somebody_comes(cast: Cast, client: Client, need: Need):
    client.force_login(cast.county_officer)
    invited = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    record_yes(actor=cast.county_officer, offer=invited)
    assert client.get(reverse("needs:others", args=[need.public_id])).status_code == 409
