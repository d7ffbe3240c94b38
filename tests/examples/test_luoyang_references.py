"""Codes that point from one workbook to another resolve, and identifiers check."""

import csv
import re

import pytest

from examples.generate import numbers
from examples.generate.places import inside, load
from examples.generate.tables import industries
from tests.examples.workbooks import FOLDER

KEYS = {
    "单位编号": ("organisations", "单位", "单位编号"),
    "特派员编号": ("specialists", "科技特派员", "编号"),
    "服务队编号": ("teams", "服务队", "编号"),
    "农户编号": ("households", "农户", "编号"),
    "品种编号": ("catalogue", "新品种", "编号"),
    "技术编号": ("catalogue", "新技术", "编号"),
    "需求编号": ("needs", "需求", "编号"),
    "服务编号": ("services", "服务", "编号"),
    "账号": ("accounts", "账号", "用户名"),
}
POINTERS = [
    ("specialists", "科技特派员", "工作单位编号", "单位编号"),
    ("specialists", "科技特派员", "回避单位编号", "单位编号"),
    ("teams", "服务团", "团长编号", "特派员编号"),
    ("teams", "服务团", "成员编号", "特派员编号"),
    ("teams", "服务队", "队长编号", "特派员编号"),
    ("teams", "服务队", "成员编号", "特派员编号"),
    ("teams", "工作站", "依托单位编号", "单位编号"),
    ("teams", "工作站", "负责人编号", "特派员编号"),
    ("teams", "科普基地", "依托单位编号", "单位编号"),
    ("needs", "需求", "受理特派员编号", "特派员编号"),
    ("needs", "需求", "服务队编号", "服务队编号"),
    ("services", "服务", "需求编号", "需求编号"),
    ("services", "服务", "特派员编号", "特派员编号"),
    ("services", "服务", "服务队编号", "服务队编号"),
    ("services", "到场", "服务编号", "服务编号"),
    ("services", "到场", "农户编号", "农户编号"),
    ("services", "品种引进", "服务编号", "服务编号"),
    ("services", "技术推广", "服务编号", "服务编号"),
    ("services", "帮扶农户", "服务编号", "服务编号"),
    ("services", "帮扶农户", "农户编号", "农户编号"),
    ("followups", "回访", "服务编号", "服务编号"),
    ("followups", "回访", "核查人账号", "账号"),
    ("followups", "再次服务", "服务编号", "服务编号"),
    ("followups", "再次服务", "特派员编号", "特派员编号"),
    ("underway", "在办", "特派员编号", "特派员编号"),
    ("underway", "在办", "服务队编号", "服务队编号"),
    ("underway", "在办", "账号", "账号"),
    ("accounts", "账号", "单位编号", "单位编号"),
    ("accounts", "账号", "特派员编号", "特派员编号"),
    ("accounts", "账号", "农户编号", "农户编号"),
]
PLACED = [
    ("organisations", "单位"),
    ("specialists", "科技特派员"),
    ("teams", "服务队"),
    ("teams", "工作站"),
    ("teams", "科普基地"),
    ("households", "农户"),
    ("needs", "需求"),
    ("underway", "在办"),
    ("services", "服务"),
    ("accounts", "账号"),
]
CLASSIFIED = [
    ("specialists", "科技特派员", "专长行业代码"),
    ("teams", "服务团", "行业代码"),
    ("teams", "服务队", "行业代码"),
    ("catalogue", "新品种", "行业代码"),
    ("catalogue", "新技术", "行业代码"),
    ("needs", "需求", "行业代码"),
    ("services", "服务", "行业代码"),
]


def parts(value):
    return [part for part in str(value).split("、") if part]


@pytest.mark.parametrize(("book", "sheet", "header", "key"), POINTERS)
def test_pointer_resolves(rows, book, sheet, header, key):
    target, target_sheet, target_header = KEYS[key]
    known = {row[target_header] for row in rows(target, target_sheet)}
    assert {part for row in rows(book, sheet) for part in parts(row[header])} <= known


def test_requesters_are_households_or_bodies(rows):
    known = {row["编号"] for row in rows("households", "农户")}
    known |= {row["单位编号"] for row in rows("organisations", "单位")}
    assert {row["提出方"] for row in rows("needs", "需求")} <= known


@pytest.mark.parametrize(("book", "sheet"), PLACED)
def test_place_is_in_the_divisions(rows, book, sheet):
    known = {"4103"}
    for name in ("areas", "streets", "villages"):
        with (FOLDER / "divisions" / f"luoyang_{name}.csv").open(encoding="utf-8") as file:
            known |= {row["code"] for row in csv.DictReader(file)}
    header = next(h for h in ("所在地代码", "驻地代码") if h in rows(book, sheet)[0])
    assert {row[header] for row in rows(book, sheet) if row[header]} <= known


@pytest.mark.parametrize(("book", "sheet", "header"), CLASSIFIED)
def test_industry_is_in_the_taxonomy(rows, book, sheet, header):
    assert {part for row in rows(book, sheet) for part in parts(row[header])} <= set(industries())


def test_credit_codes_check_and_belong_to_nobody(rows):
    codes = [row["统一社会信用代码"] for row in rows("organisations", "单位")]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert code[2:8] == numbers.NOWHERE
        assert code[-1] == numbers.credit_check(code[:17])
        assert code[16] == numbers.body_check(code[8:16])


def test_known_numbers_check():
    """Worked examples: GB 11643-1999 annex A, and the published code of the GB 32100 administration."""
    assert numbers.identity_check("11010519491231002") == "X"
    assert numbers.identity_check("44052418800101001") == "4"
    assert numbers.credit_check("91350100M000100Y4") == "3"


def test_identity_numbers_check_and_belong_to_nobody(rows):
    for number in (row["身份证号"] for row in rows("households", "农户") if row["身份证号"]):
        assert number.startswith(numbers.NOWHERE)
        assert number[-1] == numbers.identity_check(number[:17])


@pytest.mark.parametrize(
    ("book", "sheet", "header"),
    [
        ("organisations", "单位", "联系电话"),
        ("specialists", "科技特派员", "联系电话"),
        ("households", "农户", "联系电话"),
        ("needs", "需求", "联系电话"),
        ("underway", "在办", "联系电话"),
        ("services", "到场", "电话"),
    ],
)
def test_telephone_numbers_ring_nowhere(rows, book, sheet, header):
    assert all(re.fullmatch(r"154\d{8}", row[header]) for row in rows(book, sheet) if row[header])


def test_positions_lie_in_the_county(rows):
    from random import Random

    outlines = load(Random(0)).outlines
    for row in rows("specialists", "科技特派员"):
        county = row["驻地代码"][:6]
        if county in outlines:
            assert any(inside((row["经度"], row["纬度"]), ring) for ring in outlines[county])


def test_the_walk_can_begin_in_zhangying(rows):
    village = "410328109202"
    need = next(r for r in rows("needs", "需求") if r["所在地代码"] == village and r["状态"] == "征集中")
    able = {r["编号"] for r in rows("specialists", "科技特派员") if need["行业代码"] in parts(r["专长行业代码"])}
    accounts = rows("accounts", "账号")
    assert able & {row["特派员编号"] for row in accounts}
    held = {(row["角色"], row["所在地代码"]) for row in accounts}
    assert {("informant", village[:9]), ("county_officer", village[:6]), ("village_committee", village)} <= held
    assert need["提出方"] in {row["农户编号"] for row in accounts}
