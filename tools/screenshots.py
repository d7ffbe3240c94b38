"""Take the pictures of docs/tour.md from a running demonstration:

    .venv/bin/python tools/screenshots.py http://127.0.0.1:8000

Chromium comes from the system (`apt-get install chromium fonts-noto-cjk`).
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
# The demonstration prints it with its accounts.
PASSWORD = "heluo-demo-2020"  # noqa: S105
DESKTOP, PHONE = (1440, 960), (390, 844)
# So high that every form fits, so low that no picture becomes a scroll.
MOST_HIGH = {DESKTOP: 1400, PHONE: 1720}
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """One picture: whose screen, where it begins, what is clicked on the way."""

    name: str
    path: str
    who: str = ""
    clicks: tuple[str, ...] = ()
    size: tuple[int, int] = DESKTOP
    language: str = "zh-CN"
    theme: str = "light"


NEED = "/needs/?q=花椒蚜虫防治与秋季修剪"
SHOTS = (
    Shot("front", "/"),
    Shot("front-phone", "/", size=PHONE),
    Shot("need", NEED, "luoning", (".list .what",)),
    Shot("publish-phone", "/needs/new/", "zhaocun.xxy", size=PHONE),
    Shot("register-phone", "/services/new/", "zhao.wenshan", size=PHONE),
    Shot("specialist-desk", "/desk/specialist/", "zhao.wenshan"),
    Shot("officer-desk", "/desk/queue/", "shi.keji"),
    Shot("confirm-phone", "/confirm/?number=LY-2026-000417", size=PHONE),
    Shot("figure", "/figures/attendances/?period=2026"),
    Shot("specialist", "/search/?q=赵文山", "luoning", ("main a[href*='/specialists/']",)),
    Shot("my-year", "/desk/specialist/2026/", "zhao.wenshan"),
    Shot("front-english-dark", "/", language="en-GB", theme="dark"),
)


def take(browser: Browser, url: str, shot: Shot) -> Image.Image:
    """The page as it is seen, cut where it grows too long."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.theme, locale=shot.language
    )
    try:
        page = context.new_page()
        if shot.who:
            sign_in(page, url, shot.who)
        page.goto(url + shot.path)
        for selector in shot.clicks:
            page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
        long = page.evaluate("document.documentElement.scrollHeight")
        # The window is made as high as the picture, so that what sticks to its edge sticks there.
        page.set_viewport_size({"width": width, "height": max(height, min(long, MOST_HIGH[shot.size]))})
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    finally:
        context.close()


def sign_in(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/signin/")
    page.locator("[name=username]").fill(who)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/signin/" not in address)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="where the demonstration answers")
    parser.add_argument("names", nargs="*", help="only these pictures")
    asked = parser.parse_args(list(arguments) if arguments is not None else None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for shot in SHOTS:
            if asked.names and shot.name not in asked.names:
                continue
            file = FOLDER / f"{shot.name}.png"
            picture = take(browser, asked.url.rstrip("/"), shot)
            picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
            print(f"{file.name:24}{picture.width} x {picture.height}  {file.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()
