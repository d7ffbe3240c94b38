"""What villages, co-operatives and firms asked for in two years, and how it went."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from examples.generate.asking import Need, Writer, extra
from examples.generate.days import FIRST, LAST
from examples.generate.tables import words
from examples.generate.wording import fill

if TYPE_CHECKING:
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
    "联系人",
    "联系电话",
    "登记方式",
    "代录",
    "紧急程度",
    "期望开始",
    "期望结束",
    "期望几天内",
    "需要人数",
    "提出日期",
    "受理特派员编号",
    "服务队编号",
    "状态",
    "办理意见",
    "评价",
    "评分",
    "评语",
    "评价日期",
)

ANSWERED, WITHDRAWN, DECLINED = 1310, 44, 30
# Open on the day of the import; what is under way by then is in the workbook of `underway`.
OPEN = 12


@dataclass
class Needs:
    """All needs in the order of their numbers."""

    all: list[Need]
    # The same hand writes what is under way, so that no trouble is told too often.
    writer: Writer


def build(world: "World") -> Needs:
    """Answered, withdrawn and declined needs by their day, then those that wait for an answer today."""
    writer = Writer(world)
    past: list[Need] = []
    while len(past) < ANSWERED:
        need = writer.draw(FIRST, LAST - timedelta(days=3))
        writer.ask_until(need)
        if writer.answer(need):
            judge(need, writer.random)
            past.append(need)
    for state, count in (("已撤回", WITHDRAWN), ("不予受理", DECLINED)):
        for _ in range(count):
            need = writer.draw(FIRST, LAST - timedelta(days=10))
            writer.ask_until(need)
            reason = extra()["withdrawn" if state == "已撤回" else "declined"]
            need.row |= {"状态": state, "办理意见": fill(reason, writer.random, {})}
            past.append(need)
    past.sort(key=lambda need: (need.day, need.row["所在地代码"], need.row["标题"]))
    waiting = _waiting(writer)
    return Needs(_number(past + waiting, "XQ"), writer)


def judge(need: Need, random: Random) -> None:
    """How it ended: the people served were content, or said nothing within a fortnight.

    Who was not content at first is told in the follow-ups, with the second service that came of it.
    """
    assert need.served_on is not None
    assert need.specialist is not None
    judged = need.served_on + timedelta(days=random.randint(1, 12))
    over = need.served_on + timedelta(days=14) <= LAST
    answers = judged <= LAST and random.random() < 0.73
    need.row["状态"] = "已办结" if answers or over else "已服务"
    need.row["办理意见"] = fill(extra()["handled"], random, {"who": need.specialist.name})
    if not answers:
        return
    said = random.random() < 0.55
    need.row |= {
        "评价": "满意",
        "评分": random.choices((5, 4, 3), (66, 29, 5))[0],
        "评语": comment(random, True, need.problem.industry, need.kind, need.row["标题"]) if said else "",
        "评价日期": judged,
    }


def comment(random: Random, good: bool, industry: str, kind: str, topic: str) -> str:
    """A sentence of praise or of complaint, such as one says of this industry, kind of service and topic.

    What was written for the topic is taken rather than what could be said of anything.
    """
    fitting = [
        row
        for row in words("comments")
        if row["mood"] == ("good" if good else "bad")
        and industry.startswith(tuple(row["industries"].split("、")))
        and (not row["kinds"] or kind in row["kinds"])
        and re.search(row["topic"], topic)
    ]
    weights = [1 + 2 * bool(row["industries"]) + 3 * bool(row["topic"]) for row in fitting]
    return fill(random.choices(fitting, weights)[0]["text"], random, {})


# The needs that the walk through the demonstration begins with.
_FIRST = (
    (
        "410328109202",
        "A0163-01",
        "花椒蚜虫防治与秋季修剪",
        "V",
        12,
        "花椒采完以后叶子还发黏，翻开叶背有蚜虫，枝子也密得照不进光。该户12亩椒树七八年没正经剪过，想趁落叶前请老师到地里教教怎么剪、怎么清园。",
    ),
    (
        "410324103209",
        "A0142-01",
        "羊肚菌出菇期温湿度控制",
        "V",
        4,
        "今年第一次种羊肚菌，四个棚刚播完种。听说催菇和出菇时最怕忽冷忽热，想提前请老师来看看棚，讲讲什么时候浇水、什么时候放风。",
    ),
    (
        "410329111225",
        "A0119-01",
        "谷子新品种引进60亩",
        "B",
        60,
        "村里明年准备连片种谷子60亩，老品种易倒、间苗费工。想引抗除草剂、能机播机收、小米又好吃的品种，请帮着选一选，最好能看看样品。",
    ),
    (
        "410323102218",
        "A0151-04",
        "樱桃老园改接品种选择",
        "B",
        15,
        "老樱桃园十五亩，树三十来年了，果小又软，卖不过别人。想开春改接，不知道选啥品种、要不要留授粉树，接穗从哪里来。",
    ),
)


def _waiting(writer: Writer) -> list[Need]:
    made = [_first(writer, *first) for first in _FIRST]
    while len(made) < OPEN:
        made.append(writer.draw(date(2026, 11, 10), LAST))
    for need in made:
        low, high = {"紧急": (2, 4), "较急": (4, 8), "一般": (7, 20)}[need.row["紧急程度"]]
        need.row |= {"状态": "征集中", "提出日期": None, "期望几天内": writer.random.randint(low, high)}
        if writer.random.random() < 0.08:
            need.row["需要人数"] = 2
    return made


def _first(writer: Writer, code: str, industry: str, title: str, kind: str, size: int, body: str) -> Need:
    problem = next(p for p in writer.problems if p.industry == industry)
    need = writer.of_household(problem, kind, 0, writer.world.places.villages[code], LAST)
    need.size = size
    need.row |= {
        "标题": title,
        "内容": body,
        "登记方式": "信息员代录",
        "代录": "是",
        "紧急程度": "较急" if kind == "V" else "一般",
    }
    return need


def _number(some: list[Need], letters: str) -> list[Need]:
    for number, need in enumerate(some, start=1):
        need.row["编号"] = f"{letters}{number:05d}"
    return some
