"""One sentence in Chinese and in English. Engines speak both, so that no page has to translate them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = ("zh", "en")


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
