"""Specialists: who they are and what they can do is public; their telephone numbers are not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from heluo.base import clock
from heluo.base.rules import may
from heluo.base.text import normalise
from heluo.industries.models import Industry
from heluo.people.models import Absence, Organisation, Specialist, Term
from heluo.people.roles import OVERSEERS
from heluo.places.models import Place, in_subtrees


def visible_to(user: Any) -> QuerySet[Specialist]:
    """Everyone sees the serving specialists; those who have stopped are seen by their office and the auditors."""
    serving = Q(ended_on=None)
    if user.is_administrator:
        return Specialist.objects.all()
    prefixes = user.place_prefixes(OVERSEERS)
    own = Q(account_id=user.pk) if user.pk else Q(pk__in=[])
    return Specialist.objects.filter(serving | own | in_subtrees(prefixes, "home__code"))


@dataclass(frozen=True)
class SpecialistFilter:
    """What a list of specialists is narrowed to."""

    words: str = ""
    place: Place | None = None
    industry: Industry | None = None
    level: str = ""
    year: int | None = None
    ended: bool = False


def list_specialists(user: Any, chosen: SpecialistFilter) -> QuerySet[Specialist]:
    """Visible specialists by pinyin, each with home, employer, expertise and terms: four queries in all."""
    found = visible_to(user).filter(ended_on__isnull=not chosen.ended)
    if chosen.place is not None:
        found = found.filter(in_subtrees(chosen.place.scope_prefixes, "home__code"))
    if chosen.industry is not None:
        found = found.filter(pk__in=_able(industry__code__startswith=chosen.industry.code))
    if chosen.level or chosen.year:
        terms = Term.objects.filter(**_given(level=chosen.level, year=chosen.year))
        found = found.filter(pk__in=terms.values("specialist"))
    if chosen.words:
        found = found.annotate(typed=_typed()).filter(_fits(normalise(chosen.words)))
    return _with_details(found)


def search_specialists(user: Any, text: str, *, limit: int = 20) -> list[Specialist]:
    """By name, pinyin, number, title or words of expertise, for the search box."""
    if not normalise(text):
        return []
    return list(list_specialists(user, SpecialistFilter(words=text))[:limit])


def to_send(user: Any) -> QuerySet[Specialist]:
    """Visible specialists with what decides on sending them: employer, and whom they must not serve."""
    return visible_to(user).select_related("employer").prefetch_related("must_not_serve")


def by_name(user: Any, text: str) -> QuerySet[Specialist]:
    """By a part of the name, the beginning of its pinyin, or the number; those that serve first."""
    word = normalise(text)
    typed = word.casefold().replace(" ", "")
    same = Q(name__contains=word) | Q(number__iexact=word)
    if word.isascii():
        same |= Q(typed__startswith=typed)
    found = to_send(user).annotate(typed=_typed()).filter(same)
    return found.order_by(F("ended_on").asc(nulls_first=True), "pinyin", "pk")


def specialist(user: Any, public_id: Any) -> Specialist | None:
    """One visible specialist with what the page shows."""
    found = _with_details(visible_to(user).select_related("account", "organisation"))
    return found.filter(public_id=public_id).first()


def named(text: str) -> list[Specialist]:
    """Those of exactly this number or name who serve now; at most a few."""
    word = normalise(text)
    return list(Specialist.objects.filter(Q(number__iexact=word) | Q(name=word), ended_on=None)[:5])


def named_in(lines: Iterable[str]) -> dict[str, list[Specialist]]:
    """Line → those serving whom it names: by number, by name, or by the number before a name. One query."""
    words = {line: {normalise(line), normalise(line).partition(" ")[0]} for line in lines}
    every = {word for alternatives in words.values() for word in alternatives}
    rows = Specialist.objects.filter(Q(number__in=every) | Q(name__in=every), ended_on=None)
    found: dict[str, list[Specialist]] = {line: [] for line in words}
    for line, alternatives in words.items():
        by_number = [row for row in rows if row.number in alternatives]
        found[line] = by_number or [row for row in rows if row.name in alternatives]
    return found


def absences_shown_to(user: Any, specialist: Specialist) -> QuerySet[Absence]:
    """Those that lie ahead or run now, and were not withdrawn: for the office and the specialist, else none."""
    if not may(user, "specialists.add_absence", specialist):
        return Absence.objects.none()
    return specialist.absences.filter(withdrawn_at=None, last_day__gte=clock.today())


def barred_shown_to(user: Any, specialist: Specialist) -> list[Organisation]:
    """The organisations that the specialist must not serve: for the office and the specialist, else none."""
    if not may(user, "specialists.see_barred", specialist):
        return []
    return list(specialist.must_not_serve.order_by("pinyin", "pk"))


def absence(public_id: Any) -> Absence | None:
    chosen = Absence.objects.select_related("specialist__home").filter(public_id=public_id, withdrawn_at=None)
    return chosen.first()


def industries_of_specialists() -> QuerySet[Industry]:
    """Industries that are anybody's expertise, with those right above them, to choose from."""
    used = Industry.objects.filter(specialists__isnull=False)
    return Industry.objects.filter(Q(pk__in=used) | Q(pk__in=used.values("parent"))).order_by("code")


def years_of_terms() -> list[int]:
    """Years in which anyone served, the latest first."""
    return list(Term.objects.order_by("-year").values_list("year", flat=True).distinct())


def phone_shown_to(user: Any, specialist: Specialist) -> str:
    """The number for the office and for fellow members of a team; everyone else goes through the office."""
    known = may(user, "specialists.see_phone", specialist) or _in_one_team(user, specialist)
    return specialist.phone if known else ""


def _in_one_team(user: Any, specialist: Specialist) -> bool:
    mine = getattr(user, "specialist", None)
    return mine is not None and specialist.teams.filter(members=mine).exists()


def _with_details(specialists: QuerySet[Specialist]) -> QuerySet[Specialist]:
    terms = Prefetch("terms", queryset=Term.objects.order_by("-year"))
    return specialists.select_related("home", "employer").prefetch_related("expertise", terms)


def _typed() -> Replace:
    """The pinyin as it is typed in a search box, without spaces."""
    return Replace("pinyin", Value(" "), Value(""))


def _fits(word: str) -> Q:
    if word.isascii():
        typed = word.casefold().replace(" ", "")
        return Q(typed__startswith=typed) | Q(number__iexact=word) | Q(expertise_words__icontains=word)
    return (
        Q(name__contains=word)
        | Q(title__contains=word)
        | Q(expertise_words__contains=word)
        | Q(employer__name__contains=word)
        | Q(pk__in=_able(industry__name_zh__contains=word))
    )


def _able(**industry: Any) -> QuerySet[Any]:
    """Keys of those with such an industry among their expertise."""
    return Specialist.expertise.through.objects.filter(**industry).values("specialist")


def _given(**conditions: Any) -> dict[str, Any]:
    return {name: value for name, value in conditions.items() if value}
