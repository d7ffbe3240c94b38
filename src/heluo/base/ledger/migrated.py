"""What a migration changes in recorded rows is entered as well, or `heluo ledger verify` would call them altered."""

from collections.abc import Collection
from typing import Any

from heluo.base.ledger import entries
from heluo.base.recorded import Recorded


def enter(apps: Any, row: Any, *, act: str, facts: dict[str, Any], not_committed: Collection[str] = ()) -> None:
    """Append the entry of a row that a migration has changed and saved.

    `apps` and `row` are those of the migration, which know the columns of that time alone: what comes later stands at
    its default and is not committed to (decision 18). The migration depends on `base`'s `0002_ledger_triggers`.
    """
    kind = type(row)
    kind.not_committed, kind.content, kind.commitment = frozenset(not_committed), Recorded.content, Recorded.commitment
    entry = entries.made(actor="system", action=act, subject=row, rows=[row], facts=facts)
    kept = apps.get_model("base", "LedgerEntry").objects.create(mac=entry.mac, **entries.entry_body(entry))
    apps.get_model("base", "LedgerUnsealed").objects.create(entry_id=kept.pk)
