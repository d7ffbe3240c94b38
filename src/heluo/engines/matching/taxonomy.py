"""How near two industry codes are: the share of the need's code that both begin with.

GB/T 4754 counts section (A), division (A01), group (A016) and class (A0163); branches below a class
go on with a hyphen and two digits (A0163-01, Sichuan pepper).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LEVEL_ENDS = (1, 3, 4, 5, 8)
LEVEL_SHARES = (0.0, 0.1, 0.3, 0.55, 0.75, 1.0)
"""What agreeing on 0, 1, 2 … levels is worth, before it is set against the depth of the need's code."""

Floats = npt.NDArray[np.float64]


def level(length: int) -> int:
    """How many whole levels the first `length` characters of a code make."""
    return sum(end <= length for end in LEVEL_ENDS)


def agreement(wanted: str, known: str) -> float:
    """1.0 when `known` covers all of `wanted` (also when it is finer), 0.0 for another section."""
    shared = 0
    for one, other in zip(wanted, known, strict=False):
        if one != other:
            break
        shared += 1
    depth = level(len(wanted))
    if shared == len(wanted) or depth == 0:
        return 1.0 if shared == len(wanted) else 0.0
    return LEVEL_SHARES[level(shared)] / LEVEL_SHARES[depth]


class Taxonomy:
    """The codes of all specialists; answers for one wanted code how well each of them knows it."""

    def __init__(self, codes: Sequence[Sequence[str]]) -> None:
        names = sorted({code for own in codes for code in own})
        number = {name: index for index, name in enumerate(names)}
        self._names = names
        self._owner = np.repeat(np.arange(len(codes)), [len(own) for own in codes])
        self._code = np.array([number[code] for own in codes for code in own], dtype=np.int64)
        self._people = len(codes)
        self._known: dict[str, Floats] = {}

    def knows(self, wanted: Sequence[str]) -> Floats:
        """float64[specialists]: the best agreement of any own code with any wanted one."""
        best = np.zeros(self._people)
        for code in wanted:
            np.maximum(best, self._knows_one(code), out=best)
        return best

    def _knows_one(self, wanted: str) -> Floats:
        if wanted not in self._known:
            shares = np.array([agreement(wanted, name) for name in self._names])
            best = np.zeros(self._people)
            if len(self._code):
                np.maximum.at(best, self._owner, shares[self._code])
            self._known[wanted] = best
        return self._known[wanted]
