"""Reading the tree of industries. It is public."""

from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from heluo.base.text import normalise
from heluo.industries.models import Industry


@dataclass(frozen=True)
class Node:
    """An industry with those below it."""

    industry: Industry
    children: list["Node"] = field(default_factory=list)


def tree() -> list[Node]:
    """The whole tree from its roots, in one query."""
    nodes = {industry.pk: Node(industry) for industry in Industry.objects.all()}
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.industry.parent_id) if node.industry.parent_id else None
        (above.children if above else roots).append(node)
    return roots


def by_code(code: str) -> Industry | None:
    return Industry.objects.filter(code=normalise(code).upper()).first()


def under(industry: Industry) -> QuerySet[Industry]:
    """The industry and all below it: a child's code starts with its parent's."""
    return Industry.objects.filter(code__startswith=industry.code)


def ancestors(industry: Industry) -> list[Industry]:
    """Those above it, from the root down, in one query."""
    codes = [industry.code[:length] for length in range(1, len(industry.code))]
    return list(Industry.objects.filter(code__in=codes))


def search_industries(text: str, *, limit: int = 20) -> list[Industry]:
    """Industries by Chinese name, English name or code; the narrowest that bear the very name first."""
    word = normalise(text)[:80]
    if not word:
        return []
    fits = Q(name_zh__contains=word) | Q(name_en__icontains=word) | Q(code__istartswith=word)
    very = Q(name_zh=word) | Q(name_en__iexact=word) | Q(code__iexact=word)
    begins = Q(name_zh__startswith=word) | Q(name_en__istartswith=word)
    rank = Case(When(very, then=Value(0)), When(begins, then=Value(1)), default=Value(2), output_field=IntegerField())
    return list(Industry.objects.filter(fits).annotate(rank=rank).order_by("rank", "code")[:limit])


def resolve(text: str) -> Industry | None:
    """The industry that a cell of a workbook names exactly, by code or by name; the narrowest of several."""
    word = normalise(text)
    exact = Industry.objects.filter(Q(name_zh=word) | Q(name_en__iexact=word) | Q(code__iexact=word))
    return max(exact, key=lambda industry: len(industry.code), default=None)
