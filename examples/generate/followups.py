"""What the people served said when they were asked whether it took place, and who checked."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from examples.generate.days import LAST
from examples.generate.needs import comment
from examples.generate.tables import Row

if TYPE_CHECKING:
    from examples.generate.services import Service
    from examples.generate.world import World

HEADERS = ("服务编号", "渠道", "日期", "属实", "满意", "评分", "评语", "核查人账号", "核查日期")
CONFIRMED, CHECKED = 0.6, 0.25
DENIED, UNHAPPY = 5, 14
_DENIALS = (
    "说好了要来，那天没有来",
    "只打了个电话，人没到",
    "来的是别的村，不是我们这里",
    "日期不对，那天下大雨没办成",
    "记的人数不对，没有那么多人",
)


def build(world: "World") -> list[Row]:
    """Confirmations of three services in five; one service in four also checked by someone independent."""
    random = world.random("followups")
    services = [s for s in world.services.all if s.day < LAST - timedelta(days=2)]
    total = len(world.services.all)
    asked = sorted(random.sample(services, round(total * CONFIRMED)), key=lambda s: s.code)
    # A service that did not take place counts nowhere: those denied are visits without lines, so the totals stay.
    helping = {row["服务编号"] for row in world.services.helped}
    plain = [s for s in asked if s.kind == "现场指导" and not (s.varieties or s.technologies or s.code in helping)]
    denied = {s.code: text for s, text in zip(random.sample(plain, DENIED), _DENIALS, strict=True)}
    unhappy = {s.code for s in random.sample([s for s in asked if s.code not in denied], UNHAPPY)}
    checkable = [s for s in asked if s.code not in denied]
    checked = {s.code for s in random.sample(checkable, round(total * CHECKED))}
    return [_row(world, random, s, denied.get(s.code), s.code in unhappy, s.code in checked) for s in asked]


def _row(world: "World", random: Random, service: "Service", denial: str | None, unhappy: bool, checked: bool) -> Row:
    day = min(
        LAST, service.day + timedelta(days=random.choices((0, 1, 2, 3, 5, 8, 14, 21), (20, 24, 16, 12, 10, 8, 6, 4))[0])
    )
    row: Row = {
        "服务编号": service.code,
        "渠道": random.choices(("扫码", "短信", "热线", "信息员代报"), (34, 28, 16, 22))[0],
        "日期": day,
        "属实": "否" if denial else "是",
    }
    if denial:
        row |= {"评语": denial}
    elif unhappy:
        row |= {
            "满意": "否",
            "评分": random.choice((1, 2, 2)),
            "评语": comment(random, False, service.industry, service.row["主题"]),
        }
    elif random.random() < 0.7:
        row |= {"满意": "是", "评分": random.choices((5, 4, 3), (64, 31, 5))[0]}
        if random.random() < 0.4:
            row["评语"] = comment(random, True, service.industry, service.row["主题"])
    if checked:
        row["核查人账号"] = random.choice(_checkers(world, service))
        row["核查日期"] = min(LAST, day + timedelta(days=random.randint(1, 25)))
    return row


def _checkers(world: "World", service: "Service") -> list[str]:
    """The county's officer where it has an account, the city's office and the auditors."""
    return [
        row["用户名"]
        for row in world.accounts
        if row["角色"] in ("city_officer", "auditor", "county_officer")
        and service.village.code.startswith(row["所在地代码"])
    ]
