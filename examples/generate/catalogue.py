"""New varieties and techniques: names that are public, as the catalogue lists them."""

from dataclasses import dataclass

from examples.generate.days import months
from examples.generate.fits import introduced
from examples.generate.tables import Row, words

VARIETY_HEADERS = ("编号", "名称", "行业代码", "作物", "育成或来源单位", "审定或登记编号", "特性", "适宜条件")
TECHNOLOGY_HEADERS = ("编号", "名称", "行业代码", "来源", "要点", "适宜条件", "季节")


@dataclass(frozen=True)
class Offering:
    """A variety or a technique, and the months in which it is brought in."""

    row: Row
    industry: str
    months: frozenset[int]

    @property
    def code(self) -> str:
        return self.row["编号"]

    @property
    def name(self) -> str:
        return self.row["名称"]


def varieties() -> list[Offering]:
    """Every variety of the list, numbered in its order."""
    made = []
    for number, word in enumerate(words("varieties"), start=1):
        row = {
            "编号": f"PZ{number:03d}",
            "名称": word["name"],
            "行业代码": word["industry"],
            "作物": word["crop"],
            "育成或来源单位": word["origin"],
            "审定或登记编号": word["number"],
            "特性": word["traits"],
            "适宜条件": word["conditions"],
        }
        made.append(Offering(row, word["industry"], introduced(word["industry"])))
    return made


def technologies() -> list[Offering]:
    """Every technique of the list, numbered in its order."""
    made = []
    for number, word in enumerate(words("technologies"), start=1):
        row = {
            "编号": f"JS{number:03d}",
            "名称": word["name"],
            "行业代码": word["industry"],
            "来源": word["source"],
            "要点": word["points"],
            "适宜条件": word["conditions"],
            "季节": word["season"],
        }
        made.append(Offering(row, word["industry"], months(word["season"])))
    return made
