"""How well words fit: BM25 over Chinese characters and their bigrams, and over whole Latin words.

Robertson and Zaragoza 2009, with idf = ln(1 + (N - n + ½) / (n + ½)) divided by ln(1 + N),
so that a term's rarity lies between 0 and 1 whatever the size of the collection. Postings are
plain arrays: a need of eighty terms against a thousand specialists takes some fifty microseconds.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

K1, B = 1.2, 0.75
CHARACTER_COUNTS = 0.3
"""A single character says less than a bigram: 花 is in 花椒 as well as in 花生."""
GENERIC_COUNTS = 0.2
"""防治 is in half of all expertise: without its crop it says next to nothing, least of all among few people."""
HALF = 1.2
"""The BM25 sum at which the share is one half; one well-matched rare bigram gives about as much."""

_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_PHRASE = re.compile(r"[、，,；;。.！!？?：:（）()/|\s]+|以及|与|和|及")
_COMMON = frozenset("的了是在有我们你他和与及等要想请会能来去村镇乡县个一不上下中大小很多")
_GENERIC_BIGRAMS = "防治栽培种植养殖饲养技术管理病害虫害病虫指导培训推广生产加工品种防控诊断服务"
_GENERIC = frozenset("病虫害防治栽培种植养技术管理") | {
    _GENERIC_BIGRAMS[at : at + 2] for at in range(0, len(_GENERIC_BIGRAMS), 2)
}

Floats = npt.NDArray[np.float64]


def terms(text: str) -> list[str]:
    """Characters, bigrams of neighbouring characters, and Latin words; NFKC, lower case."""
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0].isascii():
            found.append(run)
            continue
        found += [character for character in run if character not in _COMMON]
        found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def phrases(text: str) -> list[str]:
    """The expertise that was listed: "花椒、核桃栽培与病虫害防治" → 花椒, 核桃栽培, 病虫害防治."""
    pieces = _PHRASE.split(unicodedata.normalize("NFKC", text))
    return [piece for piece in pieces if piece]


def shared_phrases(wanted: str, known: str, most: int = 3) -> list[str]:
    """Those phrases of `known` that share a telling bigram or Latin word with `wanted`, best first."""
    asked = {term for term in terms(wanted) if len(term) > 1 and term not in _GENERIC}
    scored = []
    for order, phrase in enumerate(dict.fromkeys(phrases(known))):
        own = {term for term in terms(phrase) if len(term) > 1 and term not in _GENERIC}
        hits = len(own & asked)
        if hits:
            scored.append((-hits / len(own), order, phrase))
    return [phrase for _, _, phrase in sorted(scored)[:most]]


def _counts(term: str) -> float:
    if term in _GENERIC:
        return GENERIC_COUNTS * (CHARACTER_COUNTS if len(term) == 1 else 1.0)
    return CHARACTER_COUNTS if len(term) == 1 else 1.0


class WordIndex:
    """The words of all specialists, ready to be asked."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(terms(text)) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts], dtype=np.float64)
        usual = float(lengths.mean()) if lengths.sum() else 1.0
        self._people = len(texts)
        self._norm = K1 * (1 - B + B * lengths / usual)
        holders: dict[str, list[int]] = {}
        times: dict[str, list[int]] = {}
        for person, count in enumerate(counts):
            for term, often in count.items():
                holders.setdefault(term, []).append(person)
                times.setdefault(term, []).append(often)
        self._postings = {term: self._posting(term, own, times[term]) for term, own in holders.items()}

    def _posting(self, term: str, own: list[int], often: list[int]) -> tuple[npt.NDArray[np.int64], Floats]:
        people = np.array(own, dtype=np.int64)
        frequency = np.array(often, dtype=np.float64)
        total, having = self._people, len(own)
        rarity = math.log(1 + (total - having + 0.5) / (having + 0.5)) / math.log(1 + total)
        return people, _counts(term) * rarity * frequency * (K1 + 1) / (frequency + self._norm[people])

    def fits(self, text: str) -> Floats:
        """float64[specialists]: share from 0 (no common term) towards 1."""
        hits = [self._postings[term] for term in sorted(set(terms(text))) if term in self._postings]
        if not hits:
            return np.zeros(self._people)
        people = np.concatenate([own for own, _ in hits])
        worth = np.concatenate([value for _, value in hits])
        total = np.bincount(people, weights=worth, minlength=self._people)
        return np.asarray(total / (total + HALF))
