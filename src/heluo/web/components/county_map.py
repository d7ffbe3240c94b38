"""A drawn map of the counties: outlines, graduated circles, labels that do not run into one another.

Positions are longitude and latitude in degrees; the drawing is an equirectangular projection at the middle
latitude, which is true to shape within a city's extent. No scale, no inset: a picture of where, not a map to
measure on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sqrt
from typing import Any

from heluo.web.components import labels

WIDTH = 640.0
MARGIN = 14.0
LARGEST_RADIUS = 24.0
SMALLEST_RADIUS = 4.0
# On a narrow screen the picture is drawn at half its size: its labels are placed for letters so much larger.
NARROW_SCALE = 1.75

Projection = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class County:
    """One county as it is drawn; `radius` is 0 and there are no labels where it has no value."""

    code: str
    name: str
    path: str
    x: float
    y: float
    value: float | None
    radius: float
    text: str
    href: str
    wide: labels.Label | None = None
    narrow: labels.Label | None = None


@dataclass(frozen=True)
class Drawing:
    """The counties and the size of the picture that they fill."""

    counties: list[County]
    width: float
    height: float


def draw(features: Iterable[Mapping[str, Any]], values: Mapping[str, float], hrefs: Mapping[str, str]) -> Drawing:
    """Place outlines, circles (their area follows the value) and labels.

    `features` are GeoJSON features with properties `code`, `name` and optionally `label` (where the circle goes);
    `values` and `hrefs` go by code. A county without a value is drawn without a circle.
    """
    features = list(features)
    project, height = _projection([point for feature in features for point in _points(feature)])
    largest = max((value for value in values.values() if value), default=0)
    counties = [_county(feature, project, values, hrefs, largest) for feature in features]
    return Drawing(_labelled(counties, height), WIDTH, height)


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


def _projection(points: list[list[float]]) -> tuple[Projection, float]:
    """From longitude and latitude to the drawing; and the drawing's height."""
    if not points:
        return (lambda _lon, _lat: (WIDTH / 2, MARGIN)), 2 * MARGIN
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze or 1)

    def project(lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - west) * squeeze * scale, MARGIN + (north - lat) * scale

    return project, round(2 * MARGIN + (north - south) * scale, 1)


def _county(
    feature: Mapping[str, Any],
    project: Projection,
    values: Mapping[str, float],
    hrefs: Mapping[str, str],
    largest: float,
) -> County:
    code, name = str(feature["properties"]["code"]), str(feature["properties"]["name"])
    lon, lat = feature["properties"].get("label") or _middle(feature)
    x, y = project(lon, lat)
    value = values.get(code) or None
    radius = max(LARGEST_RADIUS * sqrt(value / largest), SMALLEST_RADIUS) if value else 0.0
    return County(
        code=code,
        name=name,
        path="".join(_closed([project(point[0], point[1]) for point in ring]) for ring in _rings(feature)),
        x=round(x, 1),
        y=round(y, 1),
        value=value,
        radius=round(radius, 1),
        text=f"{short_name(name)} {value:,g}" if value else "",
        href=hrefs.get(code, ""),
    )


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"


def _middle(feature: Mapping[str, Any]) -> tuple[float, float]:
    points = _points(feature)
    return sum(point[0] for point in points) / len(points), sum(point[1] for point in points) / len(points)


def _labelled(counties: list[County], height: float) -> list[County]:
    named = [county for county in counties if county.text]
    dots = [labels.Dot(county.x, county.y, county.radius, county.text) for county in named]
    wide = labels.place(dots, WIDTH, height)
    narrow = labels.place(dots, WIDTH, height, NARROW_SCALE)
    by_code = {county.code: pair for county, *pair in zip(named, wide, narrow, strict=True)}
    return [
        replace(county, wide=by_code[county.code][0], narrow=by_code[county.code][1]) if county.text else county
        for county in counties
    ]
