"""Counting again only when something was written: whatever an action writes, the ledger has an entry of."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.utils.translation import get_language

from heluo.base import clock
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerUnsealed

Value = TypeVar("Value")
# What a value was counted from: the newest entry, how many there are, and the day.
Version = tuple[bytes, int, object]


def version() -> Version | None:
    """What changes with every entry that commits, even one that commits after one with a higher number.

    Sealing changes nothing: an entry goes from those that wait to those under the newest head. None while there is
    no entry.
    """
    newest = LedgerEntry.objects.order_by("-pk").values_list("mac", flat=True).first()
    if newest is None:
        return None
    sealed = LedgerHead.objects.order_by("-size").values_list("size", flat=True).first() or 0
    return bytes(newest), sealed + LedgerUnsealed.objects.count(), clock.today()


class Remembered(Generic[Value]):
    """A function of what the ledger knows, whose last value is kept in this process, one for each language."""

    def __init__(self, count: Callable[[], Value]) -> None:
        self._count = count
        self._kept: dict[str | None, tuple[Version, Value]] = {}

    def __call__(self) -> Value:
        # Read before counting: what is written meanwhile makes the value newer than its version, never older.
        now = version()
        kept = self._kept.get(get_language())
        if kept is not None and kept[0] == now:
            return kept[1]
        value = self._count()
        if now is not None:
            self._kept[get_language()] = (now, value)
        return value
