"""People at their screens: what they do there is written in the words that they see."""

from __future__ import annotations

import re
from io import BytesIO
from types import TracebackType

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.cast import PASSWORD

PHONE, DESKTOP = (390, 844), (1440, 900)
# For what the server computes while somebody looks; every wait is for what is seen.
WAIT_MS = 20_000
expect.set_options(timeout=WAIT_MS)


_NAME_OF_FOCUS = """() => {
    const focused = document.activeElement;
    return (focused.labels?.[0] ?? focused).innerText.trim();
}"""


class Person:
    """One person with a browser of their own."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    # --- going ----------------------------------------------------------------------------------------
    def goes_to(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def clicks(self, name: str | re.Pattern[str], *, inside: Locator | None = None) -> None:
        """Press the button or follow the link of this name; the first, where several bear it."""
        where = inside or self.page
        found = where.get_by_role("button", name=name, exact=True).or_(where.get_by_role("link", name=name, exact=True))
        found.first.click()

    def opens(self, summary: str) -> None:
        self.page.locator("summary", has_text=summary).click()

    # --- filling in -----------------------------------------------------------------------------------
    def types(self, label: str, text: str) -> None:
        self._field(label).fill(text)

    def chooses(self, chip: str, *, of: str = "") -> None:
        """Tap a chip; `of` names the question where two have an answer of the same name."""
        group = self.page.get_by_role("group", name=of) if of else self.page
        group.locator("label.chip", has_text=re.compile(rf"^\s*{re.escape(chip)}\s*$")).click()

    # --- by keyboard alone ----------------------------------------------------------------------------
    def tabs_to(self, name: str, *, most: int = 60) -> None:
        """Press Tab until what bears this name (its label, or its own words) has the focus."""
        for _press in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_NAME_OF_FOCUS).startswith(name):
                return
        raise AssertionError(f"The keyboard does not reach “{name}”.")

    def writes(self, text: str) -> None:
        """Type over what the field with the focus holds."""
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def presses(self, key: str) -> None:
        self.page.keyboard.press(key)

    # --- seeing ---------------------------------------------------------------------------------------
    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one)

    def does_not_see(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one)

    def sees_typed(self, label: str, text: str) -> None:
        """What was typed is still there."""
        expect(self._field(label)).to_have_value(text)

    def _field(self, label: str) -> Locator:
        """The field of this label, which may go on with "(may be left empty)"."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s|$)")).first

    def reads(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text().strip()

    def reads_figure(self, label: str) -> int:
        """The number under this label in a strip of figures."""
        figure = self.page.locator(".figures .figure", has_text=label).first
        digits = re.search(r"[\d,]+", figure.inner_text().split(label, 1)[1])
        assert digits, figure.inner_text()
        return int(digits.group().replace(",", ""))

    def fits_the_screen(self) -> None:
        """Nothing runs over the side of the screen. Asked once the page is there: between two pages there is none."""
        self.page.wait_for_load_state()
        self.page.wait_for_function("document.documentElement?.scrollWidth <= window.innerWidth")

    def scans(self) -> str:
        """The address in the QR code on the screen, read as a telephone's camera reads it."""
        picture = Image.open(BytesIO(self.page.locator("svg.qr").screenshot()))
        found = zxingcpp.read_barcode(picture)
        assert found is not None, "The QR code can't be read."
        return str(found.text)


class Walks:
    """Opens browsers and watches their consoles."""

    def __init__(self, url: str, browser: Browser) -> None:
        self.url, self.browser = url, browser
        self.language, self.size, self.theme = "zh-CN", PHONE, "light"
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def __enter__(self) -> Walks:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None):
        for context in self._contexts:
            context.close()
        if kind is None:
            assert not self._complaints, self._complaints

    def visitor(self) -> Person:
        """Somebody without an account."""
        width, height = self.size
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=self.language, color_scheme=self.theme
        )
        self._contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))
        return Person(page, self.url)

    def person(self, username: str) -> Person:
        """Somebody of the cast, signed in through the page."""
        person = self.visitor()
        person.goes_to("/signin/")
        person.page.locator("[name=username]").fill(username)
        person.page.locator("[name=password]").fill(PASSWORD)
        person.page.locator("[name=password]").press("Enter")
        person.page.wait_for_url(re.compile(r"/(desk|needs)/"))
        return person

    def _hear(self, kind: str, text: str) -> None:
        # A refused form is answered with 422, one with too old a token with 403, which Chromium tells in its console.
        if kind in ("error", "warning") and not re.search("status of 4(22|03)", text):
            self._complaints.append(text)
