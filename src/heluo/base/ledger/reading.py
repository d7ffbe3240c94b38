"""Reading the ledger, for those who may: a page asks `ledger.read` first."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from heluo.base import keys
from heluo.base.errors import NotVisible
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf
from heluo.base.ledger.verify import stream
from heluo.base.ledger.verify.chain import is_ours


def newest_first(asked: str = "", *, acts: Collection[str] = (), about: Collection[str] = ()) -> QuerySet[LedgerEntry]:
    """All entries, or those of an act (`needs.publish`, or how it begins), or those about a thing by its public id.

    `acts` or `about`, where there are any, are what was asked for in words or by a number.
    """
    entries = LedgerEntry.objects.order_by("-id")
    if not asked:
        return entries
    if about:
        return entries.filter(subject_id__in=about)
    if acts:
        return entries.filter(action__in=acts)
    # A code has a dot or no digit; a public id has digits and hyphens. One question at a time can use its index.
    is_id = any(sign.isdigit() for sign in asked)
    return entries.filter(subject_id=asked) if is_id else entries.filter(action__startswith=asked)


def entry(number: int) -> LedgerEntry:
    """One entry. Raises NotVisible."""
    found = legible(LedgerEntry.objects.filter(pk=number)) if number < 2**63 else []
    if not found:
        raise NotVisible("")
    return found[0]


def legible(entries: QuerySet[LedgerEntry]) -> list[LedgerEntry]:
    """The entries in their order. One whose moment was altered into what is no date stands there without any."""
    wanted = list(entries.values_list("pk", flat=True))
    found = stream.read(LedgerEntry.objects.all(), "pk", wanted)
    unread = [pk for pk in wanted if pk not in found]
    for one in LedgerEntry.objects.filter(pk__in=unread).defer("at"):
        one.at = None  # type: ignore[assignment]
        found[one.pk] = one
    return [found[pk] for pk in wanted]


def altered(entries: Iterable[LedgerEntry]) -> set[int]:
    """The numbers of those that are not as they were appended; where the ledger's key is not, nobody can tell."""
    return {one.pk for one in entries if not is_ours(one)} if keys.exists("ledger-mac") else set()


def sealed(one: LedgerEntry) -> tuple[LedgerLeaf | None, LedgerHead | None]:
    """The entry's leaf and the first head that signs it; None where it is not sealed yet."""
    leaf = LedgerLeaf.objects.filter(entry=one).first()
    head = LedgerHead.objects.filter(size__gt=leaf.position).order_by("size").first() if leaf else None
    return leaf, head


def newest_head() -> LedgerHead | None:
    """The row of the newest signed head."""
    return LedgerHead.objects.order_by("-size").first()
