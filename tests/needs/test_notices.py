"""In which words the loop speaks to whom: to those who ask of their need, to whoever only published it of that."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heluo.base import clock
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import decline_need, mark_duplicate, publish_need, release_need, reopen_need
from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.actions.services import correct_service, register_service
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Service
from tests.cast import Cast


def published(cast: Cast, **asking: Any) -> Need:
    need = Need(title="花椒蚜虫防治", industry=cast.pepper, place=cast.village, contact_phone="13700000001", **asking)
    return publish_need(actor=cast.informant, need=need)


@pytest.fixture
def need(cast: Cast) -> Need:
    return published(cast, requester_account=cast.requester)


def somebody_accepts(cast: Cast, need: Need) -> None:
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    accept_offer(actor=cast.specialist_account, offer=offer)


def somebody_serves(cast: Cast, need: Need) -> Service:
    somebody_accepts(cast, need)
    now = clock.now()
    visit = Service(need=need, kind="visit", specialist=cast.specialist, industry=cast.pepper, place=cast.village)
    visit.started_at, visit.ended_at, visit.title = now - timedelta(hours=2), now, "花椒修剪"
    return register_service(actor=cast.specialist_account, service=visit, lines=ServiceLines())


def it_is_corrected(cast: Cast, need: Need) -> None:
    visit, changes = somebody_serves(cast, need), {"title": "花椒秋季修剪"}
    correct_service(
        actor=cast.specialist_account, service=visit, changes=changes, lines=ServiceLines(), reason="名称写错"
    )


def they_come_again(cast: Cast, need: Need) -> None:
    somebody_serves(cast, need)
    reopen_need(actor=cast.county_officer, need=need, reason="只讲了课", to_same=True)


def nobody_comes_after_all(cast: Cast, need: Need) -> None:
    somebody_accepts(cast, need)
    release_need(actor=cast.county_officer, need=need, reason="没有来")


def it_is_declined(cast: Cast, need: Need) -> None:
    decline_need(actor=cast.county_officer, need=need, reason="不属于科技服务", do_instead="请找供电所")


def it_goes_on_elsewhere(cast: Cast, need: Need) -> None:
    mark_duplicate(actor=cast.county_officer, need=need, parent=published(cast))


ACTS = [
    somebody_accepts, somebody_serves, it_is_corrected, they_come_again, nobody_comes_after_all, it_is_declined,
    it_goes_on_elsewhere,
]  # fmt: skip


def told(user: Any, language: str) -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client.get(reverse("notices")).content.decode()


@pytest.mark.parametrize("happens", ACTS)
def test_whoever_only_published_a_need_is_not_told_that_it_is_theirs(cast: Cast, need: Need, happens: Any):
    happens(cast, need)
    theirs, his = told(cast.requester, "en"), told(cast.informant, "en")
    assert f"our need {need.number}" in theirs
    assert "that you published" not in theirs
    assert f"need {need.number} that you published" in his
    assert f"our need {need.number}" not in his
    assert f"您的需求 {need.number}" in told(cast.requester, "zh-hans")
    assert f"您发布的需求 {need.number}" in told(cast.informant, "zh-hans")


def test_whoever_asks_for_the_organisation_and_published_it_is_told_once_as_the_one_who_asks(cast: Cast):
    need = Need(title="花椒修剪", industry=cast.pepper, place=cast.village, requester_organisation=cast.cooperative)
    need = publish_need(actor=cast.contact, need=need)
    somebody_accepts(cast, need)
    assert told(cast.contact, "en").count("agreed to come for your need") == 1
    assert "that you published" not in told(cast.contact, "en")
