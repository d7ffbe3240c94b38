"""What a form proposes, so that nobody has to know a code: industries by the words typed, persons asked for."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from heluo.base.errors import NotVisible
from heluo.base.text import normalise
from heluo.catalogue import queries as catalogue
from heluo.catalogue.models import Technology, Variety
from heluo.catalogue.queries import ItemFilter
from heluo.industries.models import Industry
from heluo.needs.models import Need
from heluo.needs.rules import OFFICERS, PROXIES
from heluo.people.models import Household, Organisation, Specialist, Team
from heluo.people.queries import bodies, specialists
from heluo.people.search_keys import name_hash, phone_hash
from heluo.places.models import in_subtrees

_WORDS = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]+")
# Characters of names that say nothing about the trade.
_COMMON = frozenset("种植的和及其他与业活动饲养服务加工制造技术养殖")
_A_BIGRAM, _A_CHARACTER, _A_PAST_WISH = 4.0, 1.0, 1.5
_PAST_WISHES = 300
_MOST_HITS = 4
_TELLING_TRADES = 2
# How many of a name are looked at.
MOST_NAMED = 60


def suggest_industries(words: str, limit: int = 6) -> list[Industry]:
    """The industries whose names, or whose earlier wishes, share most with `words`; best first, perhaps none."""
    asked = set(terms(words))
    if not asked:
        return []
    industries = {industry.pk: industry for industry in Industry.objects.all()}
    points: defaultdict[int, float] = defaultdict(float)
    for key, industry in industries.items():
        points[key] += _likeness(asked, industry)
    for key, hits in _wished(asked).items():
        points[key] += min(hits, _MOST_HITS) * _A_PAST_WISH
    best = sorted((-score, industries[key].code) for key, score in points.items() if score >= _A_CHARACTER)
    by_code = {industry.code: industry for industry in industries.values()}
    return [by_code[code] for _score, code in best[:limit]]


def _wished(asked: set[str]) -> Counter[int]:
    """Industry → how often its earlier wishes used words of `asked` that tell trades apart.

    What was said of many trades (怎么, 怎么办, 种植) tells nothing.
    """
    trades: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for key, title in _past_wishes():
        for term in asked.intersection(terms(title)):
            if len(term) > 1:
                trades[term][key] += 1
    hits: Counter[int] = Counter()
    for counted in trades.values():
        if len(counted) <= _TELLING_TRADES:
            hits.update(counted)
    return hits


def _likeness(asked: set[str], industry: Industry) -> float:
    own = set(terms(f"{industry.name_zh} {industry.name_en}"))
    shared = asked & own
    score = sum(_A_BIGRAM if len(term) > 1 else _A_CHARACTER for term in shared)
    # Of two names that share as much, the shorter says it better, and the finer branch is the better answer.
    return score * (1 + len(industry.code) / 40) / (1 + len(own) / 40) if score else 0.0


def terms(text: str) -> Iterator[str]:
    """English words; of Chinese the characters and pairs of characters, those left out that any wish may use."""
    for run in _WORDS.findall(normalise(text).lower()):
        if run.isascii():
            yield run.removesuffix("s")
        else:
            yield from (character for character in run if character not in _COMMON)
            yield from (run[at : at + 2] for at in range(len(run) - 1) if not set(run[at : at + 2]) <= _COMMON)


def _past_wishes() -> Iterable[tuple[int, str]]:
    rows = Need.objects.filter(published_at__isnull=False).order_by("-pk")
    return rows.values_list("industry_id", "title")[:_PAST_WISHES]


def common_industries(user: Any, limit: int = 8) -> list[Industry]:
    """What is asked most in the user's own places; where that is little, what is asked most anywhere."""
    prefixes = user.place_prefixes((*OFFICERS, *PROXIES, "requester"))
    there = in_subtrees(prefixes, "place__code") if prefixes else Q(pk__in=[])
    near = Need.objects.filter(there, published_at__isnull=False)
    counted = Counter(near.order_by("-pk").values_list("industry_id", flat=True)[:_PAST_WISHES])
    keys = [key for key, _number in counted.most_common(limit)]
    if len(keys) < limit:
        anywhere = Counter(key for key, _title in _past_wishes())
        keys += [key for key, _number in anywhere.most_common(2 * limit) if key not in keys]
    rows = Industry.objects.in_bulk(keys[:limit])
    found = [rows[key] for key in keys[:limit]]
    return found or list(Industry.objects.filter(code__in=_USUAL))


# Before anything was ever asked: the branches that the city's villages live on.
_USUAL = ("A0163-01", "A0151-01", "A0151-04", "A0161-01", "A0142-01", "A0141-01", "A0171-01", "A0311-01")


def speaks_for_others(user: Any) -> bool:
    """Whether this user takes down needs for other people."""
    return bool(user.holds_anywhere(*OFFICERS, *PROXIES))


def organisations_for(user: Any) -> QuerySet[Organisation]:
    """The organisations for which the user may ask: those it speaks for, and those of its places."""
    near = in_subtrees(user.place_prefixes((*OFFICERS, *PROXIES)), "place__code")
    return Organisation.objects.filter(near | Q(pk__in=user.organisation_ids(("contact",)))).select_related("place")


def households_for(user: Any) -> QuerySet[Household]:
    """The households of the places for which the user takes down needs."""
    return Household.objects.filter(
        in_subtrees(user.place_prefixes((*OFFICERS, *PROXIES)), "place__code")
    ).select_related("place")


def organisations(user: Any, words: str, limit: int = 6) -> list[Organisation]:
    """Organisations by a part of the name or its pinyin; with no words, the user's own."""
    wanted = normalise(words)
    if not wanted:
        return list(Organisation.objects.filter(pk__in=user.organisation_ids(("contact",))).select_related("place"))
    named = Q(name__icontains=wanted) | Q(pinyin__icontains=wanted.lower().replace(" ", ""))
    return list(organisations_for(user).filter(named).order_by("pinyin", "pk")[:limit])


def households(user: Any, words: str, limit: int = 6) -> list[Household]:
    """Households by the head's whole name or whole telephone number: they are found by keyed hashes."""
    wanted = normalise(words)
    if len(wanted) < 2:
        return []
    same = Q(head_hash=name_hash(wanted))
    if digits := "".join(filter(str.isdigit, wanted)):
        same |= Q(phone_hash=phone_hash(digits))
    return list(households_for(user).filter(same).order_by("pk")[:limit])


def people_named(user: Any, words: str) -> list[Specialist | Team]:
    """Specialists and teams by a part of the name, its pinyin, or the number; those that serve first."""
    if not normalise(words):
        return []
    found: list[Specialist | Team] = [*bodies.teams_by_name(user, words)]
    found += specialists.by_name(user, words)[:MOST_NAMED]
    return sorted(found, key=lambda one: one.ended_on is not None)[:MOST_NAMED]


def person_or_team(user: Any, public_id: UUID) -> Specialist | Team:
    """The one who was chosen. Raises NotVisible."""
    found = specialists.to_send(user).filter(public_id=public_id).first()
    team = bodies.teams_to_send(user).filter(public_id=public_id).first() if found is None else None
    if found is None and team is None:
        raise NotVisible("")
    return found or team  # type: ignore[return-value]


def in_catalogue(model: type[Variety] | type[Technology], words: str, limit: int = 8) -> list[Any]:
    """Varieties or technologies by a part of the name, its pinyin, or what the catalogue knows of them."""
    wanted = ItemFilter(words=words)
    if not normalise(words):
        return []
    found: Any = catalogue.varieties(wanted) if model is Variety else catalogue.technologies(wanted)
    return list(found[:limit])


def of_trades(model: type[Variety] | type[Technology], trades: Iterable[Industry], limit: int = 6) -> list[Any]:
    """What is proposed before anybody types: the catalogue of these trades."""
    return list(model._default_manager.filter(industry__in=list(trades)).order_by("pinyin", "pk")[:limit])
