"""Places for a form: the user's own and those near a position; and points to measure and draw with."""

from math import cos, hypot, radians
from typing import Any

from heluo.needs.models import Need
from heluo.needs.rules import OFFICERS, PROXIES
from heluo.people.models import User
from heluo.places.models import Place
from heluo.places.queries import nearest

_LEVELS = ("county", "town", "village")
_KM_PER_DEGREE = 111.2
_NEAR_DEGREES = 0.1


def own_places(user: Any) -> list[Place]:
    """The places of the user's grants, the smallest first; those that are too large for a need are left out."""
    if not isinstance(user, User) or user.pk is None:
        return []
    roles = {*OFFICERS, *PROXIES, "requester"}
    places = [grant.place for grant in user.grants_now if grant.role in roles and grant.place]
    fitting = {place for place in places if place.level in _LEVELS}
    return sorted(fitting, key=lambda place: (-len(place.code), place.code))


def recent_places(user: Any, limit: int = 3) -> list[Place]:
    """The villages for which this user took down a need lately, the latest first."""
    if user.pk is None:
        return []
    rows = Need.objects.filter(publisher_id=user.pk, place__valid_to=None).select_related("place").order_by("-pk")[:30]
    return list(dict.fromkeys(need.place for need in rows))[:limit]


def near(latitude: float, longitude: float, limit: int = 6) -> list[Place]:
    """The county around a position (degrees, WGS 84), and the villages nearby where something was asked before.

    Villages have no positions of their own; those of earlier needs stand in for them.
    """
    county = nearest(latitude, longitude)
    asked = Need.objects.filter(
        latitude__range=(latitude - _NEAR_DEGREES, latitude + _NEAR_DEGREES),
        longitude__range=(longitude - _NEAR_DEGREES, longitude + _NEAR_DEGREES),
        place__valid_to=None,
        published_at__isnull=False,
    ).exclude(place__level="county")
    rows = asked.select_related("place").order_by("-pk")[:200]
    by_distance = sorted(rows, key=lambda need: _km(need, latitude, longitude))
    villages = list(dict.fromkeys(need.place for need in by_distance))[: limit - 1]
    return [*villages, *([county] if county else [])]


def _km(need: Need, latitude: float, longitude: float) -> float:
    """Plane distance; good to a percent within a county."""
    north = ((need.latitude or 0) - latitude) * _KM_PER_DEGREE
    east = ((need.longitude or 0) - longitude) * _KM_PER_DEGREE * cos(radians(latitude))
    return hypot(north, east)


def points_of(places: list[Place]) -> dict[str, tuple[float, float]]:
    """Place code → (latitude, longitude): its own point, or that of the nearest division above that has one."""
    codes = {code[:length] for code in (place.code for place in places) for length in (4, 6, 9, 12)}
    rows = Place.objects.filter(code__in=codes, latitude__isnull=False).values_list("code", "latitude", "longitude")
    known = {code: (float(latitude or 0), float(longitude or 0)) for code, latitude, longitude in rows}
    found: dict[str, tuple[float, float]] = {}
    for place in places:
        above = (place.code[:length] for length in (12, 9, 6, 4))
        point = next((known[code] for code in above if code in known), None)
        if point is not None:
            found[place.code] = point
    return found
