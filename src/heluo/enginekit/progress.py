"""How far a solver is: a fraction from 0 to 1, and what it is doing in words."""

from __future__ import annotations

from typing import Protocol, TextIO

from heluo.enginekit.text import Text


class Progress(Protocol):
    """Called with a fraction that never falls, 0.0 at the start and 1.0 at the end."""

    def __call__(self, fraction: float, doing: Text, /) -> None: ...


def _say_nothing(_fraction: float, _doing: Text, /) -> None:
    return None


SILENT: Progress = _say_nothing


class Printed:
    """Writes one line for each new thing that is being done."""

    def __init__(self, to: TextIO, language: str = "zh") -> None:
        self._to, self._language, self._last = to, language, ""

    def __call__(self, fraction: float, doing: Text, /) -> None:
        sentence = doing.said_in(self._language)
        if sentence != self._last:
            self._last = sentence
            print(f"{fraction:4.0%}  {sentence}", file=self._to)
