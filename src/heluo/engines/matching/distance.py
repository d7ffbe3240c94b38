"""How far it is by road, estimated, and what being in the same place is worth where positions lack."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
ROAD_FACTOR = 1.3
"""Roads are longer than the great circle; 1.3 is the usual detour factor (Boscoe et al. 2012 report 1.417
for drives in the United States, Ballou et al. 2002 report 1.33 for China)."""

PLACE_ENDS = (2, 4, 6, 9, 12)
PLACE_SHARES = (0.0, 0.1, 0.3, 0.6, 0.85, 0.95)
"""Share of the distance points for codes that agree on nothing, province, city, county, town, village."""

Floats = npt.NDArray[np.float64]


def road_km(latitude_deg: float, longitude_deg: float, latitudes: Floats, longitudes: Floats) -> Floats:
    """float64[n] kilometres by road, estimated, to each position; NaN where a position is NaN."""
    phi, phis = np.radians(latitude_deg), np.radians(latitudes)
    half_lat = np.sin((phis - phi) / 2)
    half_lon = np.sin(np.radians(longitudes - longitude_deg) / 2)
    chord = np.clip(half_lat**2 + np.cos(phi) * np.cos(phis) * half_lon**2, 0.0, 1.0)
    great_circle = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return np.round(ROAD_FACTOR * great_circle, 1)


def shared_place_level(one: str, other: str) -> int:
    """0 nothing, 1 province, 2 city, 3 county, 4 town, 5 village."""
    reached = 0
    for step, end in enumerate(PLACE_ENDS, start=1):
        if len(one) < end or len(other) < end or one[:end] != other[:end]:
            break
        reached = step
    return reached
