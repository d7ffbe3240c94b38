"""Invented content for the style guide, on the country's real names."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import pgettext_lazy

from heluo.web.context import Link

CHINA = ZoneInfo("Asia/Shanghai")
KINDS = [
    ("visit", pgettext_lazy("sample", "On the spot")),
    ("class", pgettext_lazy("sample", "Class")),
    ("show", pgettext_lazy("sample", "Demonstration")),
    ("call", pgettext_lazy("sample", "By telephone")),
]
TOPICS = [
    ("pruning", pgettext_lazy("sample", "Technology: open-centre pruning")),
    ("seedlings", pgettext_lazy("sample", "Variety")),
]


class SampleForm(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(
        label=pgettext_lazy("sample", "What is needed"),
        max_length=80,
        help_text=pgettext_lazy("sample", "As one would say it."),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("sample", "What was done"), choices=KINDS, widget=forms.RadioSelect, initial="visit"
    )
    topics = forms.MultipleChoiceField(
        label=pgettext_lazy("sample", "What was promoted"),
        choices=TOPICS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    when = forms.DateField(label=pgettext_lazy("sample", "Wanted by"), widget=forms.DateInput({"type": "date"}))
    county = forms.ChoiceField(
        label=pgettext_lazy("sample", "County"), choices=[("410328", "洛宁县"), ("410329", "伊川县")]
    )
    people = forms.CharField(
        label=pgettext_lazy("sample", "Who came"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3, "data-lines": "", "data-private": ""}),
        help_text=pgettext_lazy("sample", "Paste a list, one person a line; nobody has to sign."),
    )
    agree = forms.BooleanField(label=pgettext_lazy("sample", "The village may see my telephone number"), required=False)


def counties() -> list[dict[str, Any]]:
    """Outlines of the fourteen counties and districts, simplified."""
    text = Path(__file__).with_name("counties.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, 30, tzinfo=CHINA)


LABELS = {
    "reopened": pgettext_lazy("sample", "Reopened"),
    "needs_answered_this_year": pgettext_lazy("sample", "Needs answered this year"),
    "needs": pgettext_lazy("sample", "needs"),
    "answered_in_time": pgettext_lazy("sample", "Answered in time"),
    "median_days": pgettext_lazy("sample", "median 4 days"),
    "trained": pgettext_lazy("sample", "Trained"),
    "person_times": pgettext_lazy("sample", "person-times"),
    "households_with_more_income": pgettext_lazy("sample", "Households with more income"),
    "households": pgettext_lazy("sample", "households"),
    "open_needs_by_county": pgettext_lazy("sample", "Open needs by county"),
    "draft": pgettext_lazy("sample", "Draft"),
    "looking_for_help": pgettext_lazy("sample", "Looking for help"),
    "served": pgettext_lazy("sample", "Served"),
    "closed": pgettext_lazy("sample", "Closed"),
    "no_need_is_waiting_in_your_c": pgettext_lazy("sample", "No need is waiting in your county."),
    "see_all_counties": pgettext_lazy("sample", "See all counties"),
}

STEPS = [
    pgettext_lazy("sample", "Place"),
    pgettext_lazy("sample", "What is needed"),
    pgettext_lazy("sample", "Contact"),
    pgettext_lazy("sample", "Done"),
]
VALUES = {
    "410302": 4, "410303": 6, "410304": 3, "410305": 9, "410307": 29, "410308": 33, "410311": 12,
    "410323": 38, "410324": 52, "410325": 41, "410326": 22, "410327": 47, "410328": 64, "410329": 70,
}  # fmt: skip
NEEDS = [
    ("花椒蚜虫防治与秋季修剪", ["洛宁县", "赵村镇", "张营村"], 2),
    ("羊肚菌出菇期温湿度控制", ["栾川县", "潭头镇", "大王庙村"], 9),
    ("谷子新品种引进 60 亩", ["伊川县", "鸦岭镇", "樊店村"], -1),
    ("樱桃老园改接品种选择", ["新安县", "五头镇", "包沟村"], 0),
]
CANDIDATES = [
    (
        "赵文山",
        "果树栽培 · 正高级农艺师 · 示例农科院",
        "擅长花椒与核桃修剪；距离 31 公里；今年还余 14 天；近两年 9 次服务全部满意",
        [("专长", 46), ("距离", 22), ("余力", 12), ("效果", 8)],
    ),
    (
        "洛宁花椒服务队",
        "3 人 · 队长 孙立",
        "就在本县；已承担 6 件，负担偏高",
        [("专长", 42), ("距离", 26), ("余力", 8), ("效果", 9)],
    ),
    (
        "吴晓",
        "植保 · 副教授 · 示例大学",
        "虫害对口；距离 96 公里；一次可安排两天",
        [("专长", 49), ("距离", 9), ("余力", 14), ("效果", 9)],
    ),
]
ENTRIES = [
    {"when": _at(11, 20), "text": "重新开放", "quote": "只讲了课，没有到地里看", "note": "六位数字码确认"},
    {"when": _at(11, 20), "text": "农户评价", "bad": "不满意"},
    {"when": _at(11, 18), "text": "登记服务：集中讲课 2 小时，31 人次", "note": "已确认", "href": "#"},
    {"when": _at(11, 14), "text": "赵文山接受邀请"},
    {"when": _at(11, 13), "text": "发布，推送到洛宁县科技服务群"},
    {"when": _at(11, 13), "text": "电话提出，信息员代录"},
]
COUNTED = [
    ("科技特派员", "364 名", "364"),
    ("引进新品种", "178 个", "178"),
    ("举办培训", "745 场", "745"),
    ("培训农民", "1.8 万人次", "18,000"),
    ("带动贫困户增收", "1600 多户", ">1,600"),
]
NAV = [
    Link(pgettext_lazy("sample", "Needs"), "#needs", True, False),
    Link(pgettext_lazy("sample", "Results"), "#results", False, False),
    Link(pgettext_lazy("sample", "Figures"), "#figures", False, False),
    Link(pgettext_lazy("sample", "Map"), "#map", False, False),
    Link(pgettext_lazy("sample", "Ask for help"), "#ask", False, True),
]
CONTEXT: dict[str, Any] = {
    "nav": NAV,
    "synthetic": True,
    "ledger_head": "b7e1c04a92fd",
    "labels": LABELS,
    "place": ["洛宁县", "赵村镇", "张营村"],
    "values": VALUES,
    "hrefs": {code: f"#{code}" for code in VALUES},
    "needs": NEEDS,
    "candidates": CANDIDATES,
    "entries": ENTRIES,
    "step_names": STEPS,
    "counted": COUNTED,
}
