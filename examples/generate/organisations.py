"""Bodies that ask, employ and serve. All invented: their names carry 示例, but for the committees of real villages."""

from random import Random
from typing import TYPE_CHECKING

from examples.generate.fits import counties
from examples.generate.names import full_name, parts
from examples.generate.numbers import credit_code, phone
from examples.generate.places import WEIGHTS, Village
from examples.generate.tables import Row

if TYPE_CHECKING:
    from examples.generate.world import World

HEADERS = ("单位编号", "单位名称", "统一社会信用代码", "类型", "所在地代码", "所在地", "联系人", "联系电话")

_INSTITUTES = (
    ("示例大学", "高校"),
    ("示例农业大学", "高校"),
    ("示例理工学院", "高校"),
    ("示例职业技术学院", "高校"),
    ("示例农科院", "科研院所"),
    ("示例林业科学研究所", "科研院所"),
    ("示例畜牧兽医研究所", "科研院所"),
    ("示例食用菌研究所", "科研院所"),
    ("示例中药材研究所", "科研院所"),
    ("示例机械与电气研究院", "科研院所"),
    ("示例市科学技术局", "机关"),
    ("示例市农业技术推广中心", "推广机构"),
)
_BRANCHES = (
    ("A0163-01", "花椒种植"),
    ("A0161-01", "核桃种植"),
    ("A0151-01", "苹果种植"),
    ("A0151-04", "樱桃种植"),
    ("A0152", "葡萄种植"),
    ("A0119-01", "谷子种植"),
    ("A0123-01", "红薯种植"),
    ("A0112", "粮食种植"),
    ("A0142-01", "羊肚菌种植"),
    ("A0142-02", "香菇种植"),
    ("A0141-01", "蔬菜种植"),
    ("A0141-03", "辣椒种植"),
    ("A0171-01", "中药材种植"),
    ("A0171-02", "连翘种植"),
    ("A0134", "烟叶种植"),
    ("A0143", "牡丹种植"),
    ("A0311-01", "肉牛养殖"),
    ("A0314-01", "奶山羊养殖"),
    ("A0314-02", "养羊"),
    ("A0321-01", "蛋鸡养殖"),
    ("A0313", "生猪养殖"),
    ("A0392", "养蜂"),
    ("A0412-01", "水产养殖"),
    ("A0512", "农机服务"),
    ("A0122-01", "花生种植"),
    ("A0113", "玉米种植"),
)
_FIRMS = (
    ("C308", "耐火材料有限公司"),
    ("C3491", "智能装备有限公司"),
    ("C3821", "电气有限公司"),
    ("C131", "粮油食品有限公司"),
    ("C137", "菌业食品有限公司"),
    ("C273", "中药饮片有限公司"),
    ("C133", "牡丹油脂有限公司"),
    ("I651", "软件有限公司"),
    ("I653", "物联网科技有限公司"),
    ("C357", "农机制造有限公司"),
    ("G59", "仓储物流有限公司"),
    ("M7514", "商业管理有限公司"),
    ("M754", "众创空间管理有限公司"),
    ("M752", "新材料科技有限公司"),
)


class Organisations:
    """Rows of the workbook, and which body belongs to which village and branch."""

    def __init__(self, world: "World", random: Random) -> None:
        self.rows: list[Row] = []
        self.branch: dict[str, str] = {}
        self._world, self._random = world, random
        self._taken: set[str] = set()

    def add(self, name: str, kind: str, code: str, place: Village, branch: str = "") -> Row:
        serial = len(self.rows) + 1
        row = {
            "单位编号": f"DW{serial:04d}",
            "单位名称": name,
            "统一社会信用代码": credit_code(code, serial, self._random),
            "类型": kind,
            "所在地代码": place.code,
            "所在地": place.path,
            "联系人": full_name(self._random),
            "联系电话": phone(serial + 60_000),
        }
        self.rows.append(row)
        self.branch[row["单位编号"]] = branch
        return row

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row["类型"] in kinds]

    def of_branch(self, industry: str, county: str | None = None) -> list[Row]:
        """Bodies that work in an industry, in a county or anywhere."""
        return [
            row
            for row in self.rows
            if (branch := self.branch[row["单位编号"]])
            and (branch.startswith(industry) or industry.startswith(branch))
            and (county is None or row["所在地代码"].startswith(county))
        ]

    def good_name(self, pattern: str) -> str:
        """A name from the pattern that no other body has."""
        for _ in range(200):
            name = pattern.format(self._random.choice(parts("bodies")))
            if name not in self._taken:
                break
        else:
            name = pattern.format(self._random.choice(parts("bodies")) + self._random.choice(parts("bodies")))
        self._taken.add(name)
        return name


def build(world: "World") -> Organisations:
    """Institutes, offices and stations, firms, co-operatives, farms and village committees."""
    random = world.random("organisations")
    made = Organisations(world, random)
    places = world.places
    for name, kind in _INSTITUTES:
        made.add(name, kind, "11" if kind == "机关" else "12", random.choice(places.communities))
    for county in WEIGHTS:
        village = places.by_county[county][0]
        made.add(f"{village.county}示例科技局", "机关", "11", village)
        made.add(f"{village.county}示例农业技术推广站", "推广机构", "12", village)
    for branch, ending in _FIRMS:
        for _ in range(4 if branch in ("C308", "C3491", "C3821") else 2):
            _firm(made, random, branch, ending)
    for branch, ending in _BRANCHES:
        for _ in range(7):
            _group(made, random, branch, ending)
    for village in places.used:
        if village.code in world.committees:
            made.add(f"{village.town}{village.name}村民委员会".replace("村村民", "村民"), "村委会", "54", village)
    return made


def _firm(made: Organisations, random: Random, branch: str, ending: str) -> None:
    county = random.choice(counties(branch))
    homes = [v for v in made._world.places.villages.values() if v.county_code == county]
    made.add(made.good_name("洛阳示例{}" + ending), "企业", "91", random.choice(homes), branch)


def _group(made: Organisations, random: Random, branch: str, ending: str) -> None:
    village = random.choice(made._world.places.by_county[random.choice(counties(branch))])
    if random.random() < 0.3:
        made.add(made.good_name(f"{village.county}示例{{}}家庭农场"), "家庭农场", "92", village, branch)
    else:
        made.add(made.good_name(f"{village.county}示例{{}}{ending}专业合作社"), "合作社", "93", village, branch)
