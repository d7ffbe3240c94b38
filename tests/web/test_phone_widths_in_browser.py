"""No page is wider than a phone, however long the words that people may write without a space."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model
from playwright.sync_api import Browser, Error, Page

from heluo.base.fields import PlainText, Prose
from tests.sites import RunningSite, Site, Template
from tests.web.addresses import addresses
from tests.web.outcomes import ROLES, TABLE
from tests.web.world import World

pytestmark = pytest.mark.browser

WIDTHS = (320, 390)
READERS = {"county": "zh-CN", "specialist": "en-US"}
# Not ours to lay out: the description of the REST interface is drawn by what it comes with.
NOT_OURS = ("api/docs",)
# The words below an element that stand in more than one line.
BROKEN_WORDS = """(element) => {
    const broken = [], texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[a-z]+/gi)) {
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (range.getClientRects().length > 1) broken.push(word[0]);
    }
    return broken;
}"""
Opened = tuple[str, str, str]  # who looks, whose session that is, and where


@pytest.fixture(scope="module")
def opened(template_database: Template, django_db_blocker, tmp_path_factory) -> Iterator[tuple[str, list[Opened]]]:
    """A served world in which every text is as long as it may be, and each page that one of the readers may open."""
    folder = tmp_path_factory.mktemp("widths") / "site"
    with django_db_blocker.unblock(), Site.copied_from(template_database, folder) as site:
        world = World().build()
        to_open = [
            (who, world.client(ROLES[who]).cookies["sessionid"].value, address.path(world))
            for who in READERS
            for name, address in addresses().items()
            if TABLE.get((name, "GET"), {}).get(who) == "200" and name not in NOT_OURS
        ]
        for model in apps.get_models():
            _fill(model)
        with RunningSite.of(site) as running:
            yield running.url, to_open


def _fill(model: type[Model]) -> None:
    texts = [one for one in model._meta.concrete_fields if isinstance(one, PlainText | Prose) and not one.unique]
    if texts:
        model._base_manager.update(**{one.attname: "W" * min(one.max_length or 200, 200) for one in texts})


def test_no_page_is_wider_than_a_phone(opened: tuple[str, list[Opened]], browser: Browser):
    url, to_open = opened
    too_wide = {}
    for who, language in READERS.items():
        with browser.new_context(locale=language) as context:
            page = context.new_page()
            for session, path in [(session, path) for whose, session, path in to_open if whose == who]:
                context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
                if _is_page(page, url + path):
                    too_wide |= {(who, path, width): seen for width in WIDTHS if (seen := _seen(page, width)) > width}
    assert too_wide == {}, "\n".join(f"{k} {v}" for k, v in too_wide.items())


@pytest.mark.parametrize("language", READERS.values())
def test_the_button_for_asking_stays_in_sight_on_a_phone(
    opened: tuple[str, list[Opened]], browser: Browser, language: str
):
    url, _to_open = opened
    with browser.new_context(locale=language, viewport={"width": WIDTHS[0], "height": 800}) as context:
        page = context.new_page()
        page.goto(url)
        button = page.locator("nav .btn").bounding_box()
    assert button is not None
    assert button["x"] >= 0
    assert button["x"] + button["width"] <= WIDTHS[0]


def test_no_word_of_the_front_pages_figures_is_broken(opened: tuple[str, list[Opened]], browser: Browser):
    url, _to_open = opened
    with browser.new_context(locale="en-US", viewport={"width": WIDTHS[0], "height": 800}) as context:
        page = context.new_page()
        page.goto(url)
        assert page.locator(".stat td").count() > 0
        assert page.locator(".stat").evaluate(BROKEN_WORDS) == []


def _is_page(page: Page, address: str) -> bool:
    try:
        answer = page.goto(address, wait_until="domcontentloaded")
    except Error as download:
        assert "Download is starting" in str(download)
        return False
    assert answer is not None
    assert answer.status == 200, address
    return answer.headers["content-type"].startswith("text/html")


def _seen(page: Page, width: int) -> int:
    """How wide the page becomes in a window of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    return int(page.evaluate("document.documentElement.scrollWidth"))
