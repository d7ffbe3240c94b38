"""Reading places. They are public: nothing here asks who is reading."""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from heluo.base.text import normalise
from heluo.places import names
from heluo.places.models import LEVELS, Place, in_subtrees
from heluo.places.outlines import contains

# Between the names of a path: 洛宁县 › 赵村镇, 洛宁县/赵村镇, 洛宁县 赵村镇.
_BETWEEN = re.compile(r"[\s›>/、,，\-]+")
# One degree of latitude is 111 km; a position further than this from every county lies outside the loaded country.
_NEAR_DEGREES = 0.6
# What people leave out of a name: 洛宁 is 洛宁县.
_UPPER_KINDS = ("省", "市", "县", "区", "镇", "乡", "街道")
_KINDS = (*_UPPER_KINDS, "村", "社区")


def current() -> QuerySet[Place]:
    """The divisions of today."""
    return Place.objects.filter(valid_to=None)


def under(place: Place) -> QuerySet[Place]:
    """The place, all below it, and all that was taken over into it; ended ones too."""
    return Place.objects.filter(in_subtrees(place.scope_prefixes))


def children(place: Place) -> QuerySet[Place]:
    return current().filter(parent=place)


def counties() -> QuerySet[Place]:
    """Today's districts and counties, to choose from."""
    return current().filter(level="county").defer("outline")


def cities() -> QuerySet[Place]:
    return current().filter(level="city")


def by_code(code: str) -> Place | None:
    return Place.objects.filter(code=normalise(code)).first()


def by_public_id(public_id: UUID | str) -> Place | None:
    return Place.objects.filter(public_id=public_id).first()


def with_history(public_id: UUID | str) -> Place | None:
    """One place with what is above it, what it has become and what it was made of."""
    found = Place.objects.select_related("parent", "successor").prefetch_related("predecessors")
    return found.filter(public_id=public_id).first()


def county_of(place: Place) -> Place | None:
    """The district or county of a place; None above that level."""
    return by_code(place.code[:6]) if len(place.code) >= 6 else None


def county_over(places: Iterable[Place]) -> Place | None:
    """The one county in which all of these lie, else their city; None where there is neither."""
    codes = {place.code for place in places}
    for digits in (6, 4):
        if len(shared := {code[:digits] for code in codes}) == 1:
            return by_code(shared.pop())
    return None


def county_scope(place: Place) -> tuple[str, ...]:
    """Code prefixes of today's county around a place, former ones that became it included; above it, its own."""
    county = county_of(place)
    while county is not None and county.successor is not None:
        county = county.successor
    return (county or place).scope_prefixes


def todays_county(code: str) -> str:
    """The code of the county that a county of this code has become; the code itself where it is one of today's."""
    place = by_code(code)
    while place is not None and place.successor is not None:
        place = place.successor
    return place.code[:6] if place else code


def codes_around(place: Place) -> set[str]:
    """Codes of the places above a place (itself included), and of what these were before and became since."""
    codes = _path_codes(place.code)
    while more := {above for code in _linked_to(codes) for above in _path_codes(code)} - codes:
        codes |= more
    return codes


def _linked_to(codes: set[str]) -> Iterable[str]:
    """Codes of what the places of `codes` were before and have become.

    Two reads, each along an index: joined into one by OR, a database without fresh statistics compares every
    place with every other.
    """
    places = Place.objects.order_by()
    before = places.filter(successor__code__in=codes).values_list("code", flat=True)
    since = places.filter(code__in=codes, successor__isnull=False).values_list("successor__code", flat=True)
    return before.union(since)


def _path_codes(code: str) -> set[str]:
    return {code[:length] for length in LEVELS if length <= len(code)}


def search_places(
    text: str, *, within: Place | None = None, levels: Sequence[str] = (), limit: int = 20
) -> list[Place]:
    """Today's places that fit what was typed, best first.

    By name, pinyin, initials or code, or several of them from above to below: `张营`, `luoning zhangying`, `ln zy`,
    `410328`, `洛宁 张营`, `洛宁县赵村镇张营村`, and as people say them: `洛宁张营村`, `张营村委会`.
    """
    words = [names.without_body(word) for word in _BETWEEN.split(normalise(text).casefold()) if word][:5]
    scope = current().filter(in_subtrees(within.scope_prefixes)) if within else current()
    if not words:
        return []
    found = _narrow(scope, words)
    if found is None or not found.exists():
        split = _split_path(words[0], ("", *_UPPER_KINDS)) if len(words) == 1 else words[::-1]
        found = _narrow(scope, split) if split else None
    if found is None:
        return []
    fitting = found.filter(level__in=levels) if levels else found
    # `rank` is annotated by _narrow, which its return type cannot say.
    return list(fitting.order_by(F("rank"), "code")[:limit])


def resolve(text: str, *, within: Place | None = None) -> list[Place]:
    """The places that a cell of a workbook names exactly: by code, or by (path of) full names. Ended ones too,
    where no present one bears the name: old workbooks have old names."""
    words = [word for word in _BETWEEN.split(normalise(text)) if word]
    if len(words) == 1:
        words = _split_path(words[0]) or words
    if not words:
        return []
    scope = Place.objects.filter(in_subtrees(within.scope_prefixes)) if within else Place.objects.all()
    for word in words[:-1]:
        above = list(scope.filter(Q(name=word) | Q(official_name=word)))
        scope = scope.filter(in_subtrees({prefix for place in above for prefix in place.scope_prefixes}))
    last = words[-1]
    exact = list(scope.filter(Q(code=last) | Q(name=last) | Q(official_name=last)).order_by("code")[:20])
    return [place for place in exact if place.valid_to is None] or exact


def nearest(latitude: float, longitude: float) -> Place | None:
    """The district or county around a position: by its outline, else by its label point; None far from all.

    Towns and villages have no known positions. The outlines may be GCJ-02 and the position WGS 84, some hundred
    metres apart: near a border the reader should look twice.
    """
    counties = current().filter(level="county", latitude__isnull=False)
    box = Q(latitude__range=(latitude - 1, latitude + 1), longitude__range=(longitude - 1.2, longitude + 1.2))

    def away(county: Place) -> float:
        return (float(county.latitude or 0) - latitude) ** 2 + (float(county.longitude or 0) - longitude) ** 2

    near = sorted(counties.filter(box), key=away)
    around = next((c for c in near if contains(c.outline, latitude=latitude, longitude=longitude)), None)
    if around or not near:
        return around
    return near[0] if away(near[0]) < _NEAR_DEGREES**2 else None


def _narrow(scope: QuerySet[Place], words: Sequence[str]) -> QuerySet[Place] | None:
    """Places that fit the last word, below places that fit the words before it."""
    for word in words[:-1]:
        above = scope.filter(_fits(word)).exclude(level="village").values_list("code", flat=True)[:50]
        if not above:
            return None
        scope = scope.filter(in_subtrees(list(above)))
    return scope.filter(_fits(words[-1])).annotate(rank=_rank(words[-1]))


def _fits(word: str) -> Q:
    if word.isdigit() and word.isascii():
        return in_subtrees([word[:12]])
    if word.isascii():
        return Q(pinyin__startswith=word) | Q(initials__startswith=word)
    return Q(name__contains=word) | Q(official_name__startswith=word)


def _rank(word: str) -> Case:
    """0 the very name, 1 the name but for its last character (洛宁 for 洛宁县), 2 its beginning, 3 elsewhere."""
    exact = Q(name=word) | Q(code=word) | Q(pinyin=word) | Q(initials=word)
    nearly = Q(name__in=[word + kind for kind in _KINDS])
    begins = Q(name__startswith=word) | Q(pinyin__startswith=word)
    return Case(
        When(exact, then=Value(0)),
        When(nearly, then=Value(1)),
        When(begins, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _split_path(text: str, left_out: Sequence[str] = ("",)) -> list[str]:
    """`洛宁县赵村镇张营村` → its three names, by the names of upper places that it starts with.

    `left_out`: what a name may end with and the text leave out, such as 县 in `洛宁张营村`.
    """
    found: list[str] = []
    upper = Place.objects.exclude(level="village")
    while text:
        starts = [text[:length] for length in range(2, min(len(text), 20))]
        full = {start + end: start for end in reversed(left_out) for start in starts}
        name = max(
            upper.filter(name__in=full).values_list("name", flat=True), key=lambda one: len(full[one]), default=""
        )
        if not name:
            break
        found.append(name)
        text = text[len(full[name]) :]
    return [*found, text] if found and text else []


__all__ = [
    "LEVELS",
    "by_code",
    "by_public_id",
    "children",
    "cities",
    "codes_around",
    "counties",
    "county_of",
    "county_scope",
    "current",
    "nearest",
    "resolve",
    "search_places",
    "todays_county",
    "under",
    "with_history",
]
