"""Somebody without an account finds the way to ask from the front page, and reads what happens then."""

from django.test import Client
from django.urls import reverse

from tests.cast import Cast

WAYS = reverse("needs:ask-here")


def test_the_front_page_leads_a_visitor_there_in_one_step(cast: Cast, client: Client):
    assert WAYS in client.get("/").content.decode()
    page = client.get(WAYS).content.decode()
    assert "不用登录" in page


def test_the_place_is_found_by_name_or_pinyin_and_leads_to_its_form(cast: Cast, client: Client):
    form = reverse("needs:ask", args=[cast.village.public_id])
    for words in ("张营村", "zhangying"):
        assert form in client.get(WAYS, {"place_words": words}).content.decode()
    assert "找不到这个地方" in client.get(WAYS, {"place_words": "乌有"}).content.decode()
    assert WAYS in client.get(form).content.decode()


def test_whoever_rather_speaks_reads_whom_to_ring(cast: Cast, client: Client, settings):
    addresses = (WAYS, reverse("needs:ask", args=[cast.village.public_id]))
    for address in addresses:
        assert "村委会" in client.get(address).content.decode()
    settings.HELUO_HOTLINE = "0379-63910000"
    for address in addresses:
        assert 'href="tel:0379-63910000"' in client.get(address).content.decode()


def test_the_page_for_signing_in_says_that_asking_needs_no_account(cast: Cast, client: Client):
    assert WAYS in client.get(reverse("signin")).content.decode()


def test_whoever_has_signed_in_is_led_to_the_whole_form(cast: Cast, client: Client):
    client.force_login(cast.requester)
    front = client.get("/").content.decode()
    assert reverse("needs:new") in front
    assert f'href="{WAYS}"' not in front
    assert reverse("needs:new") in client.get(WAYS).content.decode()
