"""The ledger as a copied database shows it: how many entries, and the newest signed head."""

from __future__ import annotations

from typing import Any, Protocol

ENTRIES = "SELECT count(*) FROM ledger_entry"
HEAD = "SELECT size, root_hash, at, key_id, signature FROM ledger_head ORDER BY size DESC LIMIT 1"


class Cursor(Protocol):
    """What sqlite3's and psycopg's cursors have in common."""

    def execute(self, statement: str, /) -> Any: ...
    def fetchone(self) -> Any: ...


def newest_head(cursor: Cursor) -> tuple[int, dict[str, Any] | None]:
    """Number of entries and the newest head with its bytes in hex, or None before the first sealing."""
    cursor.execute(ENTRIES)
    entries = int(cursor.fetchone()[0])
    cursor.execute(HEAD)
    row = cursor.fetchone()
    if row is None:
        return entries, None
    size, root_hash, at, key_id, signature = row
    return entries, {
        "size": size,
        "root_hash": bytes(root_hash).hex(),
        "at": str(at),
        "key_id": key_id,
        "signature": bytes(signature).hex(),
    }
