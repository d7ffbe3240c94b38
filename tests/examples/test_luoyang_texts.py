"""The words: nothing empty, nothing unfilled, seasons that fit, no two alike without need."""

import re

import pytest

from examples.generate.asking import problems

# What one speaks of only in these months, from the calendar of farming around Luoyang.
SEASONS = [
    (r"条锈病", {3, 4}),
    (r"赤霉病", {4, 5}),
    (r"花椒.*(秋季修剪|采完)", {9, 10, 11}),
    (r"花椒.*蚜虫|椒树叶面", {4, 5, 6}),
    (r"草地贪夜蛾|玉米心叶", {6, 7}),
    (r"羊肚菌(什么时候催菇|小菇)", {1, 2, 3}),
    (r"樱桃.*(裂|采摘期)", {5, 6}),
    (r"葡萄.*埋土", {11, 12}),
    (r"(青翘|抢青)", {8, 9}),
    (r"丹参.*(起|晒)|坡地丹参", {10, 11, 12, 1, 2, 3, 4}),
    (r"奶牛热天|虹鳟热天", {6, 7, 8, 1, 2, 3, 4, 5, 9, 10, 11, 12}),
    (r"苹果.*套袋前", {5, 6}),
    (r"返青", {2, 3}),
]
TEXTS = [
    ("needs", "需求", ("标题", "内容", "联系人", "联系电话", "类型", "所在地", "紧急程度")),
    ("services", "服务", ("主题", "服务记录", "所在地", "类型")),
    ("services", "帮扶农户", ("措施",)),
    ("catalogue", "新品种", ("名称", "作物", "育成或来源单位", "特性", "适宜条件")),
    ("catalogue", "新技术", ("名称", "来源", "要点", "适宜条件", "季节")),
    ("specialists", "科技特派员", ("姓名", "专长说明", "驻地", "选派级别", "选派年度")),
]


@pytest.mark.parametrize(("book", "sheet", "headers"), TEXTS)
def test_texts_are_filled(rows, book, sheet, headers):
    for row in rows(book, sheet):
        for header in headers:
            assert str(row[header]).strip(), (sheet, header, row)
            assert not re.search(r"[\[\]{}<>|]|，，|。。|，。|^[，。]", str(row[header])), row[header]


def test_reasons_are_given_for_a_no(rows):
    refused = [row for row in rows("needs", "需求") if row["状态"] in ("已撤回", "不予受理")]
    assert refused
    assert all(row["办理意见"] for row in refused)


@pytest.mark.parametrize(("pattern", "months"), SEASONS)
def test_seasons_fit(rows, pattern, months):
    asked = [row for row in rows("needs", "需求") if row["提出日期"] and re.search(pattern, row["标题"])]
    assert {row["提出日期"].month for row in asked} <= months


def test_words_vary(rows):
    needs = rows("needs", "需求")
    assert len(problems()) >= 150
    assert len({row["内容"] for row in needs}) > 0.95 * len(needs)
    assert len({row["标题"] for row in needs}) > 0.6 * len(needs)
    services = rows("services", "服务")
    assert len({row["服务记录"] for row in services}) > 0.9 * len(services)


def test_lengths_fit_the_fields(rows):
    assert all(len(row["标题"]) <= 80 for row in rows("needs", "需求"))
    assert all(len(row["主题"]) <= 80 for row in rows("services", "服务"))
    assert all(len(row["措施"]) <= 120 for row in rows("services", "帮扶农户"))


def test_unhappy_people_say_why(rows):
    assert all(row["评语"] for row in rows("needs", "需求") if row["评价"] == "不满意")
    assert all(row["评语"] for row in rows("followups", "回访") if "否" in (row["属实"], row["满意"]))
