"""An agreement's life, signed by both sides, and its document."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from heluo.base import clock
from heluo.base.errors import Denied, Invalid, Refused
from heluo.base.models import Notice
from heluo.base.rules import SYSTEM
from heluo.people.actions import agreements as do
from heluo.people.actions.grants import grant_role
from heluo.people.documents import agreement_document
from heluo.people.lifecycle import AGREEMENT
from heluo.people.queries.agreements import visible_to

TERMS = {"first_day": date(2020, 3, 1), "last_day": date(2020, 12, 31), "tasks": "每月到基地指导一次。\n防治蚜虫。"}


@pytest.fixture
def draft(cast):
    return do.draft_agreement(
        actor=cast.county_officer, specialist=cast.specialist, client=cast.cooperative, place=cast.village, **TERMS
    )


@pytest.fixture
def signed(cast, draft):
    assert cast.specialist_account
    do.propose_agreement(actor=cast.county_officer, agreement=draft)
    do.sign_as_client(actor=cast.contact, agreement=draft)
    return do.sign_as_specialist(actor=cast.specialist_account, agreement=draft)


def test_signed_by_both_it_is_in_force(signed, cast):
    assert signed.state == "in_force"
    assert signed.client_signatory == cast.contact
    assert "A-" in signed.number


def test_nobody_signs_for_both(cast, draft):
    account = cast.specialist_account
    do.propose_agreement(actor=account, agreement=draft)
    half = do.sign_as_specialist(actor=account, agreement=draft)
    assert half.state == "half_signed"
    with pytest.raises(Denied):
        do.sign_as_specialist(actor=account, agreement=draft)
    with pytest.raises(Denied):
        do.sign_as_client(actor=account, agreement=draft)


def test_one_account_does_not_sign_for_both_sides(cast, draft):
    account = cast.specialist_account
    grant_role(actor=SYSTEM, account=account, role="contact", organisation=cast.cooperative)
    do.propose_agreement(actor=account, agreement=draft)
    with pytest.raises(Denied):
        do.sign_as_client(actor=account, agreement=draft)


def test_both_sides_are_told_that_it_waits(cast, draft):
    told = [cast.specialist_account, cast.contact]
    do.propose_agreement(actor=cast.county_officer, agreement=draft)
    notices = Notice.objects.filter(template="agreement_to_sign")
    assert {notice.user_id_text for notice in notices} == {str(account.public_id) for account in told}


def test_it_stands_on_the_pages_of_both_sides_for_those_who_see_it(client, cast, draft):
    pages = (f"/specialists/{cast.specialist.public_id}/", f"/organisations/{cast.cooperative.public_id}/")
    for page in pages:
        assert draft.number not in client.get(page).content.decode()
    client.force_login(cast.contact)
    for page in pages:
        assert draft.number in client.get(page).content.decode()


def test_what_was_put_up_stays(cast, draft):
    do.edit_agreement(actor=cast.county_officer, agreement=draft, **TERMS | {"fee_fen": 120050})
    do.propose_agreement(actor=cast.county_officer, agreement=draft)
    with pytest.raises(Denied):
        do.edit_agreement(actor=cast.county_officer, agreement=draft, **TERMS)


def test_whoever_ends_it_second_keeps_what_they_wrote(as_user, cast, signed):
    do.end_agreement(actor=cast.contact, agreement=signed, reason="基地流转")
    answer = as_user(cast.contact).post(
        reverse("people:agreement-end", args=[signed.public_id, "end"]), {"reason": "换人服务"}
    )
    assert answer.status_code == 422
    assert "换人服务" in answer.content.decode()


def test_ending_says_why(cast, signed):
    with pytest.raises(Invalid):
        do.end_agreement(actor=cast.contact, agreement=signed, reason=" ")
    assert do.end_agreement(actor=cast.contact, agreement=signed, reason="基地流转").state == "ended"


def test_it_runs_out_by_itself(signed):
    with clock.at(datetime(2020, 12, 31, 4, tzinfo=UTC)):
        assert do.let_agreements_run_out() == 0
    with clock.at(datetime(2021, 1, 1, 4, tzinfo=UTC)):
        assert do.let_agreements_run_out() == 1
        assert do.let_agreements_run_out() == 0


@pytest.mark.parametrize("last_day", [date(2020, 1, 1), date(2030, 3, 1), date(2096, 1, 1)])
def test_days_in_order_and_not_too_many(cast, last_day):
    with pytest.raises(Invalid) as refusal:
        do.draft_agreement(
            actor=cast.officer,
            specialist=cast.specialist,
            client=cast.cooperative,
            place=cast.village,
            **TERMS | {"last_day": last_day},
        )
    assert "last_day" in refusal.value.fields


def test_an_agreement_may_run_for_ten_years(cast):
    whole = TERMS | {"last_day": date(2030, 2, 28)}
    sides = {"specialist": cast.specialist, "client": cast.cooperative}
    assert do.draft_agreement(actor=cast.officer, place=cast.village, **sides, **whole).state == "drafted"


def test_every_other_move_is_refused(cast, draft):
    """From each state, each act that has no row in the table is refused whoever asks."""
    moves = {"propose": do.propose_agreement, "sign_as_specialist": do.sign_as_specialist}
    assert cast.specialist_account
    for state in (state.key for state in AGREEMENT.states):
        type(draft).objects.filter(pk=draft.pk).update(state=state)
        for act, move in moves.items():
            if AGREEMENT.find(state, act) is None:
                with pytest.raises(Refused):
                    move(actor=cast.specialist_account, agreement=draft)


def test_seen_by_both_sides_and_the_office(cast, draft):
    everyone = cast.everyone()
    found = {who for who, user in everyone.items() if visible_to(user).exists()}
    inside = ("city_officer", "county_officer", "auditor", "administrator", "specialist", "contact")
    assert found == {(role, "inside") for role in inside}


def test_the_document(signed):
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(agreement_document(signed))).paragraphs)
    assert "科技特派员服务协议" in text
    assert "2020年3月1日" in text
    assert "防治蚜虫。" in text
    assert "不收取报酬" in text
    assert "138" not in text


def test_the_whole_way_on_pages(client, cast):
    client.force_login(cast.county_officer)
    form = {
        "specialist": cast.specialist.number,
        "client": cast.cooperative.name,
        "place": "洛宁 张营",
        "first_day": "2020-03-01",
        "last_day": "2020-12-31",
        "tasks": "指导修剪",
        "fee": "1200.50",
    }
    wrong = client.post(reverse("people:agreement-new"), form | {"last_day": "2019-01-01"})
    assert wrong.status_code == 422
    assert "指导修剪" in wrong.content.decode()
    page = client.post(reverse("people:agreement-new"), form, follow=True)
    agreement = visible_to(cast.officer).get()
    assert agreement.fee_fen == 120050
    assert agreement.number in page.content.decode()
    for user, act in (
        (cast.county_officer, "propose"),
        (cast.contact, "sign_as_client"),
        (cast.specialist_account, "sign_as_specialist"),
    ):
        client.force_login(user)
        client.post(reverse("people:agreement-act", args=[agreement.public_id, act]))
    agreement.refresh_from_db()
    assert agreement.state == "in_force"
    document = client.get(reverse("people:agreement-document", args=[agreement.public_id]))
    assert document.content[:2] == b"PK"
    client.force_login(cast.stranger.county_officer)
    assert client.get(reverse("people:agreement", args=[agreement.public_id])).status_code == 404
