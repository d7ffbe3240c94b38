"""Notices leave after the commit, by the channel there is; codes are wiped; failures are tried again, then given up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation
from django.utils.timezone import get_default_timezone

from heluo.base import clock, outbox
from heluo.base.ids import uuid7
from heluo.base.models import Notice
from heluo.base.outbox import channels, delivery, inbox, words
from heluo.base.rules import NoAccount
from heluo.industries.models import Industry
from tests.base.gateway import Gateway

NOON = datetime(2026, 3, 5, 12, tzinfo=get_default_timezone())
PHONE = "13800001234"
_VALUES = {"number": "1", "who": "x", "original": "2", "code": "3", "address": "y"}


@pytest.fixture(autouse=True)
def noon(db):
    with clock.at(NOON):
        yield


@pytest.fixture
def no_gateway(settings):
    settings.NOTICE_WEBHOOK = ""


@pytest.fixture
def gateway(settings):
    with Gateway.running() as running:
        settings.NOTICE_WEBHOOK = running.url
        yield running


def queue(to: object = None, template: str = "needs.code", secret: str = "123456", **context: str) -> Notice:
    """One waiting notice about a row."""
    about = Industry(code="T1", name_zh="食用菌", name_en="Mushrooms", source="synthetic")
    outbox.queue(
        template=template,
        to=to or outbox.Address("sms", PHONE),
        about=about,
        context=context or {"number": "LY-2026-000001", "address": "https://heluo.example/confirm/"},
        at=clock.now(),
        secret=secret,
    )
    return Notice.objects.latest("pk")


def sent(notice: Notice) -> Notice:
    delivery.send_due()
    notice.refresh_from_db()
    return notice


def test_without_a_gateway_it_is_kept_and_says_what_to_do(no_gateway):
    with translation.override("en"):
        notice = sent(queue())
    assert (notice.state, notice.error) == ("kept", "No SMS gateway is set: read it to them or print the slip.")
    assert notice.secret == "123456"


@pytest.mark.parametrize("state", ["waiting", "kept", "dead"])
def test_what_nobody_has_got_is_called_back(gateway, state):
    notice, about = queue(), Industry(code="T2", name_zh="蔬菜", name_en="Vegetables", source="synthetic")
    Notice.objects.filter(pk=notice.pk).update(state=state, about_id=str(about.public_id))
    outbox.call_back(about)
    delivery.send_due()
    assert not gateway.taken
    assert not Notice.objects.exists()


def test_what_was_sent_is_not_called_back(gateway):
    notice, about = queue(), Industry(code="T2", name_zh="蔬菜", name_en="Vegetables", source="synthetic")
    Notice.objects.filter(pk=notice.pk).update(about_id=str(about.public_id))
    assert sent(notice).state == "sent"
    outbox.call_back(about)
    assert Notice.objects.filter(pk=notice.pk).exists()


def test_a_code_is_not_shown_in_passing():
    assert "123456" not in words.text_of(queue())


def test_the_gateway_gets_it_and_the_code_is_wiped(gateway):
    notice = sent(queue())
    assert (notice.state, notice.secret, notice.sent_at) == ("sent", "", NOON)
    (post,) = gateway.taken
    assert post["to"] == PHONE
    assert "123456" in post["text"]
    assert post["id"] == str(notice.public_id)
    assert delivery.send_due() == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, ""), "500"),
        ((403, "no"), "403"),
        ((302, ""), "302"),
        ((200, '{"errcode": 93000, "errmsg": "invalid webhook url"}'), "93000"),
        ((200, '{"code": 19021}'), "19021"),
    ],
)
def test_what_the_gateway_refuses_is_tried_again(gateway, answer, error):
    gateway.answers = [answer]
    notice = sent(queue())
    assert notice.state == "waiting"
    assert error in notice.error
    assert notice.secret
    assert delivery.send_due() == 0
    with clock.at(NOON + timedelta(minutes=1)):
        assert sent(notice).state == "sent"


@pytest.mark.parametrize(
    "answer", ['{"code": 200}', '{"code": "OK"}', '{"code": "ok"}', '{"errcode": 0}', '{"code": null}']
)
def test_what_gateways_say_when_they_took_it(gateway, answer):
    gateway.answers = [(200, answer)]
    assert sent(queue()).state == "sent"


def test_the_codes_of_another_gateway_are_a_setting(gateway, settings):
    settings.NOTICE_SUCCESS = ["1000"]
    gateway.answers = [(200, '{"code": 1000}'), (200, '{"code": 0}')]
    assert sent(queue()).state == "sent"
    assert sent(queue()).state == "waiting"


def test_a_gateway_that_is_not_there_is_tried_later_and_later_then_given_up(settings):
    settings.NOTICE_WEBHOOK = "http://127.0.0.1:9/?key=geheim"
    notice, moment, waits = queue(), NOON, []
    while notice.state != "dead":
        with clock.at(moment):
            sent(notice)
        waits.append((notice.due_at - moment) // timedelta(minutes=1))
        moment = notice.due_at
    assert tuple(waits[: len(delivery.RETRY_MINUTES)]) == delivery.RETRY_MINUTES
    assert "geheim" not in notice.error
    assert PHONE not in notice.error


def test_any_answer_that_is_not_json_is_a_success(gateway):
    gateway.answers = [(200, "OK")]
    assert sent(queue()).state == "sent"


def test_what_a_dead_worker_took_is_sent_by_another(gateway):
    notice = queue()
    assert delivery._take(notice)
    assert delivery.send_due() == 0
    with clock.at(NOON + timedelta(minutes=delivery.TAKEN_MINUTES)):
        assert sent(notice).state == "sent"


def test_two_workers_do_not_take_the_same():
    first = queue()
    second = Notice.objects.get(pk=first.pk)
    assert [delivery._take(first), delivery._take(second)] == [True, False]


@pytest.mark.parametrize("template", ["nobody.knows", "needs.duplicate"])
def test_without_its_words_it_is_given_up(template, gateway):
    notice = sent(queue(template=template))
    assert notice.state == "dead"
    assert template in notice.error
    assert not gateway.taken


def test_one_bad_notice_does_not_keep_the_others(gateway):
    queue(template="nobody.knows")
    assert sent(queue()).state == "sent"


def test_an_unknown_channel_is_said(settings):
    assert "pigeon" in sent(queue(outbox.Address("pigeon"))).error


@pytest.mark.parametrize("hook", ["no_gateway", "gateway"])
def test_old_codes_and_addresses_are_wiped(request, hook):
    request.getfixturevalue(hook)
    notice = sent(queue())
    waits = queue()
    assert delivery.wipe_old() == 0
    with clock.at(NOON + timedelta(days=61)):
        assert delivery.wipe_old() == 1
        assert delivery.wipe_old() == 0
    notice.refresh_from_db()
    waits.refresh_from_db()
    assert (notice.secret, notice.address) == ("", "")
    assert (waits.secret, waits.address) == ("123456", PHONE)


def test_what_was_sent_a_year_ago_is_forgotten_and_what_reached_nobody_stays(settings, gateway):
    sent(queue())
    settings.NOTICE_WEBHOOK = ""
    kept = sent(queue())
    assert delivery.forget_old() == 0
    with clock.at(NOON + timedelta(days=366)):
        assert delivery.forget_old() == 1
    assert Notice.objects.get() == kept


# --- on the page ---------------------------------------------------------------------------------------------------


@pytest.fixture
def reader():
    return NoAccount(str(uuid7()))


def test_the_page_shows_ones_own_newest_first(reader):
    first, second = queue(reader, "needs.published"), queue(reader, "needs.assigned")
    queue(NoAccount(str(uuid7())), "needs.published")
    assert list(inbox.notices_for(reader)) == [second, first]
    assert sent(first).state == "sent"
    assert inbox.unread_count(reader) == 2


def test_reading_one_and_all(reader):
    first, _second = queue(reader, "needs.published"), queue(reader, "needs.assigned")
    assert inbox.mark_read(reader, first.public_id) == 1
    assert inbox.unread_count(reader) == 1
    assert inbox.mark_read(NoAccount(str(uuid7()))) == 0
    assert inbox.mark_read(reader) == 1
    assert inbox.unread_count(reader) == 0


def test_it_is_shown_in_the_readers_language(reader):
    notice = queue(reader, "needs.assigned")
    with translation.override("en"):
        assert "need LY-2026-000001" in inbox.shown(notice)
    assert inbox.shown(queue(reader, "gone.words")) == "LY-2026-000001"


def test_every_sentence_can_be_said():
    """Each asks for named values alone, and has some words in either language."""
    for template, sentence in words.sentences().items():
        for language in ("en", "zh-hans"):
            with translation.override(language):
                assert str(sentence) % _VALUES, template


def test_a_notice_is_taken_when_its_turn_has_come(monkeypatch):
    """While a slow gateway takes the first, the second is left to whoever else is free."""
    queue(outbox.Address("slow")), queue(outbox.Address("slow"))
    second, standing = Notice.objects.latest("pk"), []

    def slow(notice: Notice, text: str) -> None:
        second.refresh_from_db()
        standing.append(second.state)

    monkeypatch.setitem(channels._CHANNELS, "slow", slow)
    assert delivery.send_due() == 2
    assert standing == ["waiting", "sending"]


def test_a_notice_that_cannot_be_read_does_not_keep_the_others(gateway):
    unreadable, good = queue(), queue()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_notice SET address = %s WHERE id = %s", [b"another key", unreadable.pk])
    assert delivery.send_due() == 2
    assert [notice["id"] for notice in gateway.taken] == [str(good.public_id)]
    assert Notice.objects.filter(pk=unreadable.pk).values_list("state", "error").get() == ("waiting", "ValueError")


def test_a_round_ends_though_more_is_due(gateway, monkeypatch):
    """So that a worker that is told to stop need not wait for two hundred slow answers."""
    queue(), queue()
    monkeypatch.setattr(delivery, "ROUND_SECONDS", 0)
    assert [delivery.send_due(), delivery.send_due(), delivery.send_due()] == [1, 1, 0]
