"""A visitor who goes from page to page over HTTP and sends the forms that are there, as drawn."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar


class Visitor:
    def __init__(self, url: str) -> None:
        self.url = url
        self.page = self.address = ""
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def goes_to(self, address: str) -> str:
        return self._ask(urllib.parse.urljoin(self.url, address), None)

    def sends(self, **filled: str) -> str:
        """Send the form that has all these inputs, the others as the page filled them."""
        forms = _Forms(self.page).found
        form = next(inputs for inputs in forms if filled.keys() <= inputs.keys())
        return self._ask(self.address, urllib.parse.urlencode({**form, **filled}).encode())

    def _ask(self, address: str, content: bytes | None) -> str:
        # Some pages look whether the form was sent from the site itself.
        request = urllib.request.Request(address, content, {"Referer": self.address or address})
        with self._opener.open(request) as answer:
            self.page, self.address = answer.read().decode(), answer.url
        return self.page

    def address_like(self, pattern: str) -> str:
        found = re.search(f'href="({pattern})"', self.page)
        assert found, f"no link like {pattern}"
        return found[1]


class _Forms(HTMLParser):
    """The forms of a page: each a dictionary from an input's name to the value that is drawn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        name = known.get("name")
        if tag == "form":
            self.found.append({})
        elif name and self.found and tag in ("input", "textarea", "select"):
            is_choice = known.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in known:
                self.found[-1][name] = known.get("value") or ""
            elif is_choice:
                self.found[-1].setdefault(name, "")
