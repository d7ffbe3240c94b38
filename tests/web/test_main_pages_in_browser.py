"""The main pages with records in them, as people see them: accessible to all, within a phone's screen, without a
complaint from the browser; in both languages, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from heluo.base import clock
from heluo.web.assets import NODE_MODULES
from tests.sites import RunningSite, Site, Template
from tests.web.world import World

pytestmark = pytest.mark.browser

AXE = NODE_MODULES / "axe-core/axe.min.js"
SIZES = {"wide": (1440, 1000), "phone": (390, 844)}
LANGUAGES = ("zh-CN", "en-GB")
# The name of each page: who looks at it ("" is a visitor), and its address in the world.
PAGES: dict[str, tuple[str, Callable[[World], str]]] = {
    "front": ("", lambda world: reverse("front")),
    "needs": ("", lambda world: reverse("needs:list")),
    "need": ("county_officer", lambda world: reverse("needs:need", args=[world.offered.public_id])),
    "queue": ("county_officer", lambda world: reverse("needs:queue")),
    "specialist-desk": ("specialist", lambda world: reverse("needs:specialist-desk")),
    "register": ("specialist", lambda world: reverse("needs:register")),
    "publish": ("informant", lambda world: reverse("needs:new")),
    "confirm": ("", lambda world: reverse("needs:confirm") + f"?number={world.served.number}"),
    "service": ("county_officer", lambda world: reverse("needs:service", args=[world.confirmed_service.public_id])),
    "figure": ("", lambda world: reverse("figures:figure", args=["attendances"])),
    "specialist": ("county_officer", lambda world: reverse("people:specialist", args=[world.specialist.public_id])),
    "my-year": ("specialist", lambda world: reverse("needs:my-year", args=[clock.today().year])),
    "household": ("informant", lambda world: reverse("people:household", args=[world.household.public_id])),
    "ledger": ("auditor", lambda world: reverse("ledger")),
}


@dataclass(frozen=True)
class Shown:
    """A served world: the address and the session of each page, taken before the browser starts."""

    url: str
    addresses: dict[str, str]
    sessions: dict[str, str]


@pytest.fixture(scope="module")
def shown(template_database: Template, django_db_blocker, tmp_path_factory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("pages") / "site"
    with django_db_blocker.unblock(), Site.copied_from(template_database, folder) as site:
        world = World().build()
        addresses = {name: address(world) for name, (_role, address) in PAGES.items()}
        roles = {role for role, _address in PAGES.values() if role}
        sessions = {role: world.client(role).cookies["sessionid"].value for role in roles}
        with RunningSite.of(site) as running:
            yield Shown(running.url, addresses, sessions)


@pytest.fixture(scope="module")
def browser_after_site(shown: Shown, browser: Browser) -> Browser:
    """Pytest makes them in this order: once the browser is open, this process may not touch the database."""
    return browser


@pytest.fixture
def opened(shown: Shown, browser_after_site: Browser) -> Iterator[Callable[[str, str, str], Page]]:
    """Opens a page as the one whose page it is."""
    contexts: list[BrowserContext] = []

    def open_page(name: str, size: str, language: str) -> Page:
        width, height = SIZES[size]
        context = browser_after_site.new_context(viewport={"width": width, "height": height}, locale=language)
        contexts.append(context)
        role = PAGES[name][0]
        if role:
            context.add_cookies([{"name": "sessionid", "value": shown.sessions[role], "url": shown.url}])
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        answer = page.goto(shown.url + shown.addresses[name])
        assert answer is not None
        assert answer.status == 200
        assert complaints == []
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_main_page(opened, name, size, language):
    page = opened(name, size, language)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert _faults(page, "axe.run(document, {resultTypes: ['violations']})") == []
    if language != LANGUAGES[0]:
        return
    # In the dark nothing but the colours differs, and they are the same in both languages.
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert _faults(page, "axe.run(document, {runOnly: ['color-contrast'], resultTypes: ['violations']})") == []


def test_the_scores_of_candidates_stand_below_one_another(opened):
    """Whatever stands behind them: a button, a state, nothing."""
    page = opened("need", "wide", LANGUAGES[0])
    bars = page.locator(".cands > .cand .parts").all()
    places = {(box["x"], box["width"]) for bar in bars if (box := bar.bounding_box())}
    assert len(bars) > 1
    assert len(places) == 1


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_folds_what_narrows_a_list(opened, size):
    page = opened("queue", size, LANGUAGES[0])
    state, fold = page.get_by_label("状态"), page.get_by_text("筛选", exact=True)
    assert (state.is_visible(), fold.is_visible()) == (size == "wide", size == "phone")
    if size == "phone":
        fold.click()
    state.select_option("waiting")
    page.wait_for_url("**state=waiting**")
    assert page.locator(".fold summary").text_content() == "筛选 · 已选 1 项"


def test_what_is_done_with_ticked_needs_comes_into_a_phones_sight(opened):
    page = opened("queue", "phone", LANGUAGES[0])
    page.get_by_label("全选").check()
    box = page.get_by_role("button", name="不予受理").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SIZES["phone"][1]


def _faults(page: Page, run: str) -> list[tuple[str, str, str]]:
    """What axe holds for a fault, of whatever weight: the rule, where, and the first reason."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(run)["violations"]
    nodes = [(fault["id"], node) for fault in found for node in fault["nodes"]]
    return [(rule, node["html"], node["any"][0]["message"] if node["any"] else "") for rule, node in nodes]
