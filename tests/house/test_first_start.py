"""A new site: from an empty server to the first published need, with commands and pages alone."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from heluo.cli.frame import main
from heluo.industries.models import Industry
from heluo.needs.models import Need
from heluo.people.models import User
from heluo.places.models import Edition, Place
from heluo.web import settings as served_with
from tests.cast import DIVISIONS
from tests.house.browsing import Visitor
from tests.sites import RunningSite

PLACES = ["places", str(DIVISIONS), "--edition", "2023", "--valid-from", "2023-06-30"]
PASSWORD = "plum-river-2020"


def password_in(text: str) -> str:
    return re.search(r"^Password: (\S+)$", text, re.MULTILINE)[1]


def test_from_nothing_to_the_first_need(site):
    assert site.heluo("migrate", "--quiet").returncode == 0
    assert site.heluo(*PLACES).returncode == 0
    made = site.heluo("account", "zheng", "--role", "administrator", "--name", "郑工")
    assert made.returncode == 0, made.stderr
    with RunningSite.of(site) as running:
        administrator = Visitor(running.url)
        administrator.goes_to("/signin/")
        administrator.sends(username="zheng", password=password_in(made.stdout))
        administrator.goes_to("/accounts/new/")
        administrator.sends(username="li", display_name="李秀英", password=PASSWORD, place="赵村镇")
        administrator.sends(role="informant", place="赵村镇")
        informant = Visitor(running.url)
        informant.goes_to("/signin/")
        informant.sends(username="li", password=PASSWORD)
        informant.goes_to("/needs/new/")
        village = str(Place.objects.get(code="410328109202").public_id)
        known = {"title": "花椒叶子发黄", "contact_name": "张大有", "contact_phone": "13700000009", "place": village}
        informant.sends(**known)
        assert "花椒叶子发黄" in Visitor(running.url).goes_to("/needs/")
    assert Need.objects.get().state == "published"
    assert site.heluo("ledger", "seal").returncode == 0
    assert site.heluo("ledger", "verify").returncode == 0


def test_places_are_loaded_and_loaded_again(db, capsys):
    assert main(PLACES) == 0
    count = Place.objects.count()
    assert f"{count} places new" in capsys.readouterr().out
    assert main(PLACES) == 0
    assert " 0 places new" in capsys.readouterr().out
    assert Edition.objects.first().valid_from.isoformat() == "2023-06-30"
    assert Place.objects.get(code="410328").outline


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [("notes.txt", "", "no table of divisions"), ("areas.csv", "code,name\nx,洛宁县\n", "areas.csv, line 2")],
)
def test_a_folder_that_cannot_be_read_is_said_and_nothing_is_loaded(db, tmp_path, capsys, name, text, sentence):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["places", str(tmp_path), "--edition", "x", "--valid-from", "2023-06-30"]) == 1
    assert sentence in capsys.readouterr().err
    assert not Edition.objects.exists()


def test_industries_come_with_the_tables(db):
    assert main(["migrate", "--quiet"]) == 0
    assert Industry.objects.filter(code="A0163-01").exists()


def test_an_account_over_a_place(cast, capsys):
    assert cast.county
    assert main(["account", "Wei", "--role", "county_officer", "--place", "410328"]) == 0
    account = User.objects.get(username="wei")
    assert account.check_password(password_in(capsys.readouterr().out))
    assert account.holds("county_officer", place=cast.village)


def test_a_password_may_come_from_elsewhere_and_is_not_shown(site, settings):
    settings.PASSWORD_HASHERS = served_with.PASSWORD_HASHERS
    line = [sys.executable, "-m", "heluo", "account", "zheng", "--role", "administrator", "--password-stdin"]
    done = subprocess.run(line, env=site.environment, input=f"{PASSWORD}\n", capture_output=True, text=True, check=True)
    assert PASSWORD not in done.stdout + done.stderr
    assert User.objects.get(username="zheng").check_password(PASSWORD)


def test_whoever_lost_the_password_gets_a_new_one(cast, capsys):
    assert main(["account", cast.administrator.username, "--new-password"]) == 0
    cast.administrator.refresh_from_db()
    assert cast.administrator.check_password(password_in(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["zheng"], "name a role with --role"),
        (["zheng", "--role", "king"], "name a role with --role"),
        (["zheng", "--role", "county_officer"], "over which place"),
        (["zheng", "--role", "auditor", "--place", "999999"], "no place with the code 999999"),
        (["zheng", "--new-password"], "no account called zheng"),
        (["luoyang.administrator", "--role", "administrator"], ""),
    ],
)
def test_what_an_account_lacks_is_said_and_nothing_is_made(cast, capsys, arguments, sentence):
    assert cast.administrator
    before = User.objects.count()
    assert main(["account", *arguments]) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert "Password" not in said.out
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("zh_CN", [], "没有名为 x 的账号"),
        ("en_GB", [], "no account called x"),
        ("fr", [], "没有名为 x 的账号"),
        ("zh_CN", ["--language", "en"], "no account called x"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_language(db, monkeypatch, capsys, language, line, sentence):
    monkeypatch.setenv("LANGUAGE", language)
    assert main(["account", "x", "--new-password", *line]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("line", [["ledger", "verify", "--language", "en"], ["ledger", "--language", "en", "verify"]])
def test_the_language_may_stand_before_or_behind_an_act(db, monkeypatch, capsys, line):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert main(line) == 0
    assert "Checked 0 sealed" in capsys.readouterr().out
