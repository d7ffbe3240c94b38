"""Households that are served, most of them of the four categories that the state watches over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from examples.generate.names import full_name
from examples.generate.numbers import identity, phone
from examples.generate.places import Village
from examples.generate.tables import Row

if TYPE_CHECKING:
    from examples.generate.world import World

HEADERS = ("编号", "户主姓名", "联系电话", "身份证号", "所在地代码", "所在地", "类别", "人口")
COUNT = 2600
WATCHED = ("脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
_SHARES = (63, 5, 6, 3, 23)


@dataclass
class Household:
    """A household and its village."""

    row: Row
    village: Village

    @property
    def code(self) -> str:
        return self.row["编号"]

    @property
    def is_watched(self) -> bool:
        return self.row["类别"] in WATCHED


def build(world: "World") -> list[Household]:
    """Households spread over the villages of the demonstration, eight or nine in each."""
    random = world.random("households")
    villages = [village for village in world.places.used for _ in range(5)]
    villages += random.choices(world.places.used, k=COUNT - len(villages))
    villages.sort(key=lambda village: village.code)
    made = []
    for number, village in enumerate(villages, start=1):
        born = date(1948, 1, 1) + timedelta(days=random.randrange(45 * 365))
        row = {
            "编号": f"NH{number:05d}",
            "户主姓名": full_name(random),
            "联系电话": phone(number),
            "身份证号": identity(born, random.randrange(1000)) if random.random() < 0.6 else "",
            "所在地代码": village.code,
            "所在地": village.path,
            "类别": random.choices((*WATCHED, "一般户"), _SHARES)[0],
            "人口": random.choices((1, 2, 3, 4, 5, 6, 7), (9, 20, 20, 24, 16, 8, 3))[0],
        }
        made.append(Household(row, village))
    return made
