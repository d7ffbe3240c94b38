"""Tables in and out: the lists in `words/`, and workbooks with a first sheet that says what they are."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

WORDS = Path(__file__).parent / "words"
INDUSTRIES = Path(__file__).parents[2] / "src" / "heluo" / "industries" / "data" / "industries.csv"
# A fixed time of making, so that the same seed gives the same bytes.
MADE = datetime(2026, 11, 20, 9, 0)

Row = dict[str, Any]
Sheets = Mapping[str, tuple[Sequence[str], Sequence[Row]]]

NOTICE_ZH = (
    "演示数据：记录是合成的，地点是真实的。",
    "人名、电话、身份证号、统一社会信用代码和单位都是编造的，不对应任何真实的人或单位；品种和技术的名称是公开的真实名称。",
    "电话使用未分配给任何运营商的 154 号段；身份证号和信用代码的区划位为 999999，"
    "国家标准中没有这个区划，校验位按标准计算。",
    "经纬度是在所在县区轮廓内随机取的点，不是任何人的住址。",
)
NOTICE_EN = (
    "Demonstration data: the records are synthetic, the places are real.",
    "People, telephone numbers, identity numbers, credit codes and bodies are invented and belong to nobody; "
    "the names of varieties and techniques are real and public.",
    "Telephone numbers use the prefix 154, which no operator has been given; identity numbers and credit codes "
    "carry the region 999999, which the national standard does not have, with check digits by the standards.",
    "Positions are drawn at random inside the outline of the county and are nobody's address.",
)


@cache
def words(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a list in `words/`."""
    with (WORDS / f"{name}.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def industries() -> Mapping[str, str]:
    """Chinese names of the taxonomy, by code."""
    with INDUSTRIES.open(encoding="utf-8") as file:
        return {row["code"]: row["name_zh"] for row in csv.DictReader(file)}


def write_workbook(path: Path, title: str, sheets: Sheets) -> Path:
    """Write the notice and each sheet: one row of headers, dates as dates, codes as text."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "author": "Heluo", "created": MADE})
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#d9e9e5", "border": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_notice(book.add_worksheet("说明"), title, formats)
    for name, (headers, rows) in sheets.items():
        _write_sheet(book.add_worksheet(name), headers, rows, formats)
    book.close()
    return path


def _write_notice(sheet: Any, title: str, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, title, formats["title"])
    for line, text in enumerate((*NOTICE_ZH, "", *NOTICE_EN), start=2):
        sheet.write_string(line, 0, text, formats["wrap"])


def _write_sheet(sheet: Any, headers: Sequence[str], rows: Sequence[Row], formats: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, formats["head"])
        sheet.set_column(column, column, _width(header))
    for line, row in enumerate(rows, start=1):
        for column, header in enumerate(headers):
            _write_cell(sheet, line, column, row.get(header), formats)


def _write_cell(sheet: Any, line: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, value, formats["time"])
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    elif isinstance(value, list | tuple):
        sheet.write_string(line, column, "、".join(value))
    else:
        sheet.write_string(line, column, value)


def _width(header: str) -> int:
    wide = {"内容": 60, "服务记录": 60, "特性": 36, "适宜条件": 36, "要点": 50, "专长说明": 36, "标题": 28, "主题": 28}
    return wide.get(header, 22 if header in ("所在地", "单位名称", "统一社会信用代码", "身份证号") else 14)
