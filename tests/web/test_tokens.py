"""Every pair of colours that is used can be read: WCAG 2.2 contrast, in light and in dark."""

import re
from itertools import product
from pathlib import Path

import pytest

import heluo.web

TOKENS = Path(heluo.web.__file__).parent / "static/heluo/css/tokens.css"
TEXT = [
    *product(["ink", "soft", "accent", "accent-strong", "warm", "alarm"], ["paper", "sheet"]),
    *product(["ink", "soft", "accent", "accent-strong"], ["accent-soft"]),
    *product(["ink", "warm"], ["warm-soft"]),
    *product(["ink", "alarm", "soft"], ["alarm-soft"]),
    *product(["sheet"], ["accent", "accent-strong", "alarm"]),
    *product(["soft"], ["line"]),
    *product(["ink"], ["land"]),
]
SHAPES = [*product(["edge", "grade-checked", "grade-confirmed", "accent", "alarm"], ["paper", "sheet"])]


def palettes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media", 1)
    return {name: dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", part)) for name, part in
             (("light", light), ("dark", dark))}  # fmt: skip


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_both_palettes_name_the_same_colours():
    light, dark = palettes().values()
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_words_can_be_read(palette, words, ground):
    colours = palettes()[palette]
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(palette, shape, ground):
    colours = palettes()[palette]
    assert contrast(colours[shape], colours[ground]) >= 3
