"""Whose household a specialist can find: where they have to do with it; and namesakes without a telephone number."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from heluo.base.rules import SYSTEM
from heluo.needs.models import Service
from heluo.people.actions.households import create_household
from heluo.people.id_number import check_character
from tests.needs.test_service_pages import assigned, filled, register, signed_in

__all__ = ["assigned"]


@pytest.fixture
def ask(cast, assigned):
    """The lines that the chips of a name write, as the page draws them."""
    client = signed_in(cast.specialist_account)

    def lines(head, place):
        asked = {"household_words": head, "place": place.public_id}
        page = client.post(reverse("needs:find-households"), asked).content.decode()
        return re.findall(r'data-line="([^"]*)"', page)

    return lines


def household(place, head="郭有粮", born=""):
    body = f"410328{born}001" if born else ""
    number = body and body + check_character(body)
    return create_household(actor=SYSTEM, head_name=head, place=place, category="ordinary", id_number=number)


@pytest.fixture
def namesakes(cast):
    """Two households of one village and one name, neither with a telephone number."""
    return household(cast.village, "张小虎", born="19600101"), household(cast.village, "张小虎", born="19710101")


@pytest.mark.parametrize("place", ["neighbour_village", "town", "county", "other_town"])
def test_nobody_is_found_outside_the_village_of_ones_need(cast, ask, place):
    where = getattr(cast, place)
    household(cast.neighbour_village)
    household(cast.other_town)
    assert not ask("郭有粮", where)
    reply = signed_in(cast.specialist_account).post(
        reverse("needs:register"),
        filled(place=where.public_id, industry="A0163-01", technologies="", helps="郭有粮 修剪"),
    )
    unknown = signed_in(cast.specialist_account).post(
        reverse("needs:register"),
        filled(place=where.public_id, industry="A0163-01", technologies="", helps="查无此 修剪"),
    )
    told = [re.findall(r"“[^”]*” is not on file[^<]*", page.content.decode()) for page in (reply, unknown)]
    assert told[0]
    assert [line.replace("郭有粮", "查无此") for line in told[0]] == told[1]
    assert not ask("郭有粮", cast.stranger.county)


def test_where_one_has_served_one_finds_households(cast, ask):
    household(cast.neighbour_village)
    reply = signed_in(cast.specialist_account).post(
        reverse("needs:register"),
        filled(place=cast.neighbour_village.public_id, industry="A0163-01", technologies="", helps=""),
    )
    assert reply.status_code == 302, reply.content.decode()
    assert ask("郭有粮", cast.neighbour_village) == ["郭有粮 "]
    assert not ask("郭有粮", cast.town)


def test_a_service_of_a_county_opens_no_county(cast, ask):
    household(cast.neighbour_village)
    reply = signed_in(cast.specialist_account).post(
        reverse("needs:register"),
        filled(place=cast.county.public_id, industry="A0163-01", technologies="", helps=""),
    )
    assert reply.status_code == 302
    assert not ask("郭有粮", cast.county)


def test_namesakes_without_a_number_are_registered_by_their_chip(cast, assigned, ask, namesakes):
    lines = ask("张小虎", cast.village)
    assert len(lines) == 2
    service = register(cast, assigned, helps=f"{lines[1]}修剪花椒 增收800元")
    assert [(line.household, line.measure) for line in service.helps.all()] == [(namesakes[1], "修剪花椒")]


def test_a_correction_keeps_the_namesake_that_was_helped(cast, assigned, ask, namesakes):
    service = register(cast, assigned, helps=f"{ask('张小虎', cast.village)[1]}修剪花椒")
    client, address = signed_in(cast.specialist_account), reverse("needs:service-correct", args=[service.public_id])
    drawn = client.get(address).context["form"]
    sent = {name: drawn[name].value() or "" for name in drawn.fields if name not in ("photo", "workbook")}
    reply = client.post(address, sent | {"title": "花椒冬剪", "reason": "写错了"})
    assert reply.status_code == 302, reply.content.decode()
    assert Service.objects.get(replaces=service).helps.get().household == namesakes[1]


@pytest.mark.usefixtures("namesakes")
def test_several_of_one_name_are_asked_back(cast, assigned):
    assert cast.technology
    reply = signed_in(cast.specialist_account).post(reverse("needs:register"), filled(assigned, helps="张小虎 修剪"))
    assert "there are several of that name" in reply.content.decode()
