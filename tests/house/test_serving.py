"""A served site: it answers, gives its files, says what browsers may load, and ends when told."""

from __future__ import annotations

import socket
import urllib.request

import pytest
from django.urls import reverse

from heluo.places.models import Place
from heluo.web.logs import mask
from tests.cast import Cast
from tests.sites import RunningSite


def test_answers_with_a_strict_policy(running_site):
    with urllib.request.urlopen(f"{running_site.url}/alive") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy


def test_gives_the_named_files_and_no_others(client, db):
    from django.contrib.staticfiles import finders

    from heluo.web import assets

    assert all(finders.find(name) for name in assets.FILES)
    assert not finders.find("vendor/leaflet/package.json")
    assert not finders.find("axe-core/axe.min.js")


def test_an_address_changes_with_the_content():
    from django.templatetags.static import static

    assert "?v=" in static("vendor/htmx.min.js")


@pytest.mark.parametrize("given", ["", "http://127.0.0.1:8000"])
def test_printed_addresses_are_the_given_one_or_the_port_s(site, given):
    poster = reverse("needs:poster", args=[Cast().village.public_id])
    with RunningSite.of(site, HELUO_BASE_URL=given) as running, urllib.request.urlopen(running.url + poster) as answer:
        assert f"{given or running.url}{poster.removesuffix('poster/')}" in answer.read().decode()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_said_in_a_sentence(site, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = site.heluo(command, "--port", str(port))
    assert result.returncode == 1
    assert f"port {port} at 127.0.0.1 is taken by another program" in result.stderr
    assert f"PORT={port + 1}" in result.stderr
    assert not Place.objects.exists()


def test_numbers_of_persons_are_masked_in_logs():
    assert mask("tel 13800138000 id 410311199001011234 need LY-2026-000123") == "tel 138… id 410… need LY-2026-000123"


@pytest.mark.parametrize("written", ["138-0000-1234", "138 0000 1234", "+8613800001234", "+86 138-0000-1234"])
def test_however_a_telephone_number_is_written(written):
    assert "0000" not in mask(f"to {written}, again")


def test_a_row_that_a_database_quotes_is_left_out():
    text = "duplicate key value\nDETAIL:  Key (name)=(张福来) already exists.\nneed LY-2026-000123"
    assert mask(text) == "duplicate key value\nDETAIL: …\nneed LY-2026-000123"


def test_a_tile_address_is_allowed_by_its_host(settings):
    from heluo.web.security import policy

    settings.HELUO_TILE_URL = "https://{s}.tile.example.org/{z}/{x}/{y}.png"
    assert "https://*.tile.example.org;" in policy()


def test_a_key_of_tianditu_allows_its_hosts_alone(settings):
    from heluo.web.security import policy

    settings.HELUO_TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.HELUO_TIANDITU_KEY = "0123456789abcdef0123456789abcdef"
    assert "img-src 'self' data: blob: https://*.tianditu.gov.cn;" in policy()
