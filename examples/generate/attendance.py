"""Who came to the classes: 18,000 rows, one person each; some gave no name."""

from random import Random
from typing import TYPE_CHECKING

from examples.generate.names import full_name
from examples.generate.numbers import phone
from examples.generate.places import Village
from examples.generate.tables import Row

if TYPE_CHECKING:
    from examples.generate.services import Service
    from examples.generate.world import World

TOTAL = 18_000
SMALLEST, LARGEST, LECTURE = 8, 68, 150
UNNAMED = 0.2

Person = tuple[str, str, str]


class _Villagers:
    """The people of a village who come to classes: the same faces each time, and some new ones."""

    def __init__(self, world: "World", random: Random) -> None:
        self._random = random
        self._homes: dict[str, list[Person]] = {}
        self._people: dict[str, list[Person]] = {}
        self._next_phone = 100_000
        for household in world.households:
            person = (household.row["户主姓名"], household.row["联系电话"], household.code)
            homes = self._homes.setdefault(household.village.code, [])
            if all(person[0] != known[0] for known in homes):
                homes.append(person)

    def come(self, village: Village, count: int) -> list[Person]:
        people = self._people.setdefault(village.code, list(self._homes.get(village.code, ())))
        while len(people) < count * 1.3:
            newcomer = self._newcomer()
            # A list of those who came cannot tell two of one name apart.
            if all(newcomer[0] != known[0] for known in people):
                people.append(newcomer)
        return self._random.sample(people, count)

    def _newcomer(self) -> Person:
        self._next_phone += 1
        return full_name(self._random), phone(self._next_phone) if self._random.random() < 0.5 else "", ""


def sizes(random: Random, classes: int) -> list[int]:
    """How many came to each class, together exactly the total; one was a lecture in a full hall."""
    drawn = [LECTURE] + [min(LARGEST, max(SMALLEST, round(random.gauss(24, 9)))) for _ in range(classes - 1)]
    while (missing := TOTAL - sum(drawn)) != 0:
        index = random.randrange(1, classes)
        step = 1 if missing > 0 else -1
        if SMALLEST <= drawn[index] + step <= LARGEST:
            drawn[index] += step
    return drawn


def fill_classes(world: "World", classes: list["Service"]) -> list[Row]:
    """The attendance rows of all classes. The lecture is the one on selling online."""
    random = world.random("attendance")
    villagers = _Villagers(world, random)
    counts = sizes(random, len(classes))
    lecture = next((i for i, s in enumerate(classes) if "直播电商" in s.row["主题"]), 0)
    counts[0], counts[lecture] = counts[lecture], counts[0]
    rows: list[Row] = []
    for service, count in zip(classes, counts, strict=True):
        for number, (name, number_called, household) in enumerate(villagers.come(service.village, count), start=1):
            row: Row = {"服务编号": service.code, "序号": number}
            if random.random() >= UNNAMED:
                row |= {"姓名": name, "电话": number_called if random.random() < 0.8 else "", "农户编号": household}
            rows.append(row)
    return rows
