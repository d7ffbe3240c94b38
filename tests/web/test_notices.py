"""The account's notices: what waits, where each leads, what reached nobody; and that every notice has its words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from heluo.base import clock
from heluo.base.models import Notice
from heluo.base.outbox import delivery, inbox, words
from heluo.base.worker import chores
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import Candidate, invite
from heluo.needs.models import Need
from heluo.people.actions.agreements import draft_agreement, propose_agreement


@pytest.fixture
def need(cast) -> Need:
    assert cast.county_officer
    asked = Need(
        title="花椒蚜虫防治",
        industry=cast.pepper,
        place=cast.village,
        contact_name="张福来",
        contact_phone="13700000001",
        channel="proxy",
        is_proxied=True,
    )
    return publish_need(actor=cast.informant, need=asked)


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def page_of(client):
    """Sign an account in and read the page of its notices."""

    def read(account) -> str:
        client.force_login(account)
        return client.get(reverse("notices")).content.decode()

    return read


def test_an_officer_reads_of_a_new_need_and_is_led_to_it(cast, need, client, page_of):
    page = page_of(cast.county_officer)
    assert f"A new need was published: {need.number}." in page
    assert need.title in page
    (notice,) = inbox.notices_for(cast.county_officer)
    answer = client.get(reverse("notice", args=[notice.public_id]))
    assert answer["Location"] == reverse("needs:need", args=[need.public_id])
    assert inbox.unread_count(cast.county_officer) == 0


def test_the_masthead_counts_what_is_unread_until_all_is_marked(cast, need, client, page_of):
    assert "1<span" in page_of(cast.county_officer)
    client.post(reverse("notices-read"))
    page = client.get("/").content.decode()
    assert reverse("notices") in page
    assert "1<span" not in page


def test_an_invitation_leads_to_its_need(cast, need, client, page_of):
    assert cast.specialist_account
    invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    page = page_of(cast.specialist_account)
    assert f"You are invited to the need {need.number}." in page
    assert need.title in page
    (notice,) = inbox.notices_for(cast.specialist_account)
    answer = client.get(reverse("notice", args=[notice.public_id]))
    assert answer["Location"] == reverse("needs:need", args=[need.public_id])


def test_an_agreement_waits_for_its_signature(cast, client, page_of):
    assert cast.specialist_account
    today = clock.today()
    agreement = draft_agreement(
        actor=cast.county_officer,
        specialist=cast.specialist,
        client=cast.cooperative,
        place=cast.village,
        first_day=today,
        last_day=today + timedelta(days=90),
        tasks="每月到基地一次。",
    )
    propose_agreement(actor=cast.county_officer, agreement=agreement)
    assert f"The agreement of service {agreement.number} waits for your signature." in page_of(cast.specialist_account)
    (notice,) = inbox.notices_for(cast.specialist_account)
    answer = client.get(reverse("notice", args=[notice.public_id]))
    assert answer["Location"] == reverse("people:agreement", args=[agreement.public_id])


def test_nobody_opens_anothers_notice(cast, need, client, page_of):
    (notice,) = inbox.notices_for(cast.county_officer)
    page_of(cast.informant)
    assert client.get(reverse("notice", args=[notice.public_id])).status_code == 404
    assert inbox.unread_count(cast.county_officer) == 1


def test_what_reached_nobody_is_shown_to_the_countys_officer_with_its_reason(cast, need, client, settings, page_of):
    settings.NOTICE_WEBHOOK = "http://127.0.0.1:9/"
    moment = clock.now()
    for _try in range(len(delivery.RETRY_MINUTES) + 1):
        moment += timedelta(days=2)
        with clock.at(moment), translation.override("en"):
            delivery.send_due()
    for account, seen in ((cast.county_officer, True), (cast.officer, True), (cast.stranger.county_officer, False)):
        page_of(account)
        page = client.get(reverse("notices-undelivered")).content.decode()
        assert (need.number in page, "The gateway could not be reached" in page) == (seen, seen)
        assert "13700000001" not in page


@pytest.mark.parametrize("template", sorted(words.sentences()))
def test_every_notice_reads_as_a_sentence(template):
    context = {"number": "LY-2026-000001", "original": "LY-2026-000002", "who": "赵文山", "address": "/confirm/"}
    text = words.text_of(Notice(template=template, context=context))
    assert "%" not in text


def test_the_worker_ends_agreements_daily():
    assert {"agreements run out"} <= {chore.name for chore in chores()}
