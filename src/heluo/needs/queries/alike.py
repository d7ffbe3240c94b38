"""Needs that may be the same wish: open ones of the same county, by the words they share and how near they are."""

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


def alike(
    user: Any, words: str, place: Place, industry: Industry, *, but: Need | None = None, limit: int = 5
) -> list[Need]:
    """Best first. What is alike shares words that its trade's name does not say already, or trade and village."""
    asked = _telling(words, industry)
    open_there = visible_to(user).filter(
        in_subtrees(county_scope(place), "place__code"), state__in=LIVE, parent__isnull=True
    )
    if but is not None:
        open_there = open_there.exclude(pk=but.pk)
    rows = open_there.order_by("-pk").values_list("pk", "title", "place__code", "industry")[:_COMPARED]
    points = {}
    for key, title, code, trade in rows:
        shared = len(asked & _telling(title, industry))
        same_village = trade == industry.pk and code == place.code
        if shared or same_village:
            points[key] = shared + _nearness(code, place.code) + (trade == industry.pk)
    best = sorted(points, key=lambda key: (-points[key], key))[:limit]
    found = for_rows(Need.objects.all()).in_bulk(best)
    return [found[key] for key in best]


def like_title(user: Any, title: str, place: Place | None, limit: int = 3) -> list[Need]:
    """Those like a wish that is still being typed; none while its words or its place don't tell."""
    trades = suggest_industries(title, limit=1) if place else []
    return alike(user, title, place, trades[0], limit=limit) if place and trades else []


def _telling(words: str, industry: Industry) -> set[str]:
    """The words longer than a character, without those that every wish of the trade uses."""
    return {term for term in terms(words) if len(term) > 1}.difference(terms(industry.name_zh), terms(industry.name_en))


def _nearness(code: str, other: str) -> int:
    if code == other:
        return _SAME_VILLAGE
    return _SAME_TOWN if code[:_TOWN_CODE_LENGTH] == other[:_TOWN_CODE_LENGTH] else 0
