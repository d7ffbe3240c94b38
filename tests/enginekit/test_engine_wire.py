"""What arrives is normalised, bounded, and answered with a sentence in both languages."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pydantic import Field

from heluo.enginekit import Malformed, Text, wire
from heluo.enginekit.model import Identifier, Line, ProblemModel, Prose, Row, wrong
from heluo.enginekit.wire import MOST_FINDINGS


class Visit(Row):
    who: Line
    hours: float = Field(default=1.0, ge=0, le=24)
    day: date | None = None


class Visits(ProblemModel):
    visits: tuple[Visit, ...]
    code: Identifier = "LY"
    note: Prose = ""


def faults(data: object) -> list[tuple[str, Text]]:
    with pytest.raises(Malformed) as caught:
        wire.from_json(Visits, json.dumps(data))
    return [(finding.where, finding.sentence) for finding in caught.value.findings]


def test_text_is_normalised_at_the_edge():
    data = {"visits": [{"who": " 张　三　"}], "code": "ＬＹ－２０２６", "note": " 苗黄，叶卷。e\u0301 "}
    visits = wire.from_data(Visits, data)
    assert visits.visits[0].who == "张 三"
    assert visits.code == "LY-2026"
    assert visits.note == "苗黄，叶卷。é"


@pytest.mark.parametrize(
    ("row", "where", "zh", "en"),
    [
        ({}, "visits[0].who", "visits 第 1 行 who：缺少这一项。", "visits row 1, who: is missing."),
        ({"who": "张三", "hours": 30}, "visits[0].hours", "不能大于 24", "must be at most 24"),
        ({"who": "张三", "hours": "two"}, "visits[0].hours", "应为数字", "must be a number"),
        ({"who": "张三", "day": "tomorrow"}, "visits[0].day", "应为日期，如 2026-03-05", "must be a date"),
        ({"who": "x" * 300}, "visits[0].who", "最多 200 个字", "at most 200 characters"),
        ({"who": "a\u0007"}, "visits[0].who", "控制字符", "control character"),
        ({"who": "张三", "whom": "李四"}, "visits[0].whom", "没有这一项", "misspelt"),
        ("张三", "visits[0]", "应为一条记录", "must be a record"),
    ],
)
def test_a_mistake_names_its_row_and_field(row: object, where: str, zh: str, en: str):
    [(place, sentence)] = faults({"visits": [row]})
    assert place == where
    assert zh in sentence.zh
    assert en in sentence.en


def test_what_is_no_number_is_refused():
    with pytest.raises(Malformed):
        wire.from_json(Visits, '{"visits": [{"who": "张三", "hours": NaN}]}')


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b"", b"[" * 5000, b'{"visits": [{"who": "\\ud800"}]}', b'{"visits": 1e999}']
)
def test_garbage_is_only_malformed(raw: bytes):
    with pytest.raises(Malformed):
        wire.from_json(Visits, raw)


def test_a_thousand_mistakes_are_told_short():
    found = faults({"visits": [{}] * 1000})
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1][1].en == "And 950 more mistakes."


def test_braces_in_a_sentence_are_only_braces():
    assert "{x}" in str(wrong("code", Text("{x}", "{x}")))
