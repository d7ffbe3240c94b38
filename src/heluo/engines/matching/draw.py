"""A small map of the plan: needs as dots, specialists as squares, a line for each assignment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from heluo.enginekit import Text
from heluo.enginekit.svg import Picture
from heluo.engines.matching.problem import Need, Plan, Problem, Specialist

WIDTH, HEIGHT, MARGIN, LEGEND = 720, 520, 28, 40
LINE = 14
MOST_LABELS = 30
"""Beyond this many needs their names would only cover each other; they remain as tooltips."""
SERVED, OPEN, PERSON, PAPER, INK = "#0f766e", "#b91c1c", "#334155", "#ffffff", "#1f2937"


def draw(problem: Problem, plan: Plan, *, language: str = "zh") -> str:
    """The SVG. Rows without a position stand in a line at the foot; north is up."""
    served = {answer.need: answer.served for answer in plan.answers}
    complete = sum(served.get(need.id, 0) >= need.units for need in problem.needs)
    picture = Picture(WIDTH, HEIGHT, *_words(problem, plan, complete), language=language)
    picture.rect(0, 0, WIDTH, HEIGHT, fill=PAPER)
    busy = {row.specialist for row in plan.assignments}
    people = [person for person in problem.specialists if person.id in busy]
    spot = _spots([*problem.needs, *people])
    _draw_lines(picture, problem, plan, spot, language)
    for person in people:
        x, y = spot["specialist", person.id]
        picture.rect(x - 4, y - 4, 8, 8, title=person.label, fill=PERSON)
    for need in problem.needs:
        _draw_need(picture, need, served.get(need.id, 0), spot["need", need.id])
    if len(problem.needs) <= MOST_LABELS:
        _draw_labels(picture, [*problem.needs, *people], spot)
    _draw_legend(picture, language)
    return picture.svg()


def _words(problem: Problem, plan: Plan, complete: int) -> tuple[Text, Text]:
    title = Text("供需对接方案", "Plan of who serves what")
    total, pairs = len(problem.needs), len(plan.assignments)
    description = Text(
        f"{total} 项需求中 {complete} 项派足了人，共 {pairs} 对；未派足的以红色空心圆表示。",
        f"{complete} of {total} needs are fully served by {pairs} pairs; the others are hollow red circles.",
    )
    return title, description


def _draw_lines(
    picture: Picture,
    problem: Problem,
    plan: Plan,
    spot: dict[tuple[str, str], tuple[float, float]],
    language: str,
) -> None:
    names = {row.id: row.label for row in (*problem.needs, *problem.specialists)}
    for row in plan.assignments:
        start, end = spot.get(("need", row.need)), spot.get(("specialist", row.specialist))
        if start is None or end is None:
            continue
        points = Text(f"{row.score} 分", f"{row.score} points").said_in(language)
        tip = f"{names[row.specialist]} → {names[row.need]}, {points}"
        dashes = "none" if row.locked else "4 3"
        picture.line(*start, *end, title=tip, stroke=SERVED, stroke_width=1.5, stroke_dasharray=dashes)


def _draw_need(picture: Picture, need: Need, served: int, at: tuple[float, float]) -> None:
    complete = served >= need.units
    tip = f"{need.label} {served}/{need.units}"
    look: dict[str, Any] = {"fill": SERVED} if complete else {"fill": PAPER, "stroke": OPEN, "stroke_width": "2"}
    picture.circle(*at, 5, title=tip, **look)


def _draw_labels(
    picture: Picture, rows: Iterable[Need | Specialist], spot: dict[tuple[str, str], tuple[float, float]]
) -> None:
    """A name beside each mark; one that would cover another moves up or down by lines until it does not."""
    taken: list[tuple[float, float, float]] = []  # left, right, baseline
    for row in rows:
        x, y = spot[_kind(row), row.id]
        label = row.label if len(row.label) <= 18 else row.label[:17] + "…"
        width = sum(12 if ord(character) > 0x2E7F else 7 for character in label)
        left = x + 9 if x + 9 + width < WIDTH else x - 9 - width
        lines = sorted(range(-4, 5), key=lambda line: (abs(line), -line))
        baselines = [y + 4 + LINE * line for line in lines]
        baseline = next((here for here in baselines if not _covered(taken, left, left + width, here)), y + 4)
        taken.append((left, left + width, baseline))
        fill = INK if isinstance(row, Need) else PERSON
        halo = {"stroke": PAPER, "paint_order": "stroke", "stroke_linejoin": "round"}
        picture.text(left, baseline, label, fill=fill, stroke_width=3, **halo)


def _kind(row: Need | Specialist) -> str:
    return "need" if isinstance(row, Need) else "specialist"


def _covered(taken: list[tuple[float, float, float]], left: float, right: float, baseline: float) -> bool:
    return any(
        left < other_right and other_left < right and abs(baseline - other) < LINE
        for other_left, other_right, other in taken
    )


def _draw_legend(picture: Picture, language: str) -> None:
    y = HEIGHT - 14
    words = [
        Text("派足的需求", "served"),
        Text("未派足", "open places"),
        Text("专家", "specialist"),
        Text("虚线：建议；实线：已确定", "dashed: proposed; solid: settled"),
    ]
    said = [word.said_in(language) for word in words]
    picture.circle(MARGIN, y - 4, 5, fill=SERVED)
    picture.text(MARGIN + 10, y, said[0], fill=INK)
    picture.circle(MARGIN + 110, y - 4, 5, fill=PAPER, stroke=OPEN, stroke_width=2)
    picture.text(MARGIN + 120, y, said[1], fill=INK)
    picture.rect(MARGIN + 206, y - 8, 8, 8, fill=PERSON)
    picture.text(MARGIN + 220, y, said[2], fill=INK)
    picture.text(MARGIN + 300, y, said[3], fill=INK)


def _spots(rows: Iterable[Need | Specialist]) -> dict[tuple[str, str], tuple[float, float]]:
    """Pixels of every row: equirectangular about the middle latitude, which is true enough for a city."""
    rows = list(rows)
    known = [
        (row.longitude_deg, row.latitude_deg)
        for row in rows
        if row.longitude_deg is not None and row.latitude_deg is not None
    ]
    west, south = min((x for x, _ in known), default=0.0), min((y for _, y in known), default=0.0)
    east, north = max((x for x, _ in known), default=0.0), max((y for _, y in known), default=0.0)
    shrink = math.cos(math.radians((south + north) / 2))
    inner_height = HEIGHT - 2 * MARGIN - 2 * LEGEND
    scale = min((WIDTH - 2 * MARGIN) / max((east - west) * shrink, 0.01), inner_height / max(north - south, 0.01))
    left = (WIDTH - (east - west) * shrink * scale) / 2
    top = MARGIN + (inner_height - (north - south) * scale) / 2
    step = (WIDTH - 2 * MARGIN) / max(sum(row.latitude_deg is None for row in rows), 1)
    foot = 0
    spots: dict[tuple[str, str], tuple[float, float]] = {}
    for row in rows:
        kind = _kind(row)
        if row.latitude_deg is None or row.longitude_deg is None:
            spots[kind, row.id] = (MARGIN + step * (foot + 0.5), HEIGHT - LEGEND - 10)
            foot += 1
        else:
            x = left + (row.longitude_deg - west) * shrink * scale
            spots[kind, row.id] = (x, top + (north - row.latitude_deg) * scale)
    return spots
