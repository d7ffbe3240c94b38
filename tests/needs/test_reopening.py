"""A served need is opened again: what was not good is kept, and who comes again is told."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heluo.base import clock
from heluo.base.errors import Refused
from heluo.base.models import Notice
from heluo.needs.actions.answers import Judgement, evaluate_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import publish_need, reopen_need
from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.actions.services import register_service, void_service
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Service
from heluo.people.actions.accounts import deactivate_account
from heluo.people.actions.ending import end
from tests.cast import Cast

WHY = "只讲了课，没有到地里看"


@pytest.fixture
def served(cast: Cast) -> Need:
    """The specialist accepted and has been there."""
    need = publish_need(
        actor=cast.informant,
        need=Need(
            title="花椒蚜虫防治",
            industry=cast.pepper,
            place=cast.village,
            contact_phone="13700000001",
            requester_account=cast.requester,
        ),
    )
    account = cast.specialist_account
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    accept_offer(actor=account, offer=offer)
    now = clock.now()
    visit = Service(
        need=need,
        kind="visit",
        specialist=cast.specialist,
        industry=cast.pepper,
        place=cast.village,
        started_at=now - timedelta(hours=2),
        ended_at=now,
        title="花椒修剪",
    )
    register_service(actor=account, service=visit, lines=ServiceLines())
    need.refresh_from_db()
    return need


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    if hasattr(user, "password"):
        client.force_login(user)
    return client


def page(user: Any, name: str, need: Need) -> str:
    return signed_in(user).get(reverse(f"needs:{name}", args=[need.public_id])).content.decode()


def test_each_reason_is_quoted_to_those_inside_alone(cast, served):
    reopen_need(actor=cast.requester, need=served, reason=WHY)
    for user in (cast.requester, cast.county_officer):
        assert WHY in page(user, "need", served)
    for user in (cast.visitor, cast.stranger.county_officer):
        assert WHY not in page(user, "need", served)


def test_the_office_sends_the_same_once_more_and_they_are_told(cast, served):
    office = signed_in(cast.county_officer)
    address = reverse("needs:reopen", args=[served.public_id])
    assert 'name="to_same"' in office.get(address).content.decode()
    office.post(address, {"reason": WHY, "to_same": "on"})
    served.refresh_from_db()
    assert served.state == "assigned"
    told = Notice.objects.get(template="needs.come_again")
    assert told.user_id_text == str(cast.specialist_account.public_id)
    assert WHY in page(cast.specialist_account, "need", served)


def test_a_requester_is_not_offered_to_choose_who_comes(cast, served):
    assert 'name="to_same"' not in page(cast.requester, "reopen", served)


def test_where_nobody_had_accepted_nobody_comes_again(cast, served):
    served.offers.update(state="withdrawn")
    assert 'name="to_same"' not in page(cast.county_officer, "reopen", served)
    with pytest.raises(Refused, match="Nobody had accepted"):
        reopen_need(actor=cast.county_officer, need=served, reason=WHY, to_same=True)


def test_who_may_not_reopen_reads_who_may(cast, served):
    assert "the village committee or the science office" in page(cast.stranger.requester, "reopen", served)


def test_who_serves_no_longer_does_not_come_again(cast, served):
    end(actor=cast.officer, thing=cast.specialist, last_day=clock.today(), reason="期满")
    with pytest.raises(Refused) as refusal:
        reopen_need(actor=cast.officer, need=served, reason=WHY, to_same=True)
    assert cast.specialist.name in str(refusal.value)
    void_service(actor=cast.officer, service=served.services.get(), reason="没有去")
    served.refresh_from_db()
    assert served.state == "published"
    assert served.offers.get().state == "withdrawn"


def test_whoever_was_there_reads_that_the_people_served_were_not_content(cast, served):
    reopen_need(actor=cast.requester, need=served, reason=WHY)
    client = signed_in(cast.specialist_account)
    told = client.get(reverse("notices")).content.decode()
    assert f"The people served by the need {served.number} were not content" in told
    assert "taken back" not in told
    story = page(cast.county_officer, "need", served)
    assert f"{cast.specialist} is not to come again" in story
    assert "was taken back" not in story


def test_whoever_was_there_and_has_no_account_is_to_be_told_the_same(cast, served):
    deactivate_account(actor=cast.administrator, account=cast.specialist_account)
    reopen_need(actor=cast.requester, need=served, reason=WHY)
    assert (
        "not content; somebody else is looked for"
        in signed_in(cast.county_officer).get("/desk/queue/").content.decode()
    )


def test_the_words_of_whoever_was_not_content_stand_on_top_and_once_in_the_story(cast, served):
    digits = issue_code(actor=cast.informant, service=served.services.get()).plain.digits
    answer = {"number": served.number, "code": digits, "took_place": "yes", "satisfied": "no", "comment": WHY}
    Client().post(reverse("needs:confirm"), answer)
    shown = page(cast.county_officer, "need", served)
    top, story = shown.split("The story")
    assert f"What was not good: “{WHY}”" in top
    assert story.count(WHY) == 1
    assert WHY not in page(cast.visitor, "need", served)


def test_so_do_those_with_which_the_village_opened_it_again(cast, served):
    reopen_need(actor=cast.requester, need=served, reason=WHY)
    top, story = page(cast.county_officer, "need", served).split("The story")
    assert f"What was not good: “{WHY}”" in top
    assert story.count(WHY) == 1


def test_the_story_says_nothing_twice_in_one_line(cast, served):
    evaluate_service(actor=cast.requester, service=served.services.get(), judgement=Judgement(is_satisfied=False))
    for user, said in ((cast.county_officer, "Judged: not content"), (cast.visitor, "Reopened: the people served")):
        lines = re.findall(r"<p>(.*?)</p>", page(user, "need", served).split("The story")[1])
        assert [line for line in lines if said in line and "·" not in line]


def test_of_several_steps_of_a_day_the_story_says_the_hour(cast, served):
    times = re.findall(r"<time[^>]*>([^<]*)</time>", page(cast.county_officer, "need", served).split("The story")[1])
    assert len(times) > 3
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", when) for when in times)


def test_whoever_asked_reads_of_the_own_code_and_the_town_of_theirs(cast):
    need = publish_need(
        actor=cast.informant,
        need=Need(title="花椒修剪", industry=cast.pepper, place=cast.village, requester_account=cast.requester),
    )
    assert "You have no code yet" in page(cast.requester, "need", need)
    assert "nobody has got one yet" in page(cast.informant, "need", need)
    assert "nobody has got one yet" not in page(cast.requester, "need", need)


@pytest.mark.parametrize("role", ["informant", "committee", "clerk"])
def test_the_desk_is_named_for_all_who_take_needs_down(cast, role):
    desk = signed_in(getattr(cast, role)).get(reverse("needs:town")).content.decode()
    assert "Needs in my area" in desk
    assert "town's needs" not in desk
