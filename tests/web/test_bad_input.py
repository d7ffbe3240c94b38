"""Bad input to every form: never an error page, the same answer on every database, and nothing typed is lost.

Each form of `addresses.py` is sent with one field after the other spoilt, by whoever may send it.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heluo.base import tasks
from tests.web.addresses import FORMS, addresses
from tests.web.outcomes import TABLE, key_of
from tests.web.world import World, undone

SPOILT = {
    "long": "长" * 5000,
    "nul": "花椒\x00防治",
    "emoji": "花椒🌶️👩🏽‍🌾",
    "rtl": "花椒\u202e防治",
    "html": "<script>alert(1)</script>\"'&",
    "huge": "9" * 40,
    "negative": "-1",
    "nan": "NaN",
    "no-uuid": "00000000-0000-0000-0000-00000000000g",
    "unknown-uuid": "00000000-0000-4000-8000-000000000000",
    "no-day": "2020-02-30",
    "far-day": "9999-12-31",
    "sql": "'; DROP TABLE need; --",
    "blank": " \u3000\u200b",
}
# What a page may answer: done, not yet right, not possible, not for you, not there.
FINE = {200, 202, 204, 302, 400, 403, 404, 409, 422}
QUESTIONS = (
    *("q", "page", "place", "period", "industry", "kind", "state", "words", "need", "number", "year", "level"),
    *("county", "only", "specialist", "place_words", "title", "full", "role", "category", "closed", "month"),
)
# The kinds that have broken something somewhere; the others are for `make soak`.
OFTEN = {"html", "long", "nul", "emoji", "huge", "no-uuid"}
KINDS = [kind if kind in OFTEN else pytest.param(kind, marks=pytest.mark.soak) for kind in SPOILT]
FORM_NAMES = [name for name in FORMS if not name.startswith("api/")]


def whoever_may(name: str) -> str:
    """The first one for whom the form is right."""
    row = TABLE[name, "POST"]
    return next(who for who, result in row.items() if result in ("302", "200", "204"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_spoilt_field_is_answered_in_words(world: World, name: str, kind: str):
    right = FORMS[name](world)
    path = addresses()[name].path(world)
    for field in right:
        client = world.client(*key_of(whoever_may(name)))
        with undone():
            answer = client.post(path, {**right, field: SPOILT[kind]})
            page = answer.content.decode() if answer.status_code == 422 else ""
        said = f"{name}: {field} {kind} → {answer.status_code}"
        assert answer.status_code in FINE, said
        assert "<script>alert" not in page, said
        if page:
            assert kept(right, field, answer), f"{said}: what was typed is lost"


def kept(right: dict[str, Any], spoilt: str, answer: Any) -> bool:
    """Every other text that was typed stands in the page again, passwords and files apart."""
    form = answer.context["form"]
    return all(
        form[name].value() == str(value)
        for name, value in right.items()
        if name != spoilt
        and name in form.fields
        and "password" not in type(form.fields[name]).__name__.lower()
        and not isinstance(value, list)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_spoilt_questions_are_answered(world: World, kind: str):
    """Every page that is read, with every parameter spoilt that any page knows."""
    asked = dict.fromkeys(QUESTIONS, SPOILT[kind])
    for address in addresses().values():
        client = world.client("county_officer")
        with undone():
            answer = client.get(address.path(world), asked)
        assert answer.status_code in ({400} if kind == "nul" else FINE | {401, 405}), (address.name, answer.status_code)


@pytest.mark.parametrize("year", [0, 1, 9999, 99999, 10**30])
def test_a_year_of_which_nothing_can_be_there_is_not_there(world: World, year: int):
    routes = [address.route for address in addresses().values() if "<int:year>" in address.route]
    for route in routes:
        path = "/" + route.replace("<int:year>", str(year)).replace("<int:month>", "1")
        asked = {world.client(role).get(path).status_code for role in ("county_officer", "specialist")}
        assert asked in ({404}, {404, 403}), path


def test_a_file_that_is_none_is_answered(world: World):
    rubbish = SimpleUploadedFile("field.jpg", b"\x00\xff not a picture", "image/jpeg")
    client = world.client("informant")
    with undone():
        answer = client.post("/needs/new/", {**FORMS["needs:new"](world), "photo": rubbish})
        assert answer.status_code == 422
    client = world.client("county_officer")
    for name in ("a.xlsx", "b.xls", "../../c.xlsx", "长" * 300 + ".xlsx"):
        with undone():
            file = SimpleUploadedFile(name, b"PK\x03\x04 rubbish")
            answer = client.post("/imports/", {"workbooks": file})
            assert answer.status_code == 302, answer.content.decode()
            tasks.run_waiting()
            assert "Excel" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(("role", "megabytes"), [("visitor", 17), ("informant", 65)])
def test_more_than_is_bearable_is_refused_unread(world: World, role: str, megabytes: int):
    class Unread:
        def read(self, _size: int = 0) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = world.client(role).generic(
        "POST",
        "/needs/new/",
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=megabytes << 20,
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "MB" in answer.content.decode()


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_that_no_database_can_be_asked_about_is_left_out(world: World, name: str):
    answer = world.client("visitor").get(
        "/needs/", headers={"cookie": rf'{name}="\000abcdefghijklmnopqrstuvwxyz123456"'}
    )
    assert answer.status_code == 200
