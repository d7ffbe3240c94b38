"""How a need comes about: a place, a day, a trouble that fits both, someone who has it, the words, who answers."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from examples.generate.days import LAST, any_day, is_quiet, months
from examples.generate.fits import counties, skilled
from examples.generate.places import WEIGHTS, Village
from examples.generate.specialists import Specialist
from examples.generate.tables import WORDS, Row, words
from examples.generate.wording import fill, options

if TYPE_CHECKING:
    from examples.generate.households import Household
    from examples.generate.world import World

FIRM_SHARE, CLASS_SHARE = 0.08, 0.42
_KINDS = {"V": "上门指导", "T": "集中培训", "B": "品种技术", "I": "孵化场地", "P": "项目", "D": "方案设计"}
_ASKS = {"V": "visit", "T": "training", "B": "introduction", "I": "incubation", "P": "project", "D": "design"}
_CLASS_ENDINGS = ("，想请老师讲一课", "（想办个班）", "，请来讲讲", "", "", "", "")
# A variety or technique is asked for by those who want to choose or to begin, not by those in trouble.
_CHOOSING = re.compile("品种|引进|种啥|选|换|想种|想试|想引|哪里有|合适|改接|更新|苗|套种|起步|要不要|新品")
_PRESSING = ("冻", "霜", "锈", "死", "倒", "疫", "浮头", "烂", "蔫", "贪夜蛾", "流产", "拉稀")
_FIRM_SECTIONS = ("C", "G", "I", "M752", "M754", "M7514")


@dataclass
class Problem:
    """One row of `words/problems`: what goes wrong in which months, how one says so, what was done."""

    industry: str
    months: frozenset[int]
    kinds: str
    size: tuple[int, int]
    titles: list[str]
    body: str
    done: str
    used: int = 0

    for_groups: bool = False

    @property
    def is_firms(self) -> bool:
        return self.industry.startswith(_FIRM_SECTIONS)


@dataclass
class Need:
    """A row of the workbook with what the service that answers it must know."""

    row: Row
    problem: Problem
    kind: str
    choice: int
    slots: dict[str, object]
    village: Village
    day: date
    household: "Household | None" = None
    size: int = 1
    specialist: Specialist | None = None
    team: str = ""
    served_on: date | None = None


def rounded(number: int) -> int:
    """A number as one says it: 26, 130, 1400."""
    step = 100 if number >= 1000 else 10 if number >= 100 else 5 if number >= 30 else 1
    return round(number / step) * step


@cache
def extra() -> dict[str, str]:
    """The small turns of speech."""
    return {row["name"]: row["text"] for row in words("extra")}


def problems() -> list[Problem]:
    """Every row of every list in `words/problems`."""
    made = []
    for path in sorted((WORDS / "problems").glob("*.csv")):
        for row in words(f"problems/{path.stem}"):
            low, high = row["size"].split("-")
            made.append(
                Problem(
                    row["industry"],
                    months(row["months"]),
                    row["kinds"].strip("G"),
                    (int(low), int(high)),
                    options(row["title"]),
                    row["body"],
                    row["done"],
                    for_groups="G" in row["kinds"],
                )
            )
    return made


class Writer:
    """Draws needs: a place, a day, a trouble that fits both, someone who has it, and the words."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.random = world.random("needs")
        self.problems = problems()
        self.homes: dict[str, list[Household]] = {}
        for household in world.households:
            self.homes.setdefault(household.village.code, []).append(household)
        self.visits = {village.code: 0 for village in world.places.used}

    def draw(self, first: date, last: date, within: frozenset[int] | None = None) -> Need:
        """A need that nobody has answered yet."""
        random = self.random
        day = any_day(random, first, last, within)
        county = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        problem = self._problem(county, day)
        problem.used += 1
        wants_class = "T" in problem.kinds and random.random() < CLASS_SHARE
        kind = "T" if wants_class else random.choice(problem.kinds.replace("T", "") or "T")
        choice = random.randrange(len(problem.titles))
        if kind == "B" and not _CHOOSING.search(problem.titles[choice]):
            kind = "V"
        if problem.is_firms:
            return self.of_body(problem, kind, choice, self._firm(problem), day)
        draw = random.random()
        if problem.for_groups or kind in "PDI" or draw < (0.5 if kind == "T" else 0.25):
            groups = [b for b in self.world.organisations.of_branch(problem.industry, county) if self._is_used(b)]
            if groups:
                return self.of_body(problem, kind, choice, random.choice(groups), day)
        if problem.for_groups or draw > 0.86:
            committees = [b for b in self.world.organisations.of_kind("村委会") if b["所在地代码"].startswith(county)]
            if committees:
                return self.of_body(problem, kind, choice, random.choice(committees), day)
        if kind in "PDI":
            kind = next((k for k in problem.kinds if k not in "PDI"), "V")
        return self.of_household(problem, kind, choice, self._village(county), day)

    def _is_used(self, body: Row) -> bool:
        return body["所在地代码"] in self.visits

    def _problem(self, county: str, day: date) -> Problem:
        firm = self.random.random() < FIRM_SHARE
        able = [
            p
            for p in self.problems
            if day.month in p.months and p.is_firms == firm and (firm or county in counties(p.industry))
        ]
        known = [1 if firm else counties(p.industry).count(county) for p in able]
        weights = [known[i] / (1 + p.used) ** 1.2 for i, p in enumerate(able)]
        return self.random.choices(able, weights)[0]

    def _firm(self, problem: Problem) -> Row:
        bodies = [b for b in self.world.organisations.of_branch(problem.industry) if b["类型"] == "企业"]
        return self.random.choice(bodies or self.world.organisations.of_kind("企业"))

    def _village(self, county: str) -> Village:
        villages = self.world.places.by_county[county]
        return self.random.choices(villages, [1 / (1 + self.visits[v.code]) ** 2 for v in villages])[0]

    def of_household(self, problem: Problem, kind: str, choice: int, village: Village, day: date) -> Need:
        household = self.random.choice(self.homes[village.code])
        how = self.random.choices(("信息员代录", "电话", "扫码", "网上"), (52, 26, 14, 8))[0]
        proxied = how == "信息员代录" or (how == "电话" and self.random.random() < 0.6)
        low, high = problem.size
        need = self._need(
            problem,
            kind,
            choice,
            village,
            day,
            "proxied" if proxied else "household",
            rounded(self.random.randint(low, high)),
        )
        need.household = household
        need.row |= {
            "提出方": household.code,
            "联系人": household.row["户主姓名"],
            "联系电话": household.row["联系电话"],
            "登记方式": how,
            "代录": "是" if proxied else "否",
        }
        return need

    def of_body(self, problem: Problem, kind: str, choice: int, body: Row, day: date) -> Need:
        village = self.world.places.villages[body["所在地代码"]]
        voice = {"企业": "firm", "村委会": "village", "家庭农场": "farm"}.get(body["类型"], "group")
        size = self._group_size(problem)
        need = self._need(problem, kind, choice, village, day, voice, size)
        how = self.random.choices(("网上", "电话", "信息员代录", "扫码"), (45, 28, 15, 12))[0]
        need.row |= {
            "提出方": body["单位编号"],
            "联系人": body["联系人"],
            "联系电话": body["联系电话"],
            "登记方式": how,
            "代录": "是" if how == "信息员代录" else "否",
        }
        return need

    def _group_size(self, problem: Problem) -> int:
        low, high = problem.size
        drawn = self.random.randint(low, high)
        if problem.is_firms or not problem.industry.startswith("A0"):
            return drawn
        if problem.industry.startswith(("A03", "A04", "A0142", "A05")):
            return rounded(drawn * 2)
        return rounded(max(10, drawn * 8))

    def _need(
        self, problem: Problem, kind: str, choice: int, village: Village, day: date, voice: str, size: int
    ) -> Need:
        random, turns = self.random, extra()
        slots = {
            "我": turns[voice],
            "n": size,
            "村": village.name,
            "近": turns["lately"],
            "求": turns[_ASKS[kind]],
            "收": turns["closing"],
            "h": random.randint(3, 30),
        }
        title = fill(problem.titles[choice], random, slots, choice)
        ending = random.choice(_CLASS_ENDINGS) if kind == "T" else ""
        body = fill(problem.body, random, slots, choice)
        if body[-1] not in "。！？":
            body += "。"
        draw = random.random()
        if draw < 0.25 and village.is_rural and not title.startswith(("村", "我村", "农产品")):
            title = f"{village.name}：{title}" if "，" in title else f"{village.name}{title}"
        elif draw < 0.36 and problem.industry.startswith("A01") and "{n}亩" in problem.body and not ending:
            title = title if "亩" in title else f"{title}（{size}亩）"
        if village.code in self.visits:
            self.visits[village.code] += 1
        latitude, longitude = self.world.places.position_of(village)
        row = {
            "标题": title + ending,
            "内容": body,
            "行业代码": problem.industry,
            "类型": _KINDS[kind],
            "所在地代码": village.code,
            "所在地": village.path,
            "纬度": latitude,
            "经度": longitude,
            "紧急程度": self._urgency(title),
            "需要人数": 1,
            "提出日期": day,
        }
        return Need(row, problem, kind, choice, slots, village, day, size=size)

    def _urgency(self, title: str) -> str:
        pressing = any(word in title for word in _PRESSING)
        return self.random.choices(("一般", "较急", "紧急"), (25, 50, 25) if pressing else (76, 20, 4))[0]

    def ask_until(self, need: Need) -> None:
        """The window in which the one who asks would like an answer."""
        days = {"紧急": (0, 3), "较急": (1, 6), "一般": (2, 14)}[need.row["紧急程度"]]
        start = need.day + timedelta(days=days[0])
        need.row |= {
            "期望开始": start,
            "期望结束": need.day + timedelta(days=self.random.randint(days[1], days[1] + 4)),
        }

    def answer(self, need: Need) -> bool:
        """Find someone free who has the skill; false if nobody can come in time."""
        wait = {"紧急": (1, 3), "较急": (1, 5), "一般": (1, 9)}[need.row["紧急程度"]]
        for _ in range(12):
            day = need.day + timedelta(days=self.random.randint(*wait))
            if day > LAST or is_quiet(day) or (day.month not in need.problem.months and day.month != need.day.month):
                continue
            team = self._team(need)
            specialist = choose(
                self.world, self.random, need.problem.industry, need.village, day, need.row["提出方"], team
            )
            if specialist is None:
                continue
            specialist.take(day)
            need.specialist, need.served_on = specialist, day
            if team is not None and specialist in team:
                need.team = next(t.row["编号"] for t in self.world.teams.teams if t.members is team)
                need.row["需要人数"] = self.random.choice((1, 2, 2, 3))
            need.row |= {"受理特派员编号": specialist.code, "服务队编号": need.team}
            return True
        return False

    def _team(self, need: Need) -> list[Specialist] | None:
        for team in self.world.teams.teams:
            if need.village.county_code == team.county and skilled([team.industry], need.problem.industry):
                return team.members if self.random.random() < 0.4 else None
        return None


def choose(
    world: "World",
    random: Random,
    industry: str,
    village: Village,
    day: date,
    asker: str = "",
    team: list[Specialist] | None = None,
) -> Specialist | None:
    """One who has the skill and is free that day: rather near, rather not often sent."""
    able = [
        s
        for s in (team or world.specialists)
        if skilled(s.skills, industry) and asker not in s.avoids and asker != s.row["工作单位编号"] and s.is_free(day)
    ]
    if not able:
        return None
    here = world.places.centre(village.county_code)

    def cost(specialist: Specialist) -> float:
        there = world.places.centre(specialist.home.county_code)
        distance = 100 * ((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2) ** 0.5
        loads = sum(specialist.spent.values())
        return distance / 25 + loads * 0.8 + random.random() * 3

    return min(able, key=cost)
