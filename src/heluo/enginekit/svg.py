"""A tiny SVG builder: all text is escaped, numbers are short, every picture has a title and a description."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from heluo.enginekit.text import Text

FONT = "system-ui, 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | float | int


class Picture:
    """An SVG document in the making. Coordinates are pixels from the top left corner."""

    def __init__(self, width: int, height: int, title: Text, description: Text, language: str = "zh") -> None:
        self.width, self.height, self.language = width, height, language
        self._title, self._description = title, description
        self._lines: list[str] = []

    def add(self, tag: str, content: str = "", title: str = "", /, **attributes: Value) -> None:
        """One element. `stroke_width` becomes stroke-width, `class_` becomes class; text is escaped."""
        said = "".join(f" {_name(name)}={quoteattr(_value(value))}" for name, value in attributes.items())
        tip = f"<title>{_text(title)}</title>" if title else ""
        inner = tip + _text(content)
        self._lines.append(f"<{tag}{said}>{inner}</{tag}>" if inner else f"<{tag}{said}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, *, title: str = "", **look: Value) -> None:
        self.add("line", "", title, x1=x1, y1=y1, x2=x2, y2=y2, **look)

    def circle(self, x: float, y: float, radius: float, *, title: str = "", **look: Value) -> None:
        self.add("circle", "", title, cx=x, cy=y, r=radius, **look)

    def rect(self, x: float, y: float, width: float, height: float, *, title: str = "", **look: Value) -> None:
        self.add("rect", "", title, x=x, y=y, width=width, height=height, **look)

    def text(self, x: float, y: float, words: str, **look: Value) -> None:
        self.add("text", words, x=x, y=y, **look)

    def polyline(self, points: Iterable[tuple[float, float]], *, title: str = "", **look: Value) -> None:
        path = " ".join(f"{_value(x)},{_value(y)}" for x, y in points)
        self.add("polyline", "", title, points=path, fill="none", **look)

    def svg(self) -> str:
        """The whole document."""
        title = _text(self._title.said_in(self.language))
        description = _text(self._description.said_in(self.language))
        language = "en" if self.language.startswith("en") else "zh-Hans"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'role="img" aria-label={quoteattr(_clean(self._title.said_in(self.language)))} '
            f'lang="{language}" font-family={quoteattr(FONT)} font-size="12">'
        )
        body = "\n".join(self._lines)
        return f"{head}\n<title>{title}</title>\n<desc>{description}</desc>\n{body}\n</svg>\n"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _text(text: str) -> str:
    return escape(_clean(text))


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: Value) -> str:
    if isinstance(value, str):
        return _clean(value)
    if not math.isfinite(value):
        raise ValueError("a picture has no place for an infinite number")
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
