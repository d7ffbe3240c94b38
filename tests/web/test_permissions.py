"""Every address × every role × inside and outside one's scope, against `permissions.txt`.

What one may not see is 404; an act that one may not do on a visible thing is 403 and says why; personal data stand
in no page of anybody whom they do not concern.
"""

import re
from typing import Any

import pytest

from tests.web.addresses import addresses
from tests.web.outcomes import EVERYONE, TABLE, key_of, outcome, write
from tests.web.reading import english_in, secrets_in, text_of
from tests.web.world import HEAD_NAME, World, undone

METHODS = ("GET", "POST")
POSTED = re.compile(r'(<form[^>]*method="post"[^>]*>)(.*?)</form>', re.DOTALL)
# No row: nobody may use the method. A visitor may be sent to sign in first.
NOBODY = dict.fromkeys(EVERYONE, "405")


def test_every_address_has_a_row_and_every_row_an_address():
    assert {name for name, _method in TABLE} == set(addresses())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", list(addresses()))
def test_who_gets_what(world: World, name: str, method: str):
    expected = TABLE.get((name, method), NOBODY)
    found, faults = {}, []
    for who in EVERYONE:
        with undone():
            answer = addresses()[name].ask(world, world.client(*key_of(who)), method)
            found[who] = outcome(answer)
            faults += [f"{who}: {fault}" for fault in faults_of(answer, who)]
    if expected is NOBODY and found["visitor"] == "signin":
        found["visitor"] = "405"
    assert write(name, method, found) == write(name, method, expected)
    assert not faults


# The REST interface answers the methods that its description names, and no others.
READ = [name for name, method in TABLE if method == "GET" and not name.startswith("api/")]


@pytest.mark.parametrize("name", READ)
def test_head_is_answered_like_get_without_a_body(world: World, name: str):
    row = TABLE[name, "GET"]
    who = next((who for who in EVERYONE if row[who] == "200"), "county")
    client, path = world.client(*key_of(who)), addresses()[name].path(world)
    with undone():
        head = client.head(path)
    assert outcome(head) == row[who]
    assert not text_of(head)


def faults_of(answer: Any, who: str) -> list[str]:
    """What must not be in any answer: others' personal data, a no without a reason, text that is not translated."""
    text = text_of(answer)
    faults = [f"reads {secret}" for secret in secrets_in(text, who)]
    if answer.status_code == 403 and not reason_of(answer):
        faults.append("is refused without a reason")
    if any("novalidate" not in form and " required" in inside for form, inside in POSTED.findall(text)):
        faults.append("has a form at whose first fault the browser stops, in words of its own")
    if answer.headers.get("Content-Language") == "zh-hans" and answer.headers["Content-Type"].startswith("text/html"):
        faults += [f"reads English: {run}" for run in english_in(text)]
    return faults


def reason_of(answer: Any) -> str:
    context = answer.context or {}
    return str(context["reason"]) if "reason" in context else ""


@pytest.mark.parametrize("state", ["draft", "published", "declined", "offered", "half_filled", "assigned", "served"])
def test_personal_data_of_needs(world: World, state: str):
    check_pages(world, f"/needs/{getattr(world, state).public_id}/")


@pytest.mark.parametrize("state", ["service", "confirmed_service"])
def test_personal_data_of_services(world: World, state: str):
    check_pages(world, f"/services/{getattr(world, state).public_id}/")


def test_a_household_in_full_is_for_its_keepers(world: World):
    path = f"/households/{world.poor_household.public_id}/?full=1"
    check_pages(world, path)
    assert HEAD_NAME in text_of(world.client("informant").get(path))


@pytest.mark.parametrize("words", ["聂如兰", "窦小满", "13633334444", "410328196203154517", "逯春花", "花椒"])
def test_no_search_finds_personal_data(world: World, words: str):
    for path in (
        "/search/?q=",
        "/needs/?q=",
        "/specialists/?q=",
        "/organisations/?q=",
        "/needs/new/places/?place_words=",
    ):
        for who in ("visitor", "auditor", "admin", "specialist", "-county", "-informant"):
            text = text_of(world.client(*key_of(who)).get(path + words))
            assert not secrets_in(re.sub(re.escape(words), "", text), who), (path, who)


def check_pages(world: World, path: str) -> None:
    for who in EVERYONE:
        answer = world.client(*key_of(who)).get(path)
        assert answer.status_code in (200, 302, 404), who
        assert faults_of(answer, who) == [], who
