"""What counts as a telling word, as data: the solver and the checker read the same table, with code of their own."""

from __future__ import annotations

K1, B = 1.2, 0.75
"""BM25's usual constants: how soon repetition saturates, and how much long texts are discounted."""
CHARACTER_COUNTS = 0.3
"""A single character says less than a bigram: 花 is in 花椒 as well as in 花生."""
GENERIC_COUNTS = 0.2
"""防治 is in half of all expertise: without its crop it says next to nothing, least of all among few people."""
HALF = 1.2
"""The BM25 sum at which the share is one half; one well-matched rare bigram gives about as much."""

COMMON = frozenset("的了是在有我们你他和与及等要想请会能来去村镇乡县个一不上下中大小很多")
"""Characters that never stand alone as a term (they remain inside bigrams)."""

_GENERIC_BIGRAMS = "防治栽培种植养殖饲养技术管理病害虫害病虫指导培训推广生产加工品种防控诊断服务"
GENERIC = frozenset("病虫害防治栽培种植养技术管理") | {
    _GENERIC_BIGRAMS[at : at + 2] for at in range(0, len(_GENERIC_BIGRAMS), 2)
}
"""Words of the trade as a whole, which count little and are never named as somebody's expertise."""
