"""The checker's own reading of expertise: industry codes and BM25, term by term in plain Python."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from functools import lru_cache

from heluo.engines.matching import vocabulary
from heluo.engines.matching.problem import Need, Problem, Specialist

WORTH_BY_LEVEL = (0.0, 0.1, 0.3, 0.55, 0.75, 1.0)
CODE_SHARE, WORD_SHARE = 0.6, 0.4


class Expertise:
    """Shares from 0 to 1 of the expertise points, for any pair of one problem."""

    def __init__(self, problem: Problem) -> None:
        self._terms = {person.id: Counter(_terms(person.words)) for person in problem.specialists}
        self._having = Counter(term for own in self._terms.values() for term in own)
        total = sum(own.total() for own in self._terms.values())
        self._last: tuple[str, list[str]] | None = None
        self._usual = total / len(self._terms) if total else 1.0

    def share(self, need: Need, person: Specialist) -> float:
        known = max((_agree(want, own) for want in need.industries for own in person.industries), default=0.0)
        said = self._bm25(need, person)
        said /= said + vocabulary.HALF
        if not need.industries:
            return said
        return CODE_SHARE * known + WORD_SHARE * said if need.words else known

    def _bm25(self, need: Need, person: Specialist) -> float:
        own = self._terms[person.id]
        length = vocabulary.K1 * (1 - vocabulary.B + vocabulary.B * own.total() / self._usual)
        return sum(
            self._rarity(term) * own[term] * (vocabulary.K1 + 1) / (own[term] + length)
            for term in self._asked_by(need)
            if term in own
        )

    def _asked_by(self, need: Need) -> list[str]:
        if self._last is None or self._last[0] != need.words:  # pairs come need by need
            self._last = (need.words, sorted(set(_terms(need.words))))
        return self._last[1]

    def _rarity(self, term: str) -> float:
        people, having = len(self._terms), self._having[term]
        rarity = math.log1p((people - having + 0.5) / (having + 0.5)) / math.log1p(people)
        if len(term) == 1 and not term.isascii():
            rarity *= vocabulary.CHARACTER_COUNTS
        return rarity * vocabulary.GENERIC_COUNTS if term in vocabulary.GENERIC else rarity


@lru_cache(maxsize=4096)
def _levels(code: str) -> tuple[str, ...]:
    """A0163-01 → A, A01, A016, A0163, A0163-01."""
    return tuple(code[:end] for end in (1, 3, 4, 5, 8) if len(code) >= end)


def _agree(want: str, own: str) -> float:
    if own.startswith(want):
        return 1.0
    wanted = _levels(want)
    common = sum(one == other for one, other in zip(wanted, _levels(own), strict=False))
    return WORTH_BY_LEVEL[common] / WORTH_BY_LEVEL[len(wanted)]


def _terms(text: str) -> list[str]:
    """One character at a time: Latin words whole; Chinese characters alone and with the one before."""
    found: list[str] = []
    word, before = "", ""
    for character in unicodedata.normalize("NFKC", text).lower() + " ":
        if character.isascii() and character.isalnum():
            word, before = word + character, ""
            continue
        if word:
            found.append(word)
            word = ""
        if not _is_chinese(character):
            before = ""
            continue
        if character not in vocabulary.COMMON:
            found.append(character)
        if before:
            found.append(before + character)
        before = character
    return found


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
