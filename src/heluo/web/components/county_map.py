"""A drawn map of the counties: outlines, graduated circles, labels that do not run into one another.

Positions are longitude and latitude in degrees; the drawing is an equirectangular projection at the middle
latitude, which is true to shape within a city's extent. No scale, no inset: a picture of where, not a map to
measure on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, pi, radians, sqrt
from typing import Any

WIDTH = 640.0
MARGIN = 14.0
LARGEST_RADIUS = 24.0
SMALLEST_RADIUS = 4.0
TEXT_HEIGHT = 16.0
WIDE_LETTER, NARROW_LETTER = 13.2, 7.6


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in its own units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


@dataclass
class County:
    """One county as it is drawn."""

    code: str
    name: str
    path: str
    x: float
    y: float
    value: float | None
    radius: float
    href: str
    text: str
    text_x: float = 0.0
    text_y: float = 0.0
    anchor: str = "middle"
    leader: tuple[float, float, float, float] | None = None


def draw_counties(
    features: Iterable[Mapping[str, Any]], values: Mapping[str, float], hrefs: Mapping[str, str]
) -> tuple[list[County], float]:
    """Place outlines, circles (their area follows the value) and labels; return them with the drawing's height.

    `features` are GeoJSON features with properties `code`, `name` and optionally `label` (where the circle goes);
    `values` and `hrefs` go by code. A county without a value is drawn without a circle.
    """
    features = list(features)
    project, height = _projection([point for feature in features for point in _points(feature)])
    largest = max([value for value in values.values() if value], default=0)
    counties = [_county(feature, project, values, hrefs, largest) for feature in features]
    _place_labels(counties, height)
    return counties, height


def short_name(name: str) -> str:
    """洛宁县 → 洛宁, 瀍河回族区 → 瀍河; a name of two characters stays (嵩县)."""
    for ending in ("回族区", "区", "县", "市"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def _rings(feature: Mapping[str, Any]) -> list[list[list[float]]]:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _points(feature: Mapping[str, Any]) -> list[list[float]]:
    return [point for ring in _rings(feature) for point in ring]


def _projection(points: list[list[float]]) -> tuple[Any, float]:
    """A function from (longitude, latitude) to the drawing, and the drawing's height."""
    if not points:
        return (lambda _lon, _lat: (WIDTH / 2, MARGIN)), 2 * MARGIN
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze or 1)

    def project(lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - west) * squeeze * scale, MARGIN + (north - lat) * scale

    return project, round(2 * MARGIN + (north - south) * scale, 1)


def _county(
    feature: Mapping[str, Any], project: Any, values: Mapping[str, float], hrefs: Mapping[str, str], largest: float
) -> County:
    properties = feature["properties"]
    code, name = str(properties["code"]), str(properties["name"])
    path = "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in (project(*point[:2]) for point in ring)) + "Z"
        for ring in _rings(feature)
    )
    x, y = project(*(properties.get("label") or _middle(feature)))
    value = values.get(code)
    radius = max(LARGEST_RADIUS * sqrt(value / largest), SMALLEST_RADIUS) if value else 0.0
    text = f"{short_name(name)} {value:g}" if value else ""
    return County(code, name, path, round(x, 1), round(y, 1), value, round(radius, 1), hrefs.get(code, ""), text)


def _middle(feature: Mapping[str, Any]) -> tuple[float, float]:
    points = _points(feature)
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def text_width(text: str) -> float:
    """About how wide a label is drawn: a Chinese character is a full em."""
    return sum(WIDE_LETTER if ord(letter) > 0x2E7F else NARROW_LETTER for letter in text)


def label_box(county: County) -> Box:
    """What the label of a county covers, from its place and anchor."""
    width = text_width(county.text)
    left = {"middle": county.text_x - width / 2, "start": county.text_x, "end": county.text_x - width}[county.anchor]
    return Box(left, county.text_y - TEXT_HEIGHT * 0.75, left + width, county.text_y + TEXT_HEIGHT * 0.25)


def _place_labels(counties: list[County], height: float) -> None:
    """Greedy: large circles first; each label takes the first free place, nearest to its circle first."""
    labelled = sorted((county for county in counties if county.text), key=lambda c: -c.radius)
    circles = [
        (county, Box(county.x - r, county.y - r, county.x + r, county.y + r))
        for county in labelled
        for r in [county.radius]
    ]
    taken: list[Box] = []
    for county in labelled:
        best: tuple[float, tuple[float, float, str]] | None = None
        for place in _places(county):
            county.text_x, county.text_y, county.anchor = place
            box = label_box(county)
            hit = sum(box.overlap(other) for other in taken) * 10
            hit += sum(box.overlap(circle) for other, circle in circles if other is not county)
            hit += 1000 * (box.left < 2 or box.right > WIDTH - 2 or box.top < 0 or box.bottom > height)
            if best is None or hit < best[0] - 0.01:
                best = (hit, place)
            if hit == 0:
                break
        assert best is not None  # _places is never empty
        county.text_x, county.text_y, county.anchor = best[1]
        taken.append(label_box(county))
        county.leader = _leader(county)


def _places(county: County) -> Iterable[tuple[float, float, str]]:
    """Where the label may stand: inside a circle that holds it, beside, above, below, then further and further out."""
    if text_width(county.text) < 2 * county.radius + 12:
        yield county.x, county.y + 5, "middle"
    for distance in (4, 14, 26, 40, 56, 74, 94, 116, 140):
        reach = county.radius + distance
        for eighth in (0, 4, 6, 2, 7, 1, 5, 3):
            angle = eighth * pi / 4
            x = county.x + reach * cos(angle)
            y = county.y + 5 - reach * cos(angle - pi / 2)
            anchor = "middle" if eighth in (2, 6) else "start" if eighth in (0, 1, 7) else "end"
            yield round(x, 1), round(y + (6 if eighth == 6 else 0), 1), anchor


def _leader(county: County) -> tuple[float, float, float, float] | None:
    """A thin line from the circle to a label that had to move away."""
    box = label_box(county)
    to_x = min(max(county.x, box.left), box.right)
    to_y = min(max(county.y, box.top + 3), box.bottom - 1)
    gap = sqrt((to_x - county.x) ** 2 + (to_y - county.y) ** 2)
    if gap <= county.radius + 8:
        return None
    edge = county.radius / gap
    from_x, from_y = county.x + (to_x - county.x) * edge, county.y + (to_y - county.y) * edge
    return round(from_x, 1), round(from_y, 1), round(to_x, 1), round(to_y, 1)
