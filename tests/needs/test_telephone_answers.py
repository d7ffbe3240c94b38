"""Somebody invited who has no account is rung up, and the answer is written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base import clock
from heluo.base.errors import Denied, No
from heluo.base.models import LedgerEntry, Notice
from heluo.base.rules import VISITOR, may
from heluo.needs.actions.answers import confirm_service
from heluo.needs.actions.codes import issue_code, reissue_for_need
from heluo.needs.actions.needs import edit_need, publish_need, reopen_need, withdraw_need
from heluo.needs.actions.offers import accept_offer, invite, record_yes, withdraw_offer
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Offer, Service
from heluo.people.actions.accounts import deactivate_account
from heluo.people.actions.grants import grant_role
from heluo.people.models import User
from tests.cast import Cast
from tests.needs.drawn import send


def asked(cast: Cast, **more: Any) -> Need:
    need = Need(
        title="花椒蚜虫防治",
        industry=cast.pepper,
        place=cast.village,
        contact_phone="13700000001",
        requester_account=cast.requester,
        **more,
    )
    return publish_need(actor=cast.informant, need=need)


@pytest.fixture
def offer(cast: Cast) -> Offer:
    """To the specialist, who has no account."""
    return invite(actor=cast.county_officer, need=asked(cast), candidate=Candidate(specialist=cast.specialist))


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(user: Any, name: str, *args: Any) -> str:
    return signed_in(user).get(reverse(f"needs:{name}", args=args)).content.decode()


def state(offer: Offer) -> tuple[str, str]:
    offer.refresh_from_db()
    offer.need.refresh_from_db()
    return offer.state, offer.need.state


@pytest.mark.parametrize(("role", "desk"), [("county_officer", "queue"), ("clerk", "town")])
def test_the_desk_of_office_and_hotline_says_whom_to_ring_up(cast, offer, role, desk):
    user = getattr(cast, role)
    yes = reverse("needs:offer-said-yes", args=[offer.public_id])
    for shown in (page(user, desk), page(user, "need", offer.need.public_id)):
        assert f'href="tel:{cast.specialist.phone}"' in shown
        assert yes in shown
    signed_in(user).post(yes)
    assert state(offer) == ("accepted", "assigned")
    assert offer.recorded_by == user
    assert '"proxied":true' in LedgerEntry.objects.get(action="offers.record_yes").payload.replace(" ", "")
    assert yes not in page(user, desk)
    assert str(user) in page(user, "need", offer.need.public_id)


def test_a_no_says_why_and_the_need_is_looked_after_again(cast, offer):
    client, address = signed_in(cast.clerk), reverse("needs:offer-said-no", args=[offer.public_id])
    assert address in page(cast.clerk, "need", offer.need.public_id)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "那几天在外地"}).status_code == 302
    assert state(offer) == ("declined", "published")
    assert "那几天在外地" in page(cast.county_officer, "need", offer.need.public_id)


def test_who_said_yes_by_telephone_may_still_say_no(cast, offer):
    record_yes(actor=cast.clerk, offer=offer)
    no = reverse("needs:offer-said-no", args=[offer.public_id])
    assert no in page(cast.clerk, "need", offer.need.public_id)
    signed_in(cast.clerk).post(no, {"reason": "病了"})
    assert state(offer) == ("declined", "published")


def test_who_has_an_account_answers_for_oneself(cast, offer):
    account = cast.specialist_account
    offer.refresh_from_db()
    for shown in (page(cast.county_officer, "queue"), page(cast.county_officer, "need", offer.need.public_id)):
        assert cast.specialist.phone not in shown
    with pytest.raises(Denied, match="answers for oneself"):
        record_yes(actor=cast.county_officer, offer=Offer.objects.get(pk=offer.pk))
    deactivate_account(actor=cast.administrator, account=account)
    assert cast.specialist.phone in page(cast.county_officer, "queue")


def test_elsewhere_and_in_other_roles_nobody_sees_the_number(cast, offer):
    for user in (cast.informant, cast.auditor, cast.stranger.clerk, cast.stranger.county_officer, cast.requester):
        assert cast.specialist.phone not in page(user, "need", offer.need.public_id)
    assert cast.specialist.phone not in page(cast.stranger.county_officer, "queue")
    assert cast.specialist.phone not in page(cast.auditor, "queue")


def test_a_team_s_leader_is_rung_up(cast):
    need = asked(cast, team_size=2)
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(team=cast.team))
    assert f'href="tel:{cast.leader.phone}"' in page(cast.county_officer, "queue")
    signed_in(cast.county_officer).post(reverse("needs:offer-said-yes", args=[offer.public_id]))
    assert state(offer) == ("accepted", "assigned")


def test_after_inviting_the_message_is_true(cast):
    need = asked(cast)
    answer = signed_in(cast.county_officer).post(
        reverse("needs:invite", args=[need.public_id]), {"candidate": cast.specialist.public_id}, follow=True
    )
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "has no account: please ring them up" in said
    assert cast.specialist.phone not in said
    assert f'href="tel:{cast.specialist.phone}"' in answer.content.decode()


def test_the_desk_asks_as_much_for_many_to_ring_as_for_one(cast, offer):
    numbers = []
    client = signed_in(cast.county_officer)
    for one in (None, cast.colleague, cast.leader):
        if one is not None:
            invite(actor=cast.county_officer, need=asked(cast), candidate=Candidate(specialist=one))
        with CaptureQueriesContext(connection) as asking:
            client.get(reverse("needs:queue"))
        numbers.append(len(asking))
    assert numbers[1] == numbers[2]


def test_the_office_registers_the_service_of_who_has_no_account(cast, offer):
    record_yes(actor=cast.county_officer, offer=offer)
    form = f"{reverse('needs:register')}?for={offer.public_id}"
    assert f'href="{form}"' in page(cast.county_officer, "need", offer.need.public_id)
    officer = signed_in(cast.county_officer)
    assert send(officer, form).status_code == 302
    service = Service.objects.get()
    assert (service.state, service.specialist, service.need) == ("registered", cast.specialist, offer.need)
    assert f"{cast.county_officer}, in the name of whoever served" in page(
        cast.county_officer, "service", service.public_id
    )
    assert state(offer) == ("accepted", "served")
    assert '"proxied":true' in LedgerEntry.objects.get(action="services.register").payload.replace(" ", "")


def test_whoever_registered_a_service_for_others_neither_confirms_nor_checks_it(cast, offer):
    record_yes(actor=cast.county_officer, offer=offer)
    send(signed_in(cast.county_officer), f"{reverse('needs:register')}?for={offer.public_id}")
    service = Service.objects.get()
    assert not may(cast.county_officer, "services.check", service)
    assert not may(cast.county_officer, "services.bring_code", service)
    assert may(cast.auditor, "services.check", service)


def test_whoever_registered_a_service_for_others_never_sees_its_code(cast, offer):
    """Neither afterwards, nor by drawing the need's code before: that one ends, and another goes to the contact."""
    record_yes(actor=cast.county_officer, offer=offer)
    drawn = reissue_for_need(actor=cast.county_officer, need=offer.need).plain
    send(signed_in(cast.county_officer), f"{reverse('needs:register')}?for={offer.public_id}")
    service = Service.objects.get()
    with pytest.raises(Denied):
        issue_code(actor=cast.county_officer, service=service)
    with pytest.raises(No):
        confirm_service(actor=VISITOR, service=service, took_place=True, channel="qr", token=drawn.token)
    sent = Notice.objects.get(template="services.code").secret
    confirm_service(actor=VISITOR, service=service, took_place=True, channel="sms", code=sent)
    service.refresh_from_db()
    assert service.state == "confirmed"


def test_who_serves_has_not_seen_its_code_as_the_towns_informant_either(cast):
    """One may be both: the code that one drew before one was invited ends."""
    need = asked(cast)
    grant_role(actor=cast.officer, account=cast.specialist_account, role="informant", place=cast.town)
    both = User.objects.get(pk=cast.specialist_account.pk)
    drawn = reissue_for_need(actor=both, need=need).plain
    accept_offer(
        actor=both, offer=invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    )
    send(signed_in(both), f"{reverse('needs:register')}?need={need.public_id}")
    with pytest.raises(No):
        confirm_service(actor=VISITOR, service=Service.objects.get(), took_place=True, channel="qr", token=drawn.token)


def test_a_code_that_somebody_else_drew_stays_in_hand(cast, offer):
    record_yes(actor=cast.county_officer, offer=offer)
    drawn = reissue_for_need(actor=cast.informant, need=offer.need).plain
    send(signed_in(cast.county_officer), f"{reverse('needs:register')}?for={offer.public_id}")
    service = Service.objects.get()
    confirm_service(actor=VISITOR, service=service, took_place=True, channel="qr", token=drawn.token)
    assert not Notice.objects.filter(template="services.code").exists()


def test_a_service_is_registered_by_office_for_nobody_with_an_account_and_by_nobody_else(cast, offer):
    record_yes(actor=cast.county_officer, offer=offer)
    form = f"{reverse('needs:register')}?for={offer.public_id}"
    assert signed_in(cast.informant).get(form).status_code == 403
    assert signed_in(cast.stranger.county_officer).get(form).status_code == 404
    assert cast.specialist_account
    assert signed_in(cast.county_officer).get(form).status_code == 403


# --- who is still to be told ----------------------------------------------------------------------------------------


def taken_back(cast: Cast, offer: Offer) -> None:
    withdraw_offer(actor=cast.county_officer, offer=offer, reason="已有人去")


def with_the_need(cast: Cast, offer: Offer) -> None:
    withdraw_need(actor=cast.requester, need=offer.need, reason="不用了")


def once_more(cast: Cast, offer: Offer) -> None:
    record_yes(actor=cast.clerk, offer=offer)
    Need.objects.filter(pk=offer.need_id).update(state="served", served_at=clock.now())
    reopen_need(actor=cast.county_officer, need=offer.need, reason="没有解决", to_same=True)


def another_day(cast: Cast, offer: Offer) -> None:
    Need.objects.filter(pk=offer.need_id).update(team_size=2)
    record_yes(actor=cast.clerk, offer=offer)
    edit_need(actor=cast.requester, need=offer.need, changes={"wanted_from": clock.today() + timedelta(days=3)})


@pytest.mark.parametrize(("role", "desk"), [("county_officer", "queue"), ("clerk", "town")])
@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (taken_back, "The invitation was taken back."),
        (with_the_need, "The invitation was taken back."),
        (once_more, "please go once more"),
        (another_day, "What is asked was changed"),
    ],
)
def test_whoever_reads_no_notice_stands_on_the_desk_until_told(cast, offer, role, desk, happens, said):
    happens(cast, offer)
    user, told = getattr(cast, role), reverse("needs:offer-told", args=[offer.public_id])
    for shown in (page(user, desk), page(user, "need", offer.need.public_id)):
        assert said in shown
        assert told in shown
        assert f'href="tel:{cast.specialist.phone}"' in shown
    assert told not in page(cast.stranger.county_officer, "queue")
    assert signed_in(user).post(told).status_code == 302
    assert told not in page(user, desk)
    assert "was told by telephone" in page(user, "need", offer.need.public_id)
    assert signed_in(user).post(told).status_code == 403


def test_whoever_is_invited_anew_need_not_hear_of_the_old_invitation(cast, offer):
    taken_back(cast, offer)
    invite(actor=cast.county_officer, need=offer.need, candidate=Candidate(specialist=cast.specialist))
    assert reverse("needs:offer-told", args=[offer.public_id]) not in page(cast.county_officer, "queue")


def test_whoever_cannot_come_again_has_been_told(cast, offer):
    once_more(cast, offer)
    no = reverse("needs:offer-said-no", args=[offer.public_id])
    assert no in page(cast.clerk, "town")
    signed_in(cast.clerk).post(no, {"reason": "病了"})
    assert reverse("needs:offer-told", args=[offer.public_id]) not in page(cast.clerk, "town")


def test_whoever_has_an_account_reads_it_there(cast, offer):
    assert cast.specialist_account
    taken_back(cast, Offer.objects.get())
    assert reverse("needs:offer-told", args=[offer.public_id]) not in page(cast.county_officer, "queue")
