"""Real workbooks for the tests, made by XlsxWriter as Excel would, and read back as a person would see them."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter

from heluo.base.exchange.reader import Upload

ORGANISATIONS = ["单位编号", "单位名称", "统一社会信用代码", "类型", "所在地代码", "所在地", "联系人", "联系电话"]
SPECIALISTS = [
    "编号",
    "姓名",
    "类型",
    "工作单位编号",
    "专长行业代码",
    "驻地代码",
    "选派级别",
    "选派年度",
    "不在岗开始",
    "不在岗结束",
]


def workbook(name: str = "test.xlsx", **sheets: list[list[Any]]) -> Upload:
    """A workbook of sheets by title, each a list of rows; dates become real Excel dates."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        formats = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
        looks = {kind: book.add_format({"num_format": pattern}) for kind, pattern in formats.items()}
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for at, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, str):
                        page.write_string(at, place, cell)
                    elif cell is not None:
                        page.write(at, place, cell, looks.get(type(cell)))
    return Upload(name, target.getvalue())


def organisation(number: str = "DW-001", **changed: Any) -> list[Any]:
    """A right row of 单位 in 张营村, with what a test changes, by heading."""
    right = dict(
        zip(
            ORGANISATIONS,
            [
                number,
                f"张营{number}合作社",
                None,
                "合作社",
                "410328109202",
                "洛宁县赵村镇张营村",
                "张守成",
                "13900000001",
            ],
            strict=True,
        )
    )
    return [*(right | changed).values()]


def opened(content: bytes) -> openpyxl.Workbook:
    """A workbook that Heluo made, opened by another library than the one that wrote it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook, name: str) -> Upload:
    """What somebody corrected and sends again."""
    target = io.BytesIO()
    book.save(target)
    return Upload(name, target.getvalue())


def is_red(cell: Any) -> bool:
    return cell.fill.fgColor.rgb == "FFF6C9D0"
