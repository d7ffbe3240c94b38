"""Sentences from templates, so that no two villages write alike.

`[a|b]` picks either; `<a|b>` picks the one that belongs to the title chosen, where a row of `words/` speaks of
several troubles; `{name}` is filled in.
"""

import re
from collections.abc import Mapping
from random import Random

_EITHER = re.compile(r"\[([^\[\]]*)\]")
_MATCHING = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"\{([^{}]*)\}")


def options(template: str) -> list[str]:
    """The titles of a row: `[a|b]` or a single one."""
    return template.strip("[]").split("|") if template.startswith("[") and template.endswith("]") else [template]


def fill(template: str, random: Random, slots: Mapping[str, object], choice: int = 0) -> str:
    """One sentence of the template. A slot may itself hold alternatives."""

    def slot(found: re.Match[str]) -> str:
        return str(slots[found[1]])

    def matching(found: re.Match[str]) -> str:
        parts = found[1].split("|")
        return parts[choice % len(parts)]

    def either(found: re.Match[str]) -> str:
        return random.choice(found[1].split("|"))

    text = _SLOT.sub(slot, template)
    while _EITHER.search(text):
        text = _EITHER.sub(either, text)
    return tidy(_SLOT.sub(slot, _MATCHING.sub(matching, text)))


def tidy(text: str) -> str:
    """Punctuation as one writes it, where a slot was empty."""
    text = re.sub(r"[，；、]+([。！？])", r"\1", text)
    text = re.sub(r"([，。；])\1+", r"\1", text)
    text = re.sub(r"^[，。；]+", "", text)
    text = re.sub(r"[，；、]$", "。", text)
    return text.replace("。，", "。").replace("，。", "。")
