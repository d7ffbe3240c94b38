"""The bodies that specialists form: service groups, service teams, workstations, popular-science bases."""

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from examples.generate.fits import counties, skilled
from examples.generate.places import WEIGHTS, Village
from examples.generate.specialists import Specialist
from examples.generate.tables import Row

if TYPE_CHECKING:
    from examples.generate.world import World

GROUP_HEADERS = ("编号", "名称", "级别", "行业代码", "团长编号", "成员编号", "服务县区代码")
TEAM_HEADERS = ("编号", "名称", "行业代码", "队长编号", "成员编号", "所在地代码")
STATION_HEADERS = ("编号", "名称", "依托单位编号", "所在地代码", "负责人编号")
BASE_HEADERS = ("编号", "名称", "依托单位编号", "所在地代码", "主题")

_GROUPS = (
    ("省级", "小麦", "A0112"),
    ("省级", "食用菌", "A0142"),
    ("省级", "花椒", "A0163"),
    ("省级", "中药材", "A0171"),
    ("省级", "肉牛奶山羊", "A031"),
    ("省级", "甘薯", "A0123"),
    ("市级", "谷子杂粮", "A0119"),
    ("市级", "核桃", "A0161"),
    ("市级", "苹果", "A0151-01"),
    ("市级", "樱桃葡萄", "A015"),
    ("市级", "设施蔬菜", "A0141"),
    ("市级", "牡丹", "A0143"),
    ("市级", "烟叶", "A0134"),
    ("市级", "智能制造", "C3491"),
)
# The first is led by one who has an account; the places are county seats' codes or a county's.
_TEAMS = (
    ("洛宁花椒服务队", "A0163", "410328"),
    ("伊川谷子服务队", "A0119", "410329"),
    ("栾川食用菌服务队", "A0142", "410324"),
    ("嵩县中药材服务队", "A0171", "410325"),
    ("新安樱桃服务队", "A0151-04", "410323"),
    ("偃师葡萄服务队", "A0152", "410307"),
    ("孟津黄河水产服务队", "A0412", "410308"),
    ("汝阳甘薯花生服务队", "A012", "410326"),
    ("宜阳养羊服务队", "A0314", "410327"),
)
_BASES = (
    "农作物病虫识别与安全用药",
    "果树一年四季",
    "食用菌怎样长出来",
    "牡丹与芍药",
    "旱作节水",
    "黄河里的鱼",
    "蜜蜂与授粉",
    "中药材辨识",
    "从种子到小米",
    "机器人与制造",
    "看懂农产品标签",
    "土壤与施肥",
    "气象与防灾",
    "节能与光伏",
)


@dataclass
class Team:
    """A service team, its branch, its county and its members."""

    row: Row
    industry: str
    county: str
    members: list[Specialist]


@dataclass
class Teams:
    """Rows of the four sheets, and the teams that answer needs."""

    groups: list[Row]
    teams: list[Team]
    stations: list[Row]
    bases: list[Row]


def build(world: "World") -> Teams:
    """Fourteen groups, nine teams, and the places where specialists work and teach."""
    random = world.random("teams")
    groups = [_group(world, random, number, *group) for number, group in enumerate(_GROUPS, start=1)]
    teams = [_team(world, random, number, *team) for number, team in enumerate(_TEAMS, start=1)]
    return Teams(groups, teams, _stations(world, random), _bases(world, random))


def _people(world: "World", industry: str) -> list[Specialist]:
    return [s for s in world.specialists if s.row["类型"] == "自然人" and skilled(s.skills, industry)]


def _group(world: "World", random: Random, number: int, level: str, branch: str, industry: str) -> Row:
    able = _people(world, industry)
    random.shuffle(able)
    able.sort(key=lambda s: s.row["选派级别"] == "县")
    members = sorted(able[: random.randint(7, 12)], key=lambda s: s.code)
    leader = next((s for s in members if s.row["职称"] in _SENIOR), members[0])
    served = [c for c in dict.fromkeys(counties(industry)) if c in WEIGHTS] or ["410329", "410323", "410311"]
    return {
        "编号": f"FT{number:02d}",
        "名称": f"{level}{branch}产业科技特派员服务团",
        "级别": level,
        "行业代码": industry,
        "团长编号": leader.code,
        "成员编号": [s.code for s in members],
        "服务县区代码": served,
    }


_SENIOR = (
    "教授",
    "研究员",
    "正高级农艺师",
    "正高级工程师",
    "高级畜牧师",
    "副教授",
    "副研究员",
    "高级农艺师",
    "高级工程师",
)


def _team(world: "World", random: Random, number: int, name: str, industry: str, county: str) -> Team:
    able = sorted(_people(world, industry), key=lambda s: (s.home.county_code != county, s.code))
    members = able[: random.randint(4, 6)]
    if number == 1:
        leader = next(s for s in able if s.name == "孙立")
        members = [leader, *(s for s in members if s is not leader)][:5]
    town = world.places.by_county[county][0].code[:9]
    row = {
        "编号": f"FD{number:02d}",
        "名称": name,
        "行业代码": industry,
        "队长编号": members[0].code,
        "成员编号": [s.code for s in members],
        "所在地代码": town,
    }
    return Team(row, industry, county, members)


def _stations(world: "World", random: Random) -> list[Row]:
    bodies = random.sample(world.organisations.of_kind("合作社", "家庭农场", "企业"), 32)
    rows = []
    for number, body in enumerate(bodies, start=1):
        branch = world.organisations.branch[body["单位编号"]]
        able = [s for s in _people(world, branch) if body["单位编号"] not in s.avoids]
        place = world.places.villages[body["所在地代码"]]
        rows.append(
            {
                "编号": f"GZ{number:02d}",
                "名称": f"{_where(place)}{world.industries[branch]}科技特派员工作站",
                "依托单位编号": body["单位编号"],
                "所在地代码": place.code,
                "负责人编号": random.choice(able).code,
            }
        )
    return rows


def _bases(world: "World", random: Random) -> list[Row]:
    bodies = random.sample(world.organisations.of_kind("高校", "科研院所", "合作社", "企业"), 26)
    rows = []
    for number, body in enumerate(bodies, start=1):
        theme = _BASES[(number - 1) % len(_BASES)]
        place = world.places.villages[body["所在地代码"]]
        rows.append(
            {
                "编号": f"KP{number:02d}",
                "名称": f"{_where(place)}“{theme}”科普基地",
                "依托单位编号": body["单位编号"],
                "所在地代码": place.code,
                "主题": theme,
            }
        )
    return rows


def _where(place: Village) -> str:
    return f"{place.county}{place.town}"
