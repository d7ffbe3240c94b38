"""Small maps, drawn here as SVG: a need with its candidates' homes, and where a county's needs wait; and the base map
that may stand in the place of the first."""

from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from heluo.needs.bridge import Ranking
from heluo.needs.models import Need
from heluo.needs.queries.where import points_of
from heluo.people.models import Specialist
from heluo.places.models import Place
from heluo.places.queries import county_of

WIDTH, HEIGHT, MARGIN = 560.0, 300.0, 24.0
# Needs that wait no farther apart than a dot is wide are counted in one dot.
DOT_WIDTH = 36.0
SHOWN_TITLES = 5
# The map and its names, of which {s} is one of eight hosts; the key is written into every address.
TIANDITU = (
    "https://t{s}.tianditu.gov.cn/%(layer)s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=%(layer)s"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=%(key)s"
)
TIANDITU_LAYERS = ("vec", "cva")


def base_map() -> dict[str, str]:
    """For the template: the layers' tile addresses, separated by spaces, their hosts' letters, and whom to name.
    Without a setting there are none, and the drawing stays."""
    key = settings.HELUO_TIANDITU_KEY
    if key:
        layers = " ".join(TIANDITU % {"layer": layer, "key": key} for layer in TIANDITU_LAYERS)
        return {
            "tiles": layers,
            "tile_hosts": "01234567",
            "tile_attribution": settings.HELUO_TILE_ATTRIBUTION or _("Tianditu"),
        }
    return {
        "tiles": settings.HELUO_TILE_URL,
        "tile_hosts": "abc",
        "tile_attribution": settings.HELUO_TILE_ATTRIBUTION,
    }


@dataclass(frozen=True)
class Dot:
    """A point on the map, in the drawing's own units; `label` is the rank."""

    x: float
    y: float
    label: str
    title: str
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(frozen=True)
class NeedMap:
    """What the template draws: outlines as SVG paths, the need's point, and the candidates' dots."""

    width: float
    height: float
    outlines: list[str]
    need: Dot
    dots: list[Dot]

    @property
    def points(self) -> list[dict[str, Any]]:
        """The same in degrees, for a base map; the need first."""
        names = ("latitude", "longitude", "label", "title")
        return [{name: getattr(dot, name) for name in names} for dot in (self.need, *self.dots)]


@dataclass(frozen=True)
class WaitingMap:
    """A county's outline, and dots that say how many needs wait there."""

    width: float
    height: float
    outlines: list[str]
    dots: list[Dot]


def waiting_map(county: Place, needs: list[Need]) -> WaitingMap | None:
    """Each need at its own point, or else at the nearest point known above it. None for a county without an outline."""
    rings = _rings(county.outline)
    if not rings:
        return None
    points = points_of([need.place for need in needs])
    spots = [(need, _own_point(need) or points.get(need.place.code)) for need in needs]
    known = [(need, point) for need, point in spots if point]
    fit = _Fit([*(point for _need, point in known), *_corners(rings)])
    together: dict[tuple[int, int], list[tuple[Need, tuple[float, float]]]] = {}
    for need, point in known:
        x, y = fit.place(*point)
        together.setdefault((round(x / DOT_WIDTH), round(y / DOT_WIDTH)), []).append((need, (x, y)))
    dots = [Dot(*here[0][1], str(len(here)), _titles([need for need, _spot in here])) for here in together.values()]
    return WaitingMap(WIDTH, HEIGHT, [fit.path(ring) for ring in rings], dots)


def _titles(needs: list[Need]) -> str:
    return " · ".join(need.title for need in needs[:SHOWN_TITLES]) + (" …" if len(needs) > SHOWN_TITLES else "")


def need_map(need: Need, ranking: Ranking) -> NeedMap | None:
    """None where the need's place has no known point."""
    homes = [one.row.home if isinstance(one.row, Specialist) else one.row.place for one in ranking.best]
    points = points_of([need.place, *homes])
    here = _own_point(need) or points.get(need.place.code)
    if here is None:
        return None
    county = county_of(need.place)
    rings = _rings(county.outline) if county else []
    spots = [
        (_own_point(one.row) or points.get(home.code), str(number), f"{one.row} · {home.path}")
        for number, (one, home) in enumerate(zip(ranking.best, homes, strict=True), 1)
    ]
    known = [(point, label, title) for point, label, title in spots if point]
    fit = _Fit([here, *(point for point, _l, _t in known), *_corners(rings)])
    here_dot = Dot(*fit.place(*here), "", need.place.path, *here)
    dots = _spread(here_dot, [Dot(*fit.place(*point), label, title, *point) for point, label, title in known])
    outlines = [fit.path(ring) for ring in rings]
    return NeedMap(WIDTH, HEIGHT, outlines, here_dot, dots)


def _own_point(row: Any) -> tuple[float, float] | None:
    latitude, longitude = getattr(row, "latitude", None), getattr(row, "longitude", None)
    return None if latitude is None or longitude is None else (latitude, longitude)


class _Fit:
    """Degrees to the drawing: equirectangular about the middle latitude, as large as fits."""

    def __init__(self, points: list[Any]) -> None:
        latitudes, longitudes = [point[0] for point in points], [point[1] for point in points]
        self._top, self._left = max(latitudes), min(longitudes)
        self._squeeze = cos(radians((max(latitudes) + min(latitudes)) / 2))
        wide = max((max(longitudes) - self._left) * self._squeeze, 0.02)
        high = max(self._top - min(latitudes), 0.02)
        self._scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        self._shift = (WIDTH - wide * self._scale) / 2

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = self._shift + (longitude - self._left) * self._squeeze * self._scale
        return round(x, 1), round(MARGIN + (self._top - latitude) * self._scale, 1)

    def path(self, ring: list[list[float]]) -> str:
        spots = (self.place(latitude, longitude) for longitude, latitude, *_rest in ring)
        return "M" + "L".join(f"{x},{y}" for x, y in spots) + "Z"


def _rings(outline: dict[str, Any] | None) -> list[list[list[float]]]:
    """The outer rings of a GeoJSON Polygon or MultiPolygon."""
    if not outline:
        return []
    parts = outline["coordinates"] if outline["type"] == "MultiPolygon" else [outline["coordinates"]]
    return [rings[0] for rings in parts]


def _corners(rings: list[list[list[float]]]) -> list[tuple[float, float]]:
    """The rings' points as (latitude, longitude)."""
    return [(latitude, longitude) for ring in rings for longitude, latitude, *_rest in ring]


def _spread(here: Dot, dots: list[Dot]) -> list[Dot]:
    """Dots that fall on one another, or on the need (all of one county seat), are set side by side, by rank."""
    taken = {(round(here.x / 14), round(here.y / 14)): 1}
    spread = []
    for dot in dots:
        cell = (round(dot.x / 14), round(dot.y / 14))
        steps = taken.get(cell, 0)
        taken[cell] = steps + 1
        spread.append(replace(dot, x=min(dot.x + 22 * steps, WIDTH - 12)))
    return spread
