"""What the people served said when they were asked whether it took place, who checked, and who came again."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from examples.generate.asking import Need, choose, extra
from examples.generate.days import LAST, at, is_quiet
from examples.generate.needs import comment
from examples.generate.tables import Row, words
from examples.generate.wording import fill

if TYPE_CHECKING:
    from examples.generate.services import Service
    from examples.generate.specialists import Specialist
    from examples.generate.world import World

HEADERS = ("服务编号", "渠道", "日期", "属实", "满意", "评分", "评语", "核查人账号", "核查日期")
AGAIN_HEADERS = (
    "服务编号",
    "作废原因",
    "特派员编号",
    "开始时间",
    "结束时间",
    "主题",
    "服务记录",
    "渠道",
    "日期",
    "评分",
    "评语",
)
CONFIRMED, CHECKED = 0.6, 0.25
DENIED, UNHAPPY, UNHAPPY_CLASSES = 4, 14, 4
_CHANNELS = (("扫码", "短信", "热线", "信息员代录"), (34, 28, 16, 22))
_DENIALS = ("说好了要来，那天没有来", "只打了个电话，人没到", "等了一上午没见人", "日期记错了，那天下大雨没办成")


@dataclass(frozen=True)
class Followups:
    """The answers, and the second services that came of those that were a no."""

    answers: list[Row]
    again: list[Row]
    # Who came the second time: they answer an invitation, so they have accounts.
    second: list["Specialist"]


def build(world: "World") -> Followups:
    """Confirmations of three services in five; one service in four also checked by someone independent."""
    random = world.random("followups")
    services = [s for s in world.services.all if s.day < LAST - timedelta(days=2)]
    total = len(world.services.all)
    asked = sorted(random.sample(services, round(total * CONFIRMED)), key=lambda s: s.code)
    # A service that did not take place counts nowhere: those denied are visits without lines, so the totals stay.
    helping = {row["服务编号"] for row in world.services.helped}
    answered = [s for s in asked if s.kind == "现场指导" and s.need is not None and _leaves_time(s)]
    plain = [
        s for s in answered if s.industry.startswith("A0") and not (s.varieties or s.technologies or s.code in helping)
    ]
    denied = {s.code: text for s, text in zip(random.sample(plain, DENIED), _DENIALS, strict=True)}
    doubted = [s for s in answered if s.code not in denied and s.industry.startswith(("A0", "M7511"))]
    complaints = {s.code: _complaint(random, s) for s in random.sample(doubted, UNHAPPY)}
    classes = [s for s in asked if s.kind == "集中培训" and s.need is None]
    unhappy = {s.code for s in random.sample(classes, UNHAPPY_CLASSES)}
    checkable = [s for s in asked if s.code not in denied]
    checked = {s.code for s in random.sample(checkable, round(total * CHECKED))}
    found = Followups([], [], [])
    for service in asked:
        words_of = complaints.get(service.code)
        row = _row(world, random, service, service.code in unhappy, service.code in checked)
        if service.code in denied:
            row |= {"属实": "否", "满意": "", "评分": None, "评语": denied[service.code]}
        elif words_of is not None:
            row |= {"满意": "否", "评分": random.choice((1, 2, 2)), "评语": words_of["complaint"]}
        if service.code in denied or words_of is not None:
            row["日期"] = service.day + timedelta(days=random.randint(3, 9))
            _come_again(world, random, service, row, words_of, found)
        if service.code in checked:
            row["核查人账号"] = random.choice(_checkers(world, service))
            row["核查日期"] = min(LAST, row["日期"] + timedelta(days=random.randint(1, 25)))
        found.answers.append(row)
    return found


def _leaves_time(service: "Service") -> bool:
    """Whether a second service fits in between: not shortly before a quiet week, nor before the end."""
    return service.day < LAST - timedelta(days=60) and not any(
        is_quiet(service.day + timedelta(days=days)) for days in range(40)
    )


def _row(world: "World", random: Random, service: "Service", unhappy: bool, checked: bool) -> Row:
    late = random.choices((0, 1, 2, 3, 5, 8, 14, 21), (20, 24, 16, 12, 10, 8, 6, 4))[0]
    row: Row = {
        "服务编号": service.code,
        "渠道": random.choices(*_CHANNELS)[0],
        "日期": min(LAST, service.day + timedelta(days=late)),
        "属实": "是",
    }
    if unhappy:
        row |= {"满意": "否", "评分": random.choice((1, 2, 2)), "评语": _said(random, False, service)}
    elif _may_judge(service) and random.random() < 0.7:
        row |= {"满意": "是", "评分": random.choices((5, 4, 3), (64, 31, 5))[0]}
        if random.random() < 0.4:
            row["评语"] = _said(random, True, service)
    return row


def _may_judge(service: "Service") -> bool:
    """A need that is closed has been judged, or its people said nothing: then they only confirm here."""
    return service.need is None or service.need.row["状态"] == "已服务"


def _said(random: Random, good: bool, service: "Service") -> str:
    kind = {"集中培训": "T", "示范展示": "B", "电话答疑": "C"}.get(
        service.kind, service.need.kind if service.need else "V"
    )
    return comment(random, good, service.industry, kind, service.row["主题"])


def _complaint(random: Random, service: "Service") -> Row:
    """A complaint that fits what was asked, with what the second service did about it, and the thanks for that."""
    fitting = [
        row
        for row in words("again")
        if service.industry.startswith(tuple(row["industries"].split("、")))
        and re.search(row["topic"], service.row["主题"])
    ]
    chosen = random.choice(fitting)
    return {name: fill(chosen[name], random, {}) for name in ("complaint", "record", "thanks")}


def _come_again(
    world: "World", random: Random, service: "Service", row: Row, told: Row | None, found: Followups
) -> None:
    need = service.need
    assert need is not None
    # The workbook of needs was sent after the first service; the follow-ups tell what came afterwards.
    need.row |= {"状态": "已服务", "办理意见": fill(extra()["again_handled"], random, {})}
    need.row |= dict.fromkeys(("评价", "评分", "评语", "评价日期"))
    specialist, day = _second(world, random, need, row["日期"])
    hour = random.choice((8.5, 9, 9.5, 14.5, 15))
    record = told["record"] if told else service.row["服务记录"]
    judged = day + timedelta(days=random.randint(2, 8))
    found.second.append(specialist)
    found.again.append(
        {
            "服务编号": service.code,
            "作废原因": "" if told else fill(extra()["voided"], random, {}),
            "特派员编号": specialist.code,
            "开始时间": at(day, hour),
            "结束时间": at(day, hour + random.choice((1.5, 2, 2.5))),
            "主题": service.row["主题"],
            "服务记录": record,
            "渠道": random.choices(*_CHANNELS)[0],
            "日期": judged,
            "评分": random.choice((4, 5, 5)),
            "评语": told["thanks"] if told else "这回人来了，问题也看了，满意。",
        }
    )
    if not told:
        service.row["服务记录"] = fill(extra()["not_there"], random, {})


def _second(world: "World", random: Random, need: Need, after: date) -> tuple["Specialist", date]:
    """Someone other than the first, some days after the complaint."""
    others = [s for s in world.specialists if s is not need.specialist]
    for days in range(3, 20):
        day = after + timedelta(days=days)
        chosen = choose(world, random, need.problem.industry, need.village, day, need.row["提出方"], others)
        if chosen is not None and day.weekday() < 5:
            chosen.take(day)
            return chosen, day
    raise LookupError(f"nobody can come again to {need.row['编号']}")


def _checkers(world: "World", service: "Service") -> list[str]:
    """The county's officer where it has an account, the city's office and the auditors."""
    return [
        row["用户名"]
        for row in world.accounts
        if row["角色"] in ("city_officer", "auditor", "county_officer")
        and service.village.code.startswith(row["所在地代码"])
    ]
