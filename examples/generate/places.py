"""Luoyang's real divisions: counties with their outlines, towns and villages with their short names."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

DIVISIONS = Path(__file__).parents[1] / "luoyang" / "divisions"

# How many of a hundred needs come from each county: near the weights of farming there.
WEIGHTS = {
    "410307": 29,
    "410308": 33,
    "410311": 12,
    "410323": 38,
    "410324": 52,
    "410325": 41,
    "410326": 22,
    "410327": 47,
    "410328": 64,
    "410329": 70,
}
URBAN = ("410302", "410303", "410304", "410305", "410311", "410371")
# Villages that must be in the demonstration, because its walk through the loop goes there.
FIXED = ("410328109202", "410324103209", "410329111225", "410323102218")
VILLAGES_USED = 300

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Village:
    """A village or community, with its path: `洛宁县赵村镇张营村`."""

    code: str
    name: str
    town: str
    county: str

    @property
    def county_code(self) -> str:
        return self.code[:6]

    @property
    def path(self) -> str:
        return f"{self.county}{self.town}{self.name}"

    @property
    def is_rural(self) -> bool:
        return self.name.endswith("村")


@dataclass
class Places:
    """All villages by code, and the outline of each county."""

    villages: dict[str, Village]
    outlines: dict[str, list[Ring]]
    used: list[Village] = field(default_factory=list)
    by_county: dict[str, list[Village]] = field(default_factory=dict)
    communities: list[Village] = field(default_factory=list)

    def centre(self, county: str) -> tuple[float, float]:
        """Longitude and latitude of the middle of a county's outline, for rough distances."""
        ring = self.outlines.get(county, self.outlines["410305"])[0]
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)

    def position_of(self, village: Village) -> tuple[float, float]:
        """Latitude and longitude that stand for a village: always the same ones, drawn inside its county."""
        return self.position(village.county_code, Random(village.code))  # noqa: S311

    def position(self, county: str, random: Random) -> tuple[float, float]:
        """Latitude and longitude of a point drawn inside the outline of a county."""
        rings = self.outlines.get(county, self.outlines["410305"])
        largest = max(rings, key=len)
        west, east = min(p[0] for p in largest), max(p[0] for p in largest)
        south, north = min(p[1] for p in largest), max(p[1] for p in largest)
        while True:
            point = random.uniform(west, east), random.uniform(south, north)
            if inside(point, largest):
                return round(point[1], 5), round(point[0], 5)


def inside(point: tuple[float, float], ring: Ring) -> bool:
    """Whether a point lies inside a ring: a ray to the east crosses its border an odd number of times."""
    x, y = point
    crossings = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings = not crossings
    return crossings


def short_name(name: str, county: str, town: str) -> str:
    """张营村 for 张营村村民委员会, with or without county and town in front."""
    for before in (county, town, "示范区"):
        name = name.rpartition(before)[2] or name
    for ending in ("村村民委员会", "村村委员会", "村村委会", "村民委员会"):
        if name.endswith(ending):
            return name.removesuffix(ending).removesuffix("村") + "村"
    return name.removesuffix("居民委员会")


def load(random: Random) -> Places:
    """Read the divisions and choose the villages of the demonstration."""
    villages = {}
    with (DIVISIONS / "luoyang_villages.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = short_name(row["name"], row["area"], row["street"])
            villages[row["code"]] = Village(row["code"], name, row["street"], row["area"])
    shapes = json.loads((DIVISIONS / "luoyang_counties.geojson").read_text(encoding="utf-8"))
    places = Places(villages, {f["properties"]["code"]: _rings(f["geometry"]) for f in shapes["features"]})
    _choose(places, random)
    return places


def _rings(geometry: dict) -> list[Ring]:
    shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [shape[0] for shape in shapes]


def _choose(places: Places, random: Random) -> None:
    total = sum(WEIGHTS.values())
    for county, weight in WEIGHTS.items():
        rural = [v for v in places.villages.values() if v.county_code == county and v.is_rural]
        fixed = [places.villages[code] for code in FIXED if code.startswith(county)]
        others = [v for v in rural if v not in fixed]
        wanted = round(VILLAGES_USED * weight / total) - len(fixed)
        places.by_county[county] = sorted(fixed + random.sample(others, min(wanted, len(others))), key=lambda v: v.code)
        places.used += places.by_county[county]
    places.communities = [v for v in places.villages.values() if v.county_code in URBAN and v.name.endswith("社区")]
