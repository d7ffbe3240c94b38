"""What is under way on the day of loading: told in days before that day, so that every desk has something on it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from examples.generate.accounts import WALKED
from examples.generate.asking import Need, Writer, choose
from examples.generate.days import LAST
from examples.generate.fits import skilled
from examples.generate.tables import Row
from examples.generate.wording import fill

if TYPE_CHECKING:
    from examples.generate.specialists import Specialist
    from examples.generate.world import World

HEADERS = (
    "编号",
    "标题",
    "内容",
    "行业代码",
    "类型",
    "所在地代码",
    "所在地",
    "纬度",
    "经度",
    "提出方",
    "账号",
    "联系人",
    "联系电话",
    "登记方式",
    "代录",
    "紧急程度",
    "需要人数",
    "几天前",
    "期限几天后",
    "情形",
    "特派员编号",
    "服务队编号",
    "服务记录",
    "评语",
    "理由",
    "建议",
    "重复于",
)
# How many of each; the days are those before loading on which they were asked.
_COUNTS = {
    "待审核": (5, (0, 0, 1)),
    "征集中": (32, (0,)),
    "已邀请": (12, (1, 1, 2, 3)),
    "已受理": (8, (4, 5, 6)),
    "服务中": (3, (6, 7)),
    "待评价": (4, (7, 8, 9)),
    "重新开放": (2, (10, 11)),
    "有异议": (1, (10,)),
    "不予受理": (1, (4,)),
}
_ANSWERED = ("已邀请", "已受理", "服务中", "待评价", "重新开放", "有异议")
# Days from loading to the deadline of those for whom nobody has been found yet.
_DUE = (-7, -5, -4, -2, -2, -1, -1, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4)
_SAID = {
    "重新开放": ("只剪了两棵做样子，剩下的还是下不去手，想请人再来一趟", "时间太短，要问的没问完，想请人再来一趟"),
    "有异议": ("说好了来，等到天黑也没见人",),
}
_ZHAOCUN = "410328109"


@dataclass(frozen=True)
class Underway:
    """The rows, and the specialists who answer invitations in them."""

    rows: list[Row] = field(default_factory=list)
    answering: list["Specialist"] = field(default_factory=list)


def build(world: "World") -> Underway:
    """Rows for each state of affairs; the demonstration's own accounts are named in some."""
    found, writer = Underway(), world.needs.writer
    for state, (count, days) in _COUNTS.items():
        for number in range(count):
            need = _drawn(world, writer, state, number)
            row = need.row | {"情形": state, "几天前": days[number % len(days)]}
            if state == "征集中" and number < len(_DUE):
                row |= {"几天前": None, "期限几天后": _DUE[number]}
            if state == "待审核":
                row |= {"登记方式": "扫码", "代录": "否"}
            if state in _ANSWERED:
                _assign(world, writer, need, row, state, number, found)
            if state in _SAID:
                row["评语"] = _SAID[state][number]
            if state == "不予受理":
                row |= {
                    "理由": "要的是代买农药和肥料，不在科技特派员服务范围内",
                    "建议": "到镇上有证的农资门市购买，认准登记证号；怎么用可以来电话问，也可以另提一件上门指导。",
                    "标题": "想请科技局代买防冻药和冬肥",
                    "内容": "入冬要用防冻药和一车有机肥，怕买到假的，想请局里统一代买，钱由家里出。",
                }
            found.rows.append(row)
    _repeat(found)
    for number, row in enumerate(found.rows, start=1):
        row["编号"] = f"ZB{number:03d}"
    _name_original(found)
    return found


def _drawn(world: "World", writer: Writer, state: str, number: int) -> Need:
    """A visit for those who are answered; anything for the others. Some are asked for by the accounts we print."""
    if (state, number) in _OWN:
        industry, asker = _OWN[state, number]
        return _asked(world, writer, industry, asker)
    if state == "待审核" and number < 2:
        return _asked(world, writer, "A0163-01" if number else "A0311-01", _ZHAOCUN)
    while True:
        need = writer.draw(date(2026, 11, 10), LAST)
        if state not in _ANSWERED or (need.kind == "V" and not need.problem.is_firms):
            return need


# The state and its place in the row → the industry, and who asks: an account or a town.
_OWN = {
    ("征集中", 20): ("A0163-01", "hezuoshe"),
    ("征集中", 21): ("A0161-01", "nonghu"),
    ("已邀请", 0): ("A0161-01", _ZHAOCUN),
    ("已邀请", 1): ("A0163-01", "hezuoshe"),
    ("已邀请", 2): ("A0163-01", "410328"),
    ("已受理", 0): ("A0163-01", "nonghu"),
    ("服务中", 0): ("A0163-01", _ZHAOCUN),
    ("待评价", 0): ("A0163-01", "hezuoshe"),
    ("重新开放", 0): ("A0163-01", "410328"),
}
_BY_ZHAO = (("已邀请", 0), ("已受理", 0), ("服务中", 0), ("待评价", 0))


def _asked(world: "World", writer: Writer, industry: str, asker: str) -> Need:
    able = [p for p in writer.problems if p.industry == industry and "V" in p.kinds and LAST.month in p.months]
    problem = min(able, key=lambda p: p.used)
    problem.used += 1
    choice = problem.used % len(problem.titles)
    account = next((row for row in world.accounts if row["用户名"] == asker), None)
    if account is not None and account.get("单位编号"):
        body = next(b for b in world.organisations.rows if b["单位编号"] == account["单位编号"])
        return writer.of_body(problem, "V", choice, body, LAST)
    if account is not None:
        village = world.places.villages[account["所在地代码"]]
        need = writer.of_household(problem, "V", choice, village, LAST)
        home = next(h for h in writer.homes[village.code] if h.code == account["农户编号"])
        contact = {"联系人": home.row["户主姓名"], "联系电话": home.row["联系电话"]}
        need.row |= {"提出方": home.code, "账号": asker, "登记方式": "网上", "代录": "否"} | contact
        return need
    here = [v for code, v in world.places.villages.items() if code.startswith(asker) and code in writer.homes]
    # The village of the walk is left to the walk, where the town has another.
    village = writer.random.choice([v for v in here if v.code != WALKED] or here)
    return writer.of_household(problem, "V", choice, village, LAST)


def _assign(world: "World", writer: Writer, need: Need, row: Row, state: str, number: int, found: Underway) -> None:
    if (state, number) == ("已邀请", 2):
        team = next(t for t in world.teams.teams if t.members[0].name == "孙立")
        row |= {"服务队编号": team.row["编号"], "需要人数": 2}
        row |= {"标题": "连片椒园冬前管理，想请服务队来一趟"}
        row |= {"内容": "村里几户椒园连片，各家管法不一样，想请服务队来集中看一天，把冬前该做的事一户一户定下来。"}
        return
    if (state, number) in _BY_ZHAO:
        specialist = next(s for s in world.specialists if s.name == "赵文山")
    else:
        chosen = choose(world, writer.random, need.problem.industry, need.village, LAST, row["提出方"])
        assert chosen is not None
        specialist = chosen
        specialist.take(LAST)
    assert skilled(specialist.skills, need.problem.industry)
    row["特派员编号"] = specialist.code
    if state != "已邀请":
        found.answering.append(specialist)
        row["服务记录"] = fill(need.problem.done, writer.random, need.slots, need.choice)


def _repeat(found: Underway) -> None:
    """One that a neighbour asked a second time."""
    original = next(row for row in found.rows if row["情形"] == "征集中" and row["代录"] == "是")
    again = dict(original) | {"情形": "重复", "几天前": 0, "期限几天后": None, "登记方式": "扫码", "代录": "否"}
    again["标题"] = original["标题"][:60] + "（同村）"
    again["重复于"] = original["标题"]
    found.rows.append(again)


def _name_original(found: Underway) -> None:
    repeated = found.rows[-1]
    repeated["重复于"] = next(row["编号"] for row in found.rows if row["标题"] == repeated["重复于"])
