"""Whatever stands in whatever cell of whatever sheet: it is imported, or a sentence stands at a cell. Never a crash.

Columns come from the definitions, so a new one is tried by itself; a new sheet needs a right row here.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction

from heluo.base.exchange.applying import apply
from heluo.base.exchange.discovery import sheets
from heluo.base.exchange.planning import Plan
from heluo.base.rules import SYSTEM
from tests.exchange.making import workbook

HERE = "410328109202"
RIGHT = {
    "单位": {"单位编号": "D-1", "单位名称": "张营果品合作社", "类型": "合作社", "所在地代码": HERE, "联系人": "张守成"},
    "科技特派员": {"编号": "T-9", "姓名": "赵文", "专长行业代码": "A0163-01", "驻地代码": "410328", "选派年度": 2026},
    "服务团": {"编号": "G-1", "名称": "花椒团", "级别": "市级", "行业代码": "A0163-01", "团长编号": "T-001",
        "成员编号": "T-001"},
    "服务队": {"编号": "F-1", "名称": "花椒队", "行业代码": "A0163-01", "队长编号": "T-001",
        "成员编号": "T-001", "所在地代码": HERE},
    "工作站": {"编号": "W-1", "名称": "花椒站", "依托单位编号": "DW-1", "所在地代码": HERE},
    "科普基地": {"编号": "B-1", "名称": "花椒基地", "依托单位编号": "DW-1", "所在地代码": HERE, "主题": "花椒"},
    "农户": {"编号": "H-9", "户主姓名": "郭有粮", "所在地代码": HERE, "类别": "一般户"},
    "新品种": {"编号": "P-9", "名称": "试验九号", "行业代码": "A0163-01", "作物": "花椒"},
    "新技术": {"编号": "J-9", "名称": "花椒涂白技术", "行业代码": "A0163-01"},
    "需求": {
        "编号": "X-9", "标题": "花椒蚜虫防治", "行业代码": "A0163-01", "类型": "上门指导", "所在地代码": HERE,
        "提出日期": date(2026, 3, 2), "受理特派员编号": "T-001", "状态": "已办结",
        "评价": "满意", "评价日期": date(2026, 3, 9),
    },
    "服务": {
        "编号": "S-9", "需求编号": "X-9", "特派员编号": "T-001", "类型": "现场指导", "所在地代码": HERE,
        "开始时间": datetime(2026, 3, 5, 9), "结束时间": datetime(2026, 3, 5, 11), "主题": "花椒病虫害防治",
    },
    "到场": {"服务编号": "S-9", "姓名": "张福来"},
    "品种引进": {"服务编号": "S-9", "品种编号": "PZ-001", "面积亩": 2},
    "技术推广": {"服务编号": "S-9", "技术编号": "JS-001"},
    "帮扶农户": {"服务编号": "S-9", "农户编号": "H-1", "措施": "修剪"},
    "同行人员": {"服务编号": "S-9", "特派员编号": "T-001"},
}  # fmt: skip
# What a sheet can't do without in the same upload.
TOGETHER = {"需求": ("服务",), "服务": ("需求",)} | dict.fromkeys(
    ("到场", "品种引进", "技术推广", "帮扶农户", "同行人员"), ("服务", "需求")
)
CELLS = [
    None, "　　", "\0", "\u202e反", "长" * 32_000, 10**300, -1, 0, 0.1 + 0.2, True, "９９９", "１３８００００００００",
    "2026-13-45", date(1900, 1, 1), datetime(9999, 12, 31, 23, 59), time(9, 30), timedelta(days=400), 2_958_465.99,
    '=HYPERLINK("x")', "%s %(key)s {}", "T-001、T-001，;；", "𠮷😀", "\ufffe", 12_345_678_901_234_567_890,
]  # fmt: skip


@pytest.fixture
def ground(cast):
    """What the right rows refer to."""
    assert cast.specialist
    assert cast.variety
    assert cast.technology
    assert cast.village
    known = {
        "单位": RIGHT["单位"] | {"单位编号": "DW-1", "单位名称": "另一个合作社"},
        "农户": RIGHT["农户"] | {"编号": "H-1", "户主姓名": "张福来"},
    }
    apply(Plan([upload(known)], actor=SYSTEM))


def upload(rows):
    return workbook(**{title: [list(row), list(row.values())] for title, row in rows.items()})


def imported(plan) -> None:
    """Apply, and undo it."""
    with transaction.atomic():
        apply(plan)
        transaction.set_rollback(True)


def test_every_sheet_has_a_right_row():
    assert {sheet.title for sheet in sheets().values()} == set(RIGHT)


@pytest.mark.soak
@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("title", RIGHT)
def test_any_cell(title):
    sheet = next(sheet for sheet in sheets().values() if sheet.title == title)
    others = {other: RIGHT[other] for other in TOGETHER.get(title, ())}
    whole = {column.title: RIGHT[title].get(column.title) for column in sheet.columns}
    assert not Plan([upload({title: whole, **others})], actor=SYSTEM).problems
    for column in sheet.columns:
        for cell in CELLS:
            plan = Plan([upload({title: whole | {column.title: cell}, **others})], actor=SYSTEM)
            told = [(one.sentence, one.cell) for one in plan.problems]
            assert all(sentence and place for sentence, place in told), (column.title, repr(cell)[:40], told)
            assert all(len(sentence) < 600 for sentence, _place in told), (column.title, repr(cell)[:40])
            if not told:
                imported(plan)
