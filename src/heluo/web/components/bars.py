"""Bars drawn as SVG attributes, since our content policy forbids inline styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

PART_COLOURS = 6  # .part-1 … .part-6 in figures.css


@dataclass(frozen=True)
class Segment:
    """One piece of a bar: where it starts and how long it is, in hundredths of the whole."""

    name: str
    start: float
    length: float


def shares(counts: Sequence[float]) -> list[int]:
    """Whole percentages that add up to 100 (largest remainder); all zero when there is nothing to share."""
    total = sum(counts)
    if total <= 0:
        return [0] * len(counts)
    exact = [100 * count / total for count in counts]
    whole = [floor(share) for share in exact]
    by_remainder = sorted(range(len(counts)), key=lambda i: exact[i] - whole[i], reverse=True)
    for index in by_remainder[: 100 - sum(whole)]:
        whole[index] += 1
    return whole


def segments(named: Sequence[tuple[str, float]], whole: float) -> list[Segment]:
    """Lay named lengths end to end along a bar that is `whole` long; nothing runs over its end."""
    laid: list[Segment] = []
    start = 0.0
    for name, length in named:
        share = min(100.0 * max(length, 0) / whole, 100.0 - start) if whole > 0 else 0.0
        laid.append(Segment(name, round(start, 2), round(share, 2)))
        start += share
    return laid
