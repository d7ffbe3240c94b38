"""Helpers for tests of the ledger."""

from __future__ import annotations

from heluo.base.ledger.models import LedgerEntry


def entry_ids() -> list[int]:
    """The ids of all entries, rising."""
    return list(LedgerEntry.objects.order_by("pk").values_list("pk", flat=True))
