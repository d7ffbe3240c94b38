"""What somebody typed is neither lost nor sent twice: going back, a session that ended, two people on one device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.walks.people import Person, Walks

pytestmark = pytest.mark.browser

NEW = "/needs/new/"
SPOIL_THE_TOKEN = """
  document.addEventListener("submit", ({ target }) => { target.elements.csrfmiddlewaretoken.value = "x".repeat(64); })
"""


def fill_in(person: Person, title: str) -> None:
    page = person.page
    person.goes_to(NEW)
    page.fill("#id_title", title)
    page.fill("#id_contact_name", "张大爷")
    page.fill("#id_contact_phone", "13800001234")


def publish(person: Person) -> None:
    person.page.get_by_role("button", name="发布").click()


def sign_in(person: Person, username: str) -> None:
    person.page.fill("[name=username]", username)
    person.page.fill("[name=password]", PASSWORD)
    person.page.press("[name=password]", "Enter")
    person.page.wait_for_url(re.compile(r"^(?!.*signin).*$"))


def lose_the_session(person: Person) -> None:
    person.page.context.clear_cookies(name="sessionid")


def test_going_back_and_sending_again_asks_once(walks: Walks) -> None:
    informant = walks.person("luoning.informant")
    fill_in(informant, "花椒蚜虫，退回再发")
    publish(informant)
    number = informant.reads(".crumbs .num")
    for go in ("back", "reload"):
        informant.page.go_back()
        if go == "reload":
            informant.page.reload()
        fill_what_is_gone(informant, "花椒蚜虫，退回再发")
        publish(informant)
        assert informant.reads(".crumbs .num") == number


def fill_what_is_gone(person: Person, title: str) -> None:
    for name, text in (("title", title), ("contact_name", "张大爷"), ("contact_phone", "13800001234")):
        if not person.page.input_value(f"#id_{name}"):
            person.page.fill(f"#id_{name}", text)


def test_words_come_back_after_the_session_has_ended(walks: Walks) -> None:
    informant = walks.person("luoning.informant")
    fill_in(informant, "花椒叶子发黄")
    informant.page.fill("#id_body", "坡上十几亩")
    informant.page.locator("#id_photo").set_input_files(
        files=[{"name": "叶子.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8"}]
    )
    lose_the_session(informant)
    publish(informant)
    sign_in(informant, "luoning.informant")
    assert informant.page.url.endswith(NEW)
    informant.sees_typed("需要什么", "花椒叶子发黄")
    assert informant.page.input_value("#id_body") == "坡上十几亩"
    # Names and numbers are kept nowhere; of a photo its name alone.
    assert informant.page.input_value("#id_contact_name") == ""
    expect(informant.page.locator(".lost-files")).to_have_text("请重新选择： 叶子.jpg")


def test_words_are_not_shown_to_another_account_on_the_same_device(walks: Walks) -> None:
    informant = walks.person("luoning.informant")
    fill_in(informant, "花椒叶子发黄")
    lose_the_session(informant)
    publish(informant)
    sign_in(informant, "luoning.clerk")
    assert informant.page.url.endswith(NEW)
    assert informant.page.input_value("#id_title") == ""
    lose_the_session(informant)
    informant.goes_to("/signin/?next=" + NEW)
    sign_in(informant, "luoning.informant")
    assert informant.page.input_value("#id_title") == "花椒叶子发黄"


def test_signing_out_leaves_nothing_on_the_device(walks: Walks) -> None:
    informant = walks.person("luoning.informant")
    fill_in(informant, "花椒叶子发黄")
    lose_the_session(informant)
    publish(informant)
    sign_in(informant, "luoning.informant")
    informant.goes_to("/notices/")
    informant.page.get_by_role("button", name="退出").click()
    informant.page.wait_for_load_state()
    left = informant.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [name for name in left if name.startswith("heluo")] == []


def test_an_error_page_keeps_the_words(walks: Walks) -> None:
    """The page is refused for its token; on the way to the form the front page is seen."""
    informant = walks.person("luoning.informant")
    fill_in(informant, "花椒叶子发黄")
    # As the form leaves, not before: the trades that the page proposes are asked for with the same token.
    informant.page.evaluate(SPOIL_THE_TOKEN)
    publish(informant)
    informant.sees("403")
    informant.goes_to("/")
    informant.goes_to(NEW)
    assert informant.page.input_value("#id_title") == "花椒叶子发黄"


def test_files_that_a_fault_lost_are_named(walks: Walks) -> None:
    informant = walks.person("luoning.informant")
    fill_in(informant, "花椒叶子发黄")
    informant.page.fill("#id_contact_phone", "138")
    informant.page.locator("#id_photo").set_input_files(
        files=[{"name": "叶子.png", "mimeType": "image/png", "buffer": b"\x89PNG"}]
    )
    publish(informant)
    expect(informant.page.locator(".lost-files")).to_have_text("请重新选择： 叶子.png")
    expect(informant.page.locator(".lost-files")).to_be_visible()
