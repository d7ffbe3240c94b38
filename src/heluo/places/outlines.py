"""Whether a position lies within an outline (GeoJSON Polygon or MultiPolygon), by counting crossings."""

from typing import Any

Ring = list[list[float]]


def contains(geometry: dict[str, Any] | None, *, latitude: float, longitude: float) -> bool:
    """Whether the position lies inside; holes (the second and later rings) are outside.

    The rule of crossings: M. Shimrat, Algorithm 112, Communications of the ACM 5 (1962).
    """
    polygons = _polygons(geometry or {})
    return any(
        _in_ring(outer, latitude, longitude) and not any(_in_ring(hole, latitude, longitude) for hole in holes)
        for outer, *holes in polygons
    )


def _polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    match geometry.get("type"):
        case "Polygon":
            return [geometry["coordinates"]]
        case "MultiPolygon":
            return list(geometry["coordinates"])
        case _:
            return []


def _in_ring(ring: Ring, latitude: float, longitude: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        crosses = (y1 > latitude) != (y2 > latitude)
        if crosses and longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside
