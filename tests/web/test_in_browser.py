"""The look in a real browser: accessible, within the screen, obeying the content policy, keeping drafts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Browser, Page

from heluo.web.assets import NODE_MODULES

pytestmark = pytest.mark.browser

AXE = NODE_MODULES / "axe-core/axe.min.js"
WIDE, NARROW = (1440, 1000), (390, 844)
DRAFT_PAUSE_MS = 600  # draft.js stores 400 ms after the last key


class _Handler(LiveServerThread):
    """Serves the style guide, which asks nothing of the database; WhiteNoise gives the files."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1", static_handler=lambda application: application)
        self.daemon = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["127.0.0.1"], WHITENOISE_USE_FINDERS=True):
        server = _Handler()
        server.start()
        server.is_ready.wait()
        assert server.error is None, server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page; at the end nothing may have been said in the browser's console."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str, size: tuple[int, int] = WIDE, theme: str = "light", language: str = "zh-CN") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale=language
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "size"), [("/style/", WIDE), ("/style/?wrong=1", NARROW), ("/style/?phone&wrong=1", NARROW)]
)
def test_axe_finds_nothing(browser, address, path, size, theme, language):
    # The policy would keep axe out, so this one test goes without it.
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale=language, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address + path)
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    context.close()
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []


@pytest.mark.parametrize("path", ["/style/", "/style/?phone"])
@pytest.mark.parametrize("width", [320, 390, 800])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_nothing_runs_over_the_screen(visit, path, width, language):
    page = visit(path, (width, 800), language=language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_thumbs_find_what_they_aim_at(visit):
    page = visit("/style/?phone", NARROW)
    low = page.evaluate(
        """[...document.querySelectorAll('a, button, .chip, textarea, select, input:not([type=hidden], .chip input)')]
        .filter((e) => e.offsetParent && !e.matches('.skip') && e.getBoundingClientRect().height < 43.5)
        .map((e) => e.outerHTML)"""
    )
    assert low == []


def test_the_keyboard_reaches_the_content_first(visit):
    page = visit("/style/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_summary_of_errors_takes_the_focus_and_leads_to_the_field(visit):
    page = visit("/style/?phone&wrong=1", NARROW)
    assert page.evaluate("document.activeElement.className") == "summary"


def test_a_pasted_list_becomes_lines(visit):
    page = visit("/style/?phone", NARROW)
    page.locator("[data-lines]").focus()
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text/plain', '张三、李四\\t王五\\r\\n\\n 赵六');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
        {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    assert page.locator("[data-lines]").input_value() == "张三\n李四 王五\n赵六"


def test_a_draft_comes_back_without_what_is_private(visit):
    page = visit("/style/")
    page.fill("#id_title", "花椒修剪")
    page.fill("#id_people", "王秀英")
    page.wait_for_timeout(DRAFT_PAUSE_MS)
    page.reload()
    assert page.input_value("#id_title") == "花椒修剪"
    assert page.input_value("#id_people") == ""
    page.locator(".saved-draft button").click()
    page.reload()
    assert page.input_value("#id_title") == ""


def test_a_draft_that_comes_back_folded_away_is_shown(visit):
    page = visit("/style/")
    page.locator("details.more-fields summary").click()
    page.fill("#sample-more", "带上样品")
    page.wait_for_timeout(DRAFT_PAUSE_MS)
    page.reload()
    assert page.locator("#sample-more").is_visible()
    assert page.input_value("#sample-more") == "带上样品"


def test_the_network_line_shows_when_it_is_gone(visit):
    page = visit("/style/?phone", NARROW)
    assert not page.locator("#network").is_visible()
    page.context.set_offline(True)
    page.locator("#network").wait_for(state="visible")


def test_on_paper_the_masthead_stays_and_the_navigation_goes(visit):
    page = visit("/style/")
    page.emulate_media(media="print")
    assert page.locator(".masthead .name").is_visible()
    assert not page.locator(".masthead nav").is_visible()


def test_the_description_of_the_rest_interface_is_drawn(visit):
    page = visit("/api/docs")
    page.wait_for_selector(".opblock")
    assert "/api/engines" in page.inner_text("body")
