"""A page's form as a browser would send it: only what is drawn, as it is filled in."""

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    """The form that sends files; or the first one to `action` in which a hidden input has `value`."""

    def __init__(self, action: str = "", value: str = "") -> None:
        super().__init__()
        self._action, self._value = action, value
        self.is_found = False
        self.values: dict[str, list[str]] = {}
        self.drawn: set[str] = set()
        self._in_main = False
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self._begin(given)
        name = given.get("name")
        if not self._in_main or not (name or tag == "option"):
            return
        if tag == "input":
            self._input(name, given)
        elif tag == "select":
            self._select = name
            self.drawn.add(name)
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = [given.get("value") or ""]
        elif tag == "textarea":
            self._textarea = name
            self.drawn.add(name)
            self.values[name] = [""]

    def _begin(self, given: Any) -> None:
        if not self._action:
            self._in_main = given.get("enctype") == "multipart/form-data"
        elif not self.is_found:
            self._in_main = given.get("action") == self._action
            self.values, self.drawn = {}, set()

    def _input(self, name: str, given: Any) -> None:
        self.drawn.add(name)
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind != "file":
            self.values.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self.is_found |= self._in_main and [self._value] in self.values.values()
            self._in_main = False

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea][0] += data


def filled(client: Any, address: str, **changes: Any) -> dict[str, Any]:
    """What the page's form sends when these are filled in. Changing what is not drawn fails."""
    form = _Form()
    form.feed(client.get(address).content.decode())
    unknown = set(changes) - form.drawn - {"keep"}
    assert not unknown, f"not on the page: {unknown}"
    values: dict[str, Any] = {name: [one.lstrip("\n") for one in some] for name, some in form.values.items()}
    return values | changes


def drawn_in(page: str, action: str, value: str = "no value ends the search") -> dict[str, list[str]]:
    """What the form to `action` on this page that is about `value`, else the last one, sends as it is drawn; nothing
    where there is none."""
    form = _Form(action, value)
    form.feed(page)
    return form.values


def press(client: Any, address: str, action: str, value: str, **changes: Any) -> Any:
    """Open the page, fill in its form to `action` that is about `value`, send it."""
    form = _Form(action, value)
    form.feed(client.get(address).content.decode())
    assert form.is_found, f"no such form on the page: {action}"
    unknown = set(changes) - form.drawn
    assert not unknown, f"not on the page: {unknown}"
    sent = {name: some[0] for name, some in form.values.items()} | changes
    return client.post(action, sent)


def send(client: Any, address: str, **changes: Any) -> Any:
    """Open the page, fill in what it draws, send it."""
    return client.post(address, filled(client, address, **changes))
