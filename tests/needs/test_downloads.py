"""What lies on an officer's desks as workbooks: within the officer's places, without a contact."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heluo.base import clock
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import invite, record_yes
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need
from tests.cast import Cast, Side
from tests.web.world import World


def asked(cast: Cast, side: Side, **more: Any) -> Need:
    given = {
        "title": "花椒修剪",
        "industry": cast.pepper,
        "contact_phone": "13812341234",
    } | more
    return publish_need(actor=side.informant, need=Need(place=side.village, contact_name="张大爷", **given))


def read(client: Client, address: str) -> list[dict[str, Any]]:
    heading, *rows = load_workbook(BytesIO(client.get(address).content)).active.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.county_officer)
    return client


def test_the_queue_as_a_workbook_says_who_comes_and_no_contact(cast: Cast, officer: Client):
    need = asked(cast, cast)
    asked(cast, cast.stranger)
    record_yes(
        actor=cast.county_officer,
        offer=invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist)),
    )
    (row,) = read(officer, reverse("needs:queue-workbook"))
    assert (row["编号"], row["标题"], row["谁会来"]) == (need.number, "花椒修剪", "赵文山")
    assert row["地点"] == cast.village.path
    assert "13812341234" not in str(row)
    assert "张大爷" not in str(row)


def test_the_workbook_is_narrowed_as_the_page_is(cast: Cast, officer: Client):
    asked(cast, cast)
    apples = asked(cast, cast, title="苹果疏花", industry=cast.apple)
    shown = officer.get(reverse("needs:queue"), {"q": "苹果"}).content.decode()
    link = reverse("needs:queue-workbook") + "?q=%E8%8B%B9%E6%9E%9C"
    assert f'href="{link}"' in shown
    assert [row["编号"] for row in read(officer, link)] == [apples.number]


def test_many_needs_ask_as_much_as_one(cast: Cast, officer: Client):
    def asking() -> int:
        with CaptureQueriesContext(connection) as captured:
            officer.get(reverse("needs:queue-workbook"))
        return len(captured)

    asked(cast, cast)
    asking()
    few = asking()
    for _time in range(3):
        asked(cast, cast)
    assert asking() == few


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_services_of_a_year_with_what_was_counted_and_nobody_s_name(world: World, client: Client):
    service = world.service
    client.force_login(world.county_officer)
    year = clock.today().year
    address = reverse("needs:services-workbook", args=[year])
    assert f'href="{address}"' in client.get(reverse("needs:to-check")).content.decode()
    row = next(row for row in read(client, address) if row["编号"] == service.number)
    assert row["到场人次"] == service.attendances.count()
    assert row["帮扶户数"] == service.helps.count()
    assert not any(one.person and one.person.name in str(row) for one in service.attendances.all())
    client.force_login(world.stranger.county_officer)
    assert read(client, address) == []
    assert read(client, reverse("needs:services-workbook", args=[year - 1])) == []
