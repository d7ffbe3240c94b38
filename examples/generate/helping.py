"""Households helped: who had more income by what measure; one household may have several measures."""

from random import Random
from typing import TYPE_CHECKING

from examples.generate.households import Household
from examples.generate.tables import Row, words
from examples.generate.wording import fill

if TYPE_CHECKING:
    from examples.generate.services import Service
    from examples.generate.world import World

# Watched households with more income; the source says "over 1,600".
GAINED = 1637
WITHOUT_GAIN, OTHERS_WITH_GAIN, SECOND_MEASURES = 170, 120, 210


def help_households(world: "World", services: list["Service"]) -> list[Row]:
    """One row for each household and measure, at a service that took place in its village."""
    random = world.random("helping")
    here: dict[str, list[Service]] = {}
    for service in services:
        if service.kind != "电话答疑" and service.industry.startswith(("A", "D", "M7511", "C13")):
            here.setdefault(service.village.code, []).append(service)
    reached = [h for h in world.households if h.village.code in here]
    random.shuffle(reached)
    watched = [h for h in reached if h.is_watched]
    others = [h for h in reached if not h.is_watched]
    gained, rest = watched[:GAINED], watched[GAINED:]
    pairs = [(household, True) for household in (*gained, *others[:OTHERS_WITH_GAIN])]
    pairs += [(household, False) for household in (*rest[:WITHOUT_GAIN], *others[OTHERS_WITH_GAIN:][:60])]
    pairs += [(household, True) for household in random.sample(gained, SECOND_MEASURES)]
    rows: dict[tuple[str, str], Row] = {}
    for household, gain in pairs:
        service = random.choice(here[household.village.code])
        rows.setdefault((service.code, household.code), _row(random, service, household, gain))
    return sorted(rows.values(), key=lambda row: (row["服务编号"], row["农户编号"]))


def _row(random: Random, service: "Service", household: Household, gain: bool) -> Row:
    return {
        "服务编号": service.code,
        "农户编号": household.code,
        "措施": fill(_measures(service.industry), random, {}),
        "增收元": round(min(9000, max(300, random.lognormvariate(7.4, 0.6))) / 50) * 50 if gain else None,
    }


def _measures(industry: str) -> str:
    """The measures of the nearest branch of the taxonomy."""
    table = {row["industry"]: row["text"] for row in words("measures")}
    return next(table[industry[:length]] for length in range(len(industry), 0, -1) if industry[:length] in table)
