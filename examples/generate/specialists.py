"""The 364 science-and-technology specialists: who they are, what they can do, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from examples.generate.days import FIRST, LAST
from examples.generate.fits import counties
from examples.generate.names import Register
from examples.generate.numbers import phone
from examples.generate.places import WEIGHTS, Village
from examples.generate.tables import Row, words
from examples.generate.wording import fill

if TYPE_CHECKING:
    from examples.generate.world import World

HEADERS = (
    "编号",
    "姓名",
    "类型",
    "统一社会信用代码",
    "职称",
    "工作单位编号",
    "专长行业代码",
    "专长说明",
    "驻地代码",
    "驻地",
    "纬度",
    "经度",
    "每年可服务天数",
    "联系电话",
    "选派级别",
    "选派年度",
    "回避单位编号",
    "不在岗开始",
    "不在岗结束",
)
COUNT = 364
LEGAL_COUNT = 28
YEARS = (2024, 2025, 2026)

# Those who have an account in the demonstration: name, title, employer, skills, words, home, days.
KNOWN = (
    (
        "赵文山",
        "正高级农艺师",
        "示例农科院",
        ["A0163-01", "A0161-01"],
        "擅长花椒、核桃修剪与病虫害防治，老椒园改造",
        "410328",
        40,
    ),
    ("吴晓", "副教授", "示例大学", ["A0515", "A0163-01", "A0113"], "植物保护，果树和大田害虫防治", "410311", 30),
    (
        "孙立",
        "高级农艺师",
        "洛宁县示例农业技术推广站",
        ["A0163-01", "A0151-01"],
        "花椒、苹果栽培，本县果园巡回指导",
        "410328",
        36,
    ),
    (
        "卫春霞",
        "副研究员",
        "示例食用菌研究所",
        ["A0142-01", "A0142-02"],
        "羊肚菌、香菇栽培与棚内环境管理",
        "410324",
        34,
    ),
)


@dataclass
class Specialist:
    """A row of the workbook with what the rest of the generator asks about it."""

    row: Row
    skills: list[str]
    home: Village
    capacity: int
    years: set[int]
    avoids: set[str]
    away: tuple[date, date] | None
    busy: set[date] = field(default_factory=set)
    spent: dict[int, int] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.row["编号"]

    @property
    def name(self) -> str:
        return self.row["姓名"]

    def is_free(self, day: date) -> bool:
        """Appointed, present, not busy and with a day left in the year."""
        away = self.away is not None and self.away[0] <= day <= self.away[1]
        left = self.spent.get(day.year, 0) < self.capacity
        return day.year in self.years and left and not away and day not in self.busy

    def take(self, day: date) -> None:
        self.busy.add(day)
        self.spent[day.year] = self.spent.get(day.year, 0) + 1


def build(world: "World") -> list[Specialist]:
    """Natural persons with their profile, and some firms and co-operatives as legal persons."""
    random = world.random("specialists")
    names = Register(random, tuple(known[0] for known in KNOWN))
    made = [_known(world, random, number, known) for number, known in enumerate(KNOWN, start=1)]
    profiles = words("profiles")
    shares = [int(profile["share"]) for profile in profiles]
    # Every profile is there at least four times, the rest by share.
    queue = [p for p in profiles for _ in range(4)]
    queue += random.choices(profiles, shares, k=COUNT - LEGAL_COUNT - len(KNOWN) - len(queue))
    random.shuffle(queue)
    made += [_person(world, random, number, profile, names.next()) for number, profile in enumerate(queue, start=5)]
    firms = [row for row in world.organisations.rows if row["类型"] in ("企业", "合作社")]
    for row in random.sample(firms, LEGAL_COUNT):
        made.append(_firm(world, random, len(made) + 1, row))
    return made


def _known(world: "World", random: Random, number: int, known: tuple) -> Specialist:
    name, title, employer, skills, expertise, county, days = known
    row = next(row for row in world.organisations.rows if row["单位名称"] == employer)
    home = random.choice([v for v in world.places.villages.values() if v.county_code == county])
    return _make(
        world,
        random,
        number,
        name=name,
        title=title,
        employer=row["单位编号"],
        skills=skills,
        expertise=expertise,
        home=home,
        days=days,
        level="省",
        years=set(YEARS),
    )


def _person(world: "World", random: Random, number: int, profile: Mapping[str, str], name: str) -> Specialist:
    skills = profile["skills"].split("、")
    employer, home, title = _post(world, random, profile["field"], skills[0])
    years = set(YEARS) if random.random() < 0.72 else set(random.choice([(2024, 2025), (2025, 2026), (2026,)]))
    return _make(
        world,
        random,
        number,
        name=name,
        title=title,
        employer=employer,
        skills=skills,
        expertise=fill(profile["words"], random, {}),
        home=home,
        days=random.choice((12, 15, 18, 20, 24, 24, 30, 36)),
        level=random.choices(("国家", "省", "市", "县"), (1, 14, 34, 51))[0],
        years=years,
    )


def _post(world: "World", random: Random, field_name: str, skill: str) -> tuple[str, Village, str]:
    """Employer, home and title: an institute in the city, a county's station, or a body on the ground."""
    draw = random.random()
    groups = world.organisations.of_branch(skill)
    if draw < 0.42:
        body = random.choice(world.organisations.of_kind("高校", "科研院所"))
        title = random.choice(_titles(body["类型"], field_name))
        return body["单位编号"], random.choice(world.places.communities), title
    if draw < 0.82 or not groups:
        county = random.choice([c for c in counties(skill) if c in WEIGHTS] or list(WEIGHTS))
        stations = [b for b in world.organisations.of_kind("推广机构") if b["所在地代码"].startswith(county)]
        home = random.choice([v for v in world.places.villages.values() if v.county_code == county])
        return random.choice(stations)["单位编号"], home, random.choice(_titles("推广机构", field_name))
    body = random.choice(groups)
    return body["单位编号"], world.places.villages[body["所在地代码"]], random.choice(_titles("乡土", field_name))


def _titles(kind: str, field_name: str) -> tuple[str, ...]:
    if kind == "高校":
        return ("教授", "副教授", "副教授", "讲师", "讲师")
    if field_name in ("工业机器人", "电磁与电源", "节能与光伏", "信息与物联网", "农业机械", "创业与知识产权"):
        return ("高级工程师", "工程师", "工程师", "正高级工程师")
    if kind == "科研院所":
        return ("研究员", "副研究员", "副研究员", "助理研究员")
    if field_name in ("肉牛养殖", "养羊", "猪病与防疫", "家禽"):
        return ("高级兽医师", "兽医师", "高级畜牧师", "畜牧师")
    if kind == "乡土":
        return ("农民技术员", "农民高级技师", "助理农艺师", "农艺师")
    return ("正高级农艺师", "高级农艺师", "高级农艺师", "农艺师", "农艺师", "助理农艺师")


def _firm(world: "World", random: Random, number: int, body: Row) -> Specialist:
    branch = world.organisations.branch[body["单位编号"]]
    return _make(
        world,
        random,
        number,
        name=body["单位名称"],
        title="",
        employer=body["单位编号"],
        skills=[branch],
        expertise=f"{world.industries[branch]}，提供技术、种苗或产品配套服务",
        home=world.places.villages[body["所在地代码"]],
        days=random.choice((20, 30, 40)),
        level=random.choice(("省", "市", "县")),
        years=set(YEARS),
    )


def _make(
    world: "World",
    random: Random,
    number: int,
    *,
    name: str,
    title: str,
    employer: str,
    skills: list[str],
    expertise: str,
    home: Village,
    days: int,
    level: str,
    years: set[int],
) -> Specialist:
    legal = not title
    body = next(row for row in world.organisations.rows if row["单位编号"] == employer)
    avoids = {employer} if not legal and body["类型"] in ("企业", "合作社", "家庭农场") else set()
    away = _absence(random) if number > len(KNOWN) and not legal and random.random() < 0.06 else None
    latitude, longitude = world.places.position(home.county_code, random)
    row = {
        "编号": f"KT{number:04d}",
        "姓名": name,
        "类型": "法人" if legal else "自然人",
        "统一社会信用代码": body["统一社会信用代码"] if legal else "",
        "职称": title,
        "工作单位编号": employer,
        "专长行业代码": skills,
        "专长说明": expertise,
        "驻地代码": home.code,
        "驻地": home.path,
        "纬度": latitude,
        "经度": longitude,
        "每年可服务天数": days,
        "联系电话": phone(number + 70_000),
        "选派级别": level,
        "选派年度": [str(year) for year in sorted(years)],
        "回避单位编号": sorted(avoids),
        "不在岗开始": away[0] if away else None,
        "不在岗结束": away[1] if away else None,
    }
    return Specialist(row, skills, home, days, years, avoids, away)


def _absence(random: Random) -> tuple[date, date]:
    start = FIRST + timedelta(days=random.randrange((LAST - FIRST).days - 60))
    return start, start + timedelta(days=random.choice((14, 30, 60, 90)))
