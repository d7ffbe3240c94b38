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

from heluo.engines.matching.vocabulary import CHARACTER_COUNTS, COMMON, GENERIC, GENERIC_COUNTS, HALF, K1, B

_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_OPENING = re.compile(r"^(?:主要)?(?:擅长|熟悉|精通|从事|专长[是为]?)")
"""How people begin such a list: the reason says 擅长 itself."""
_PHRASE = re.compile(r"[、，,；;。.！!？?：:（）()/|\s]+|以及|与|和|及")

Floats = npt.NDArray[np.float64]


def terms(text: str) -> list[str]:
    """Characters, bigrams of neighbouring characters, and Latin words; NFKC, lower case."""
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0].isascii():
            found.append(run)
            continue
        found += [character for character in run if character not in COMMON]
        found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def phrases(text: str) -> list[str]:
    """The expertise that was listed: "花椒、核桃栽培与病虫害防治" → 花椒, 核桃栽培, 病虫害防治."""
    pieces = _PHRASE.split(unicodedata.normalize("NFKC", text))
    return [bare for bare in (_OPENING.sub("", piece) for piece in pieces) if bare]


def telling(text: str) -> frozenset[str]:
    """The bigrams and Latin words of a text that say what it is about."""
    return frozenset(term for term in terms(text) if len(term) > 1 and term not in GENERIC)


def telling_phrases(text: str) -> list[tuple[str, frozenset[str]]]:
    """Each phrase of listed expertise once, with its telling words."""
    return [(phrase, telling(phrase)) for phrase in dict.fromkeys(phrases(text))]


def shared_phrases(asked: frozenset[str], known: list[tuple[str, frozenset[str]]], most: int = 3) -> list[str]:
    """Those phrases that share a telling word with what is asked, the best covered first."""
    scored = []
    for order, (phrase, own) in enumerate(known):
        hits = len(own & asked)
        if hits:
            scored.append((-hits / len(own), order, phrase))
    return [phrase for _, _, phrase in sorted(scored)[:most]]


def importance(term: str) -> float:
    """1.0 for a telling bigram or Latin word, less for single characters and generic words."""
    counts = CHARACTER_COUNTS if len(term) == 1 and not term.isascii() else 1.0
    return counts * GENERIC_COUNTS if term in GENERIC else counts


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
        return people, importance(term) * rarity * frequency * (K1 + 1) / (frequency + self._norm[people])

    def fits(self, text: str) -> Floats:
        """float64[specialists]: share from 0 (no common term) towards 1."""
        hits = [self._postings[term] for term in sorted(set(terms(text))) if term in self._postings]
        if not hits:
            return np.zeros(self._people)
        people = np.concatenate([own for own, _ in hits])
        worth = np.concatenate([value for _, value in hits])
        total = np.bincount(people, weights=worth, minlength=self._people)
        return np.asarray(total / (total + HALF))
