"""Labels beside circles that do not run into one another, at a given size of letters. All in the drawing's units."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, pi, sin, sqrt

LINE_HEIGHT = 16.0  # of letters of size 13, as are the widths
WIDE_LETTER, NARROW_LETTER = 13.2, 7.6
DISTANCES = (4, 14, 26, 40, 56, 74, 94, 116, 140, 170)
# Right, left, below, above, then the corners (eighths of a turn, clockwise from the right).
DIRECTIONS = (0, 4, 2, 6, 1, 7, 3, 5)


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


@dataclass(frozen=True)
class Dot:
    """A circle and the words that belong to it."""

    x: float
    y: float
    radius: float
    text: str

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True)
class Label:
    """Where words stand: the anchor's point on their base line, what they cover, and perhaps a leader line."""

    x: float
    y: float
    anchor: str
    box: Box
    leader: tuple[float, float, float, float] | None = None


def place(dots: Sequence[Dot], width: float, height: float, scale: float = 1.0) -> list[Label]:
    """A label for each dot, in their order. Greedy: crowded dots choose first, each the nearest free place."""
    placed: dict[int, Label] = {}
    order = sorted(range(len(dots)), key=lambda i: _room(dots, i))
    for index in order:
        circles = [other.box for i, other in enumerate(dots) if i != index]
        words = [label.box for label in placed.values()]
        cost = partial(_cost, sheet=Box(2, 2, width - 2, height - 2), circles=circles, words=words)
        placed[index] = _first_free(_candidates(dots[index], scale), cost)
    return [_with_leader(placed[index], dots[index]) for index in range(len(dots))]


def _room(dots: Sequence[Dot], index: int) -> float:
    """How far the nearest neighbour is; the one with least room must choose first."""
    dot = dots[index]
    return min(
        (sqrt((dot.x - other.x) ** 2 + (dot.y - other.y) ** 2) for i, other in enumerate(dots) if i != index), default=0
    )


def _cost(label: Label, sheet: Box, circles: list[Box], words: list[Box]) -> float:
    """What the label would cover: other words cost most, and leaving the sheet is out of the question."""
    box = label.box
    inside = sheet.left <= box.left and box.right <= sheet.right and sheet.top <= box.top and box.bottom <= sheet.bottom
    hits = sum(box.overlap(circle) for circle in circles) + 10 * sum(box.overlap(other) for other in words)
    return hits if inside else hits + 1e6


def _first_free(candidates: Iterable[Label], cost: Callable[[Label], float]) -> Label:
    best, least = None, float("inf")
    for label in candidates:
        price = cost(label)
        if price < least:
            best, least = label, price
        if price == 0:
            break
    assert best is not None  # there is always a candidate
    return best


def _candidates(dot: Dot, scale: float) -> Iterator[Label]:
    """Inside a circle that holds the words; beside it; then further and further out."""
    length = scale * sum(WIDE_LETTER if ord(letter) > 0x2E7F else NARROW_LETTER for letter in dot.text)
    if length < 2 * dot.radius + 12:
        yield _label(dot.x, dot.y + 5 * scale, "middle", length, scale)
    for distance in DISTANCES:
        reach = dot.radius + distance
        for eighth in DIRECTIONS:
            right, down = cos(eighth * pi / 4), sin(eighth * pi / 4)
            anchor = "middle" if abs(right) < 0.1 else "start" if right > 0 else "end"
            base = (0.35 + 0.4 * down) * LINE_HEIGHT * scale
            yield _label(dot.x + reach * right, dot.y + reach * down + base, anchor, length, scale)


def _label(x: float, y: float, anchor: str, length: float, scale: float) -> Label:
    left = {"middle": x - length / 2, "start": x, "end": x - length}[anchor]
    box = Box(left, y - 0.78 * LINE_HEIGHT * scale, left + length, y + 0.22 * LINE_HEIGHT * scale)
    return Label(round(x, 1), round(y, 1), anchor, box)


def _with_leader(label: Label, dot: Dot) -> Label:
    """A thin line from the circle to words that had to move away from it."""
    to_x = min(max(dot.x, label.box.left), label.box.right)
    to_y = min(max(dot.y, label.box.top), label.box.bottom)
    gap = sqrt((to_x - dot.x) ** 2 + (to_y - dot.y) ** 2)
    if gap <= dot.radius + 8:
        return label
    edge = dot.radius / gap
    ends = (dot.x + (to_x - dot.x) * edge, dot.y + (to_y - dot.y) * edge, to_x, to_y)
    start_x, start_y, end_x, end_y = (round(end, 1) for end in ends)
    return Label(label.x, label.y, label.anchor, label.box, (start_x, start_y, end_x, end_y))
