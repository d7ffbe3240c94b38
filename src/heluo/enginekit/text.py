"""One sentence in Chinese and in English. Engines speak both, so that no page has to translate them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = ("zh", "en")


def terminal_language() -> str | None:
    """The one of our languages that the terminal asks for, as gettext reads its environment; None for another."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        asked = os.environ.get(variable)
        if asked:
            return next((language for language in LANGUAGES if asked.startswith(language)), None)
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in both languages; `zh` is what users see by default."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def said_in(self, language: str) -> str:
        """The sentence for a language code such as "zh", "zh-hans", "en" or "en-gb"."""
        return self.en if language.lower().startswith("en") else self.zh


def joined(texts: Iterable[Text], *, zh: str = "；", en: str = "; ") -> Text:
    """Several texts as one, with the separator of each language."""
    parts = list(texts)
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))
