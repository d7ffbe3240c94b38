"""The frame of every page: sign-in, language, errors, nothing inline, navigation."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from heluo.base.errors import Denied, Invalid, NotVisible, Refused
from heluo.base.nav import EVERYONE, SIGNED_IN, Item
from heluo.people.models import User
from heluo.web import errors, signin, synthetic

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-pass-phrase"


@pytest.fixture(autouse=True)
def _no_tries():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def officer() -> User:
    user = User(username="officer", display_name="王科长")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def refusal_request(rf: RequestFactory):
    def make(**headers: str):
        from django.contrib.auth.models import AnonymousUser

        request = rf.get("/needs/", headers=headers)
        request.user = AnonymousUser()
        return request

    return make


def body(response: HttpResponse) -> str:
    return response.content.decode()


def test_signing_in_leads_to_the_desk(client: Client, officer: User):
    response = client.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/desk/"


def test_signing_in_leads_where_one_was_going_but_not_to_strangers(client: Client, officer: User):
    data = {"username": "officer", "password": PASSWORD}
    assert client.post(reverse("signin"), {**data, "next": "/needs/"})["Location"] == "/needs/"
    client.post(reverse("signout"))
    assert client.post(reverse("signin"), {**data, "next": "https://evil.example/"})["Location"] == "/desk/"


def test_a_wrong_password_gets_a_sentence_and_loses_nothing(client: Client, officer: User):
    response = client.post(reverse("signin"), {"username": "officer", "password": "wrong"})
    assert response.status_code == 200
    assert "用户名或密码不对" in body(response)
    assert 'value="officer"' in body(response)


def test_after_many_wrong_tries_there_is_a_pause(client: Client, officer: User):
    for _try in range(signin.FROM_HERE.tries):
        client.post(reverse("signin"), {"username": "officer", "password": "wrong"})
    response = client.post(reverse("signin"), {"username": "officer", "password": PASSWORD})
    assert "错的次数太多" in body(response)
    elsewhere = client.post(reverse("signin"), {"username": "officer", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_behind_a_proxy_a_stranger_pauses_nobody_else(client: Client, officer: User, settings):
    """What the visitor claims of itself stands before the address that the proxy adds."""
    settings.CONFIG = replace(settings.CONFIG, behind_proxy=True)
    stranger = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    for _try in range(signin.FROM_HERE.tries):
        client.post(reverse("signin"), {"username": "officer", "password": "wrong"}, **stranger)
    here = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    right = {"username": "officer", "password": PASSWORD}
    assert client.post(reverse("signin"), right, **stranger).status_code == 200
    assert client.post(reverse("signin"), right, **here).status_code == 302


def test_where_one_signed_in_before_strangers_do_not_shut_one_out(client: Client, officer: User):
    right, wrong = {"username": "officer", "password": PASSWORD}, {"username": "officer", "password": "wrong"}
    client.post(reverse("signin"), right)
    for number in range(signin.FROM_ANYWHERE.tries):
        Client().post(reverse("signin"), wrong, REMOTE_ADDR=f"203.0.113.{number}")
    assert Client().post(reverse("signin"), right, REMOTE_ADDR="198.51.100.1").status_code == 200
    assert Client().post(reverse("signin"), right).status_code == 302


def test_a_proxy_that_names_nobody_pauses_nobody(client: Client, officer: User, settings):
    settings.CONFIG = replace(settings.CONFIG, behind_proxy=True)
    for _try in range(signin.FROM_HERE.tries + 1):
        client.post(reverse("signin"), {"username": "officer", "password": "wrong"})
    assert client.post(reverse("signin"), {"username": "officer", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("path", ["/figures/?place=", "/search/?q=", "/varieties/?q="])
def test_an_address_with_nul_is_refused_before_the_database_is_asked(client: Client, path: str):
    response = client.get(path + "%00")
    assert response.status_code == 400
    assert "无法识别的字符" in body(response)


def test_the_language_switch_returns_to_the_same_page(client: Client):
    response = client.post(reverse("set-language"), {"language": "en", "next": "/signin/?next=/needs/"})
    assert response["Location"] == "/signin/?next=/needs/"
    assert '<html lang="en">' in body(client.get("/signin/"))


def test_pages_are_chinese_at_first(client: Client):
    assert '<html lang="zh-Hans">' in body(client.get("/signin/"))


@pytest.mark.parametrize("path", ["/style/", "/style/?wrong=1", "/style/?phone", "/signin/", "/nothing/"])
def test_no_page_holds_inline_style_or_script(client: Client, settings, path: str):
    settings.DEBUG = path.startswith("/style/")
    page = body(client.get(path))
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", page)


def test_synthetic_records_are_said_to_be(client: Client, settings, tmp_path: Path):
    settings.CONFIG = replace(settings.CONFIG, data_dir=tmp_path)
    assert "记录是合成的" not in body(client.get("/signin/"))
    synthetic.mark()
    assert "记录是合成的" in body(client.get("/signin/"))


def test_the_style_guide_is_for_builders_only(client: Client):
    assert client.get("/style/").status_code == 404


def test_each_static_file_of_a_page_exists(client: Client):
    from django.contrib.staticfiles import finders

    paths = re.findall(r'(?:href|src)="/static/([^"?]+)', body(client.get("/signin/")))
    assert paths
    assert [path for path in paths if not path.startswith("vendor/") and not finders.find(path)] == []


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(Denied("别人的县"), 403), (Refused("已经办结"), 409), (Invalid("太长"), 422), (NotVisible("机密"), 404)],
)
def test_a_refusal_shows_its_reason_but_never_what_is_hidden(refusal_request, refusal, status):
    response = errors.answer(refusal_request(), refusal)
    assert response.status_code == status
    assert (refusal.reason in body(response)) == (status != 404)


def test_a_refusal_answers_htmx_with_a_fragment(refusal_request):
    response = errors.answer(refusal_request(hx_request="true"), Refused("已经办结"))
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in body(response)


def test_a_refusal_answers_programs_with_json(refusal_request):
    response = errors.answer(refusal_request(accept="application/json"), Invalid("太长", {"title": "最多 80 字"}))
    assert response.status_code == 422
    assert "最多 80 字" in response.content.decode("unicode-escape") or b"title" in response.content


def test_what_only_takes_a_form_says_so_when_it_is_loaded_again(officer: User):
    need = uuid4()
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(officer)
    for path, above in ((f"/needs/{need}/invite/", f"/needs/{need}/"), ("/desk/match/", "/desk/")):
        response = browser.get(path)
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert f'href="{above}"' in body(response)
        assert "only takes what a form sends" in body(response)
    assert browser.get("/desk/match/", headers={"accept": "application/json"}).json()["detail"]


def test_a_conflict_leads_back_to_the_record(refusal_request):
    request = refusal_request()
    request.path = "/needs/01a21797-61b3-7c02-ac93-ea2b8af4d310/publish/"
    response = errors.answer(request, Refused("已经办结"))
    assert 'href="/needs/01a21797-61b3-7c02-ac93-ea2b8af4d310/"' in body(response)


def test_a_stale_form_is_told_what_to_do(officer: User):
    response = Client(enforce_csrf_checks=True).post(reverse("signin"), {"username": "officer"})
    assert response.status_code == 403
    assert "这次没有保存" in body(response)


def test_the_navigation_goes_by_role():
    everyone, members = Item("a", "A", EVERYONE), Item("b", "B", SIGNED_IN)
    officers = Item("c", "C", ("county_officer",))
    assert [item.shown_to(set(), False) for item in (everyone, members, officers)] == [True, False, False]
    assert [item.shown_to({"county_officer"}, True) for item in (everyone, members, officers)] == [True, True, True]
    assert not officers.shown_to({"auditor"}, True)
