"""Organisations: name, kind, place and credit code are public; whom to ask there is not."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from heluo.base.rules import may
from heluo.base.text import normalise
from heluo.people.models import Organisation, Specialist
from heluo.people.queries import specialists
from heluo.places.models import Place, in_subtrees


def visible_to(user: Any) -> QuerySet[Organisation]:
    """Everyone: who registered is in the public register of firms."""
    return Organisation.objects.all()


@dataclass(frozen=True)
class OrganisationFilter:
    words: str = ""
    kind: str = ""
    place: Place | None = None


def list_organisations(user: Any, chosen: OrganisationFilter) -> QuerySet[Organisation]:
    """Visible organisations by pinyin, each with its place."""
    found = visible_to(user)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.place is not None:
        found = found.filter(in_subtrees(chosen.place.scope_prefixes, "place__code"))
    if chosen.words:
        found = found.annotate(typed=Replace("pinyin", Value(" "), Value(""))).filter(_fits(normalise(chosen.words)))
    return found.select_related("place").order_by("pinyin", "pk")


def search_organisations(user: Any, text: str, *, limit: int = 20) -> list[Organisation]:
    """By name, pinyin or credit code, for the search box."""
    if not normalise(text):
        return []
    return list(list_organisations(user, OrganisationFilter(words=text))[:limit])


def organisation(user: Any, public_id: Any) -> Organisation | None:
    return visible_to(user).select_related("place").filter(public_id=public_id).first()


def specialists_of(user: Any, organisation: Organisation) -> QuerySet[Specialist]:
    """The visible specialists whom it employs, by pinyin."""
    return specialists.visible_to(user).filter(employer=organisation).select_related("home").order_by("pinyin", "pk")


def named(text: str) -> list[Organisation]:
    """Those of exactly this name or credit code; at most a few."""
    word = normalise(text)
    return list(Organisation.objects.filter(Q(name=word) | Q(credit_code=word.upper()))[:5])


def contact_shown_to(user: Any, organisation: Organisation) -> tuple[str, str]:
    """(name, telephone) of the contact for the office and the organisation's own; the rest go through the office."""
    known = may(user, "organisations.see_contact", organisation)
    return (organisation.contact_name, organisation.contact_phone) if known else ("", "")


def _fits(word: str) -> Q:
    if word.isascii():
        typed = word.casefold().replace(" ", "")
        return Q(typed__startswith=typed) | Q(credit_code__iexact=word) | Q(name__icontains=word)
    return Q(name__contains=word)
