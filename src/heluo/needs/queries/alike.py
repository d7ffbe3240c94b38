"""Needs that may be the same wish: open ones of the same county, by the words they share.

How near they are only puts them in order: a place, however told, makes nothing the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from heluo.industries.models import Industry
from heluo.needs.models import Need
from heluo.needs.queries.choices import suggest_industries, terms
from heluo.needs.queries.needs import LIVE, for_rows, visible_to
from heluo.places.models import Place, in_subtrees
from heluo.places.queries import county_scope

# Of a county's open needs no more than the newest are compared.
_COMPARED = 500
_SAME_VILLAGE, _SAME_TOWN = 2, 1
_TOWN_CODE_LENGTH = 9
# Shared words that make a wish alike: of another trade it takes more than one, for one may be chance.
_ENOUGH, _ENOUGH_ELSEWHERE = 1, 2
# What is said of more trades than these in one county (冬前, 老师) tells nothing.
_TELLING_TRADES = 2
# What every wish may say, whatever it is about: how one asks, by whom and when it is to be answered.
_ASKING = re.compile(
    r"怎么办|怎么样|怎么|怎样|咋办|咋|如何|什么|啥|时候|为什么|想请|邀请|请|老师|专家|服务[队团]|讲一?课|来一趟|办个班|"
    r"想办|培训|指导|技术|防治|管理|帮忙|帮助|需要|希望|现场|解决|问题|合适|我们|今年|去年|明年|[春夏秋冬][季天]|"
    r"\b(?:how|what|when|why|need|want|help|please|expert|training|control|our|the|for|and|with)\b",
    re.IGNORECASE,
)


def alike_to(user: Any, need: Need) -> list[Need]:
    """What may ask the same as this need."""
    return alike(user, f"{need.title} {need.body}", need.place, need.industry, but=need)


def alike(
    user: Any, words: str, place: Place, industry: Industry, *, but: Need | None = None, limit: int = 5
) -> list[Need]:
    """Best first. What is alike shares words that neither its trade's name, nor a place, nor any wish says already."""
    open_there = visible_to(user).filter(
        in_subtrees(county_scope(place), "place__code"), state__in=LIVE, parent__isnull=True
    )
    if but is not None:
        open_there = open_there.exclude(pk=but.pk)
    columns = ("pk", "title", "place__code", "place__path_names", "industry")
    rows = list(open_there.order_by("-pk").values_list(*columns)[:_COMPARED])
    asked = _telling(words, place.path_names, industry)
    shared = {key: asked & _telling(title, names, industry) for key, title, _code, names, _trade in rows}
    vague = _said_of_many((trade, shared[key]) for key, _title, _code, _names, trade in rows)
    points = {}
    for key, _title, code, _names, trade in rows:
        same_trade = trade == industry.pk
        words_shared = len(shared[key] - vague)
        if words_shared >= (_ENOUGH if same_trade else _ENOUGH_ELSEWHERE):
            points[key] = words_shared + _nearness(code, place.code) + same_trade
    best = sorted(points, key=lambda key: (-points[key], key))[:limit]
    found = for_rows(Need.objects.all()).in_bulk(best)
    return [found[key] for key in best]


def like_title(user: Any, title: str, place: Place | None, limit: int = 3) -> list[Need]:
    """Those like a wish that is still being typed; none while its words or its place don't tell."""
    trades = suggest_industries(title, limit=1) if place else []
    return alike(user, title, place, trades[0], limit=limit) if place and trades else []


def _telling(words: str, places: Iterable[str], industry: Industry) -> set[str]:
    """The words longer than a character, without the wish's place, what every wish says, and the trade's name."""
    for name in places:
        # 张营村 is 张营 to those who live there.
        words = words.replace(name, " ").replace(name[:-1] if len(name) > 2 else name, " ")
    rest = _without(_ASKING.sub(" ", words), {*terms(industry.name_zh), *terms(industry.name_en)})
    return {term for term in terms(rest) if len(term) > 1}


def _without(text: str, said: set[str]) -> str:
    """The text with all these words blanked out, so that none remains in part (椒树 of 花椒树)."""
    low = text.lower()
    hits = [
        (at, at + len(word)) for word in said if len(word) > 1 for at in range(len(low)) if low.startswith(word, at)
    ]
    blank = {at for first, end in hits for at in range(first, end)}
    return "".join(" " if at in blank else character for at, character in enumerate(text))


def _said_of_many(shared: Iterable[tuple[int, set[str]]]) -> set[str]:
    """The words that the wishes of several trades share."""
    trades: defaultdict[str, set[int]] = defaultdict(set)
    for trade, words in shared:
        for word in words:
            trades[word].add(trade)
    return {word for word, those in trades.items() if len(those) > _TELLING_TRADES}


def _nearness(code: str, other: str) -> int:
    if code == other:
        return _SAME_VILLAGE
    return _SAME_TOWN if code[:_TOWN_CODE_LENGTH] == other[:_TOWN_CODE_LENGTH] else 0
