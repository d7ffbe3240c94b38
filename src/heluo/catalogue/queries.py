"""Reading the catalogue. It is public."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from heluo.base.text import normalise
from heluo.catalogue.models import Item, Technology, Variety
from heluo.industries.models import Industry

Kind = TypeVar("Kind", bound=Item)


@dataclass(frozen=True)
class ItemFilter:
    words: str = ""
    industry: Industry | None = None


def varieties(chosen: ItemFilter) -> QuerySet[Variety]:
    """By pinyin, each with its industry."""
    return _narrowed(Variety.objects.all(), chosen, "crop", "registration")


def technologies(chosen: ItemFilter) -> QuerySet[Technology]:
    """By pinyin, each with its industry."""
    return _narrowed(Technology.objects.all(), chosen, "season")


def variety(public_id: Any) -> Variety | None:
    return Variety.objects.select_related("industry").filter(public_id=public_id).first()


def technology(public_id: Any) -> Technology | None:
    return Technology.objects.select_related("industry").filter(public_id=public_id).first()


def industries_in_use() -> QuerySet[Industry]:
    """Industries that anything in the catalogue belongs to, to choose from."""
    used = Q(pk__in=Variety.objects.values("industry")) | Q(pk__in=Technology.objects.values("industry"))
    return Industry.objects.filter(used)


def _narrowed(items: QuerySet[Kind], chosen: ItemFilter, *more: str) -> QuerySet[Kind]:
    word = normalise(chosen.words)[:60]
    if chosen.industry is not None:
        items = items.filter(industry__code__startswith=chosen.industry.code)
    if word:
        fits = Q(name__icontains=word) | Q(number__iexact=word) | Q(origin__icontains=word)
        for field in more:
            fits |= Q(**{f"{field}__icontains": word})
        if word.isascii():
            fits |= Q(typed__startswith=word.casefold().replace(" ", ""))
        matching = items.annotate(typed=Replace("pinyin", Value(" "), Value(""))).filter(fits)
        items = items.filter(pk__in=matching.values("pk"))
    return items.select_related("industry").order_by("pinyin", "pk")
