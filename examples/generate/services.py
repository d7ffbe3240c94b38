"""What was done in two years: visits, classes, demonstrations and calls, with the rows they are counted by."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from examples.generate.asking import Need, choose, extra
from examples.generate.attendance import fill_classes
from examples.generate.catalogue import Offering
from examples.generate.days import FIRST, LAST, any_day, at
from examples.generate.fits import counties, skilled
from examples.generate.helping import help_households
from examples.generate.needs import comment
from examples.generate.places import WEIGHTS, Village
from examples.generate.specialists import Specialist
from examples.generate.tables import Row
from examples.generate.wording import fill

if TYPE_CHECKING:
    from examples.generate.world import World

HEADERS = (
    "编号",
    "需求编号",
    "特派员编号",
    "服务队编号",
    "类型",
    "行业代码",
    "所在地代码",
    "所在地",
    "开始时间",
    "结束时间",
    "主题",
    "服务记录",
)
ATTENDANCE_HEADERS = ("服务编号", "序号", "姓名", "电话", "农户编号")
VARIETY_HEADERS = ("服务编号", "品种编号", "面积亩")
TECHNOLOGY_HEADERS = ("服务编号", "技术编号", "面积亩")
HELP_HEADERS = ("服务编号", "农户编号", "措施", "增收元")

CLASSES = 745
# What nobody can do over the telephone.
_SEEN = ("看", "示范", "当场", "现场", "逐", "查", "测", "剥", "刮开", "划出", "取", "核", "带着", "算")
VISIT, CLASS, SHOW, CALL = "现场指导", "集中培训", "示范展示", "电话答疑"


@dataclass
class Service:
    """A row of the workbook with what its lines are drawn from."""

    row: Row
    industry: str
    specialist: Specialist
    village: Village
    day: date
    need: Need | None = None
    varieties: list[Offering] = field(default_factory=list)
    technologies: list[Offering] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.row["类型"]

    @property
    def code(self) -> str:
        return self.row["编号"]


@dataclass
class Services:
    """All services by day, and the rows of the other sheets."""

    all: list[Service] = field(default_factory=list)
    attendances: list[Row] = field(default_factory=list)
    varieties: list[Row] = field(default_factory=list)
    technologies: list[Row] = field(default_factory=list)
    helped: list[Row] = field(default_factory=list)


def build(world: "World") -> Services:
    """Answers to needs, planned classes and demonstrations, then their lines."""
    random = world.random("services")
    made = [_answer(random, need) for need in world.needs.all if need.specialist]
    made += _demonstrations(world, random)
    made += _planned_classes(world, random, CLASSES - sum(s.kind == CLASS for s in made))
    _add_offerings(world, random, made)
    made.sort(key=lambda s: (s.row["开始时间"], s.specialist.code))
    for number, service in enumerate(made, start=1):
        service.row["编号"] = f"FW{number:05d}"
    services = Services(made)
    services.attendances = fill_classes(world, [s for s in made if s.kind == CLASS])
    services.helped = help_households(world, made)
    services.varieties = [_line(random, s, "品种编号", v) for s in made for v in s.varieties]
    services.technologies = [_line(random, s, "技术编号", t) for s in made for t in s.technologies]
    return services


def _make(
    random: Random, kind: str, industry: str, specialist: Specialist, village: Village, day: date, title: str, text: str
) -> Service:
    hour = random.choice((8.5, 9, 9, 9.5, 10, 14, 14.5, 15, 15.5))
    length = {VISIT: (1, 1.5, 2, 2.5, 3), CLASS: (1.5, 2, 2, 2.5, 3), SHOW: (1.5, 2, 3), CALL: (0.25, 0.5)}[kind]
    row = {
        "需求编号": "",
        "特派员编号": specialist.code,
        "服务队编号": "",
        "类型": kind,
        "行业代码": industry,
        "所在地代码": village.code,
        "所在地": village.path,
        "开始时间": at(day, hour),
        "结束时间": at(day, hour + random.choice(length)),
        "主题": title,
        "服务记录": text,
    }
    return Service(row, industry, specialist, village, day)


def _answer(random: Random, need: Need) -> Service:
    assert need.specialist is not None
    assert need.served_on is not None
    if need.kind == "T":
        kind = CLASS
    elif need.kind == "B":
        kind = random.choice((SHOW, VISIT, VISIT))
    elif need.kind == "V":
        kind = random.choices((VISIT, CALL, SHOW), (86, 10, 4))[0]
    else:
        kind = VISIT
    if kind == CALL and any(word in need.problem.done for word in _SEEN):
        kind = VISIT
    opening = {VISIT: "on_site", CLASS: "class_done", SHOW: "demo", CALL: "by_phone"}[kind]
    if opening in ("on_site", "class_done") and not need.problem.industry.startswith("A"):
        opening += "_firm"
    if kind == CALL and need.row.get("评语"):
        # Nobody praises a visit after a telephone call.
        need.row["评语"] = comment(random, True, need.problem.industry, "C", need.row["标题"])
    told = fill(extra()[opening], random, {}) + fill(need.problem.done, random, need.slots, need.choice)
    theme = fill(need.problem.titles[need.choice], random, need.slots, need.choice)
    service = _make(
        random,
        kind,
        need.problem.industry,
        need.specialist,
        need.village,
        need.served_on,
        theme,
        told if told[-1] in "。！？" else told + "。",
    )
    service.row |= {"需求编号": need.row["编号"], "服务队编号": need.team}
    service.need = need
    return service


def _somewhere(world: "World", random: Random, industry: str) -> Village:
    county = random.choice(counties(industry))
    if county in WEIGHTS and not industry.startswith(("C3", "M752", "M754", "M7514")):
        return random.choice(world.places.by_county[county])
    return random.choice([v for v in world.places.communities if v.county_code == county] or world.places.communities)


def _arrange(world: "World", random: Random, industry: str, within: frozenset[int]) -> tuple[Village, date, Specialist]:
    """A village, a day in season and someone skilled who is free."""
    for _ in range(400):
        village, day = _somewhere(world, random, industry), any_day(random, FIRST, LAST, within)
        specialist = choose(world, random, industry, village, day)
        if specialist is not None:
            specialist.take(day)
            return village, day, specialist
    raise LookupError(f"nobody can be sent for {industry}")


def _demonstrations(world: "World", random: Random) -> list[Service]:
    """New varieties shown in the months in which they are planted, one or two of a crop together."""
    made = []
    by_crop: dict[tuple[str, str], list[Offering]] = {}
    for variety in world.varieties:
        by_crop.setdefault((variety.industry, variety.row["作物"]), []).append(variety)
    for (industry, _crop), varieties in by_crop.items():
        for start in range(0, len(varieties), 2):
            shown = varieties[start : start + 2]
            village, day, specialist = _arrange(world, random, industry, shown[0].months)
            names = "、".join(v.name for v in shown)
            text = "；".join(f"{v.name}{v.row['特性']}" for v in shown)
            theme = fill(extra()["demo_theme"], random, {"names": names})
            slots = {"place": village.name, "text": text, "closing": extra()["closing"]}
            service = _make(
                random, SHOW, industry, specialist, village, day, theme, fill(extra()["demo_own"], random, slots)
            )
            service.varieties = list(shown)
            made.append(service)
    return made


def _planned_classes(world: "World", random: Random, count: int) -> list[Service]:
    """Classes of the year's plan, each on one technique in its season."""
    made = []
    rounds = [t for _ in range(count // len(world.technologies) + 1) for t in _shuffled(random, world.technologies)]
    for technology in rounds[:count]:
        village, day, specialist = _arrange(world, random, technology.industry, technology.months)
        slots = {
            "name": technology.name,
            "place": village.name,
            "points": technology.row["要点"],
            "conditions": technology.row["适宜条件"],
            "closing": extra()["closing"],
            "case": extra()["class_case"],
        }
        service = _make(
            random,
            CLASS,
            technology.industry,
            specialist,
            village,
            day,
            fill(extra()["class_theme"], random, slots),
            fill(extra()["class_own"], random, slots),
        )
        service.technologies = [technology]
        made.append(service)
    return made


def _shuffled(random: Random, things: list[Offering]) -> list[Offering]:
    return random.sample(things, len(things))


def _add_offerings(world: "World", random: Random, made: list[Service]) -> None:
    """Techniques promoted and varieties brought in on the way; at the end each one at least once."""
    used = {offering.code: 0 for offering in (*world.technologies, *world.varieties)}
    for service in made:
        for offering in (*service.technologies, *service.varieties):
            used[offering.code] += 1
    for service in made:
        if service.kind == CALL or service.need is None:
            continue
        for offerings, chosen, chance in (
            (world.technologies, service.technologies, 0.5),
            (world.varieties, service.varieties, 0.5 if service.need.kind == "B" else 0.06),
        ):
            able = [o for o in offerings if _fits(service, o)]
            if able and random.random() < chance:
                offering = min(able, key=lambda o: (used[o.code], random.random()))
                used[offering.code] += 1
                chosen.append(offering)
    for offering in (*world.technologies, *world.varieties):
        if not used[offering.code]:
            raise LookupError(f"nobody promoted {offering.name}")


def _fits(service: Service, offering: Offering) -> bool:
    return (
        service.day.month in offering.months
        and skilled([service.industry], offering.industry)
        and skilled(service.specialist.skills, offering.industry)
    )


def _line(random: Random, service: Service, header: str, offering: Offering) -> Row:
    grown = offering.industry.startswith(("A01", "A02")) and not offering.industry.startswith("A0142")
    need = service.need
    if not grown:
        area: float | None = None
    elif need is not None and "{n}亩" in need.problem.body:
        area = need.size
    else:
        area = random.choice((5, 8, 10, 12, 15, 20, 30, 40, 50, 60, 80, 100))
    return {"服务编号": service.code, header: offering.code, "面积亩": area}
