"""Appending: one entry for one action, in the action's own transaction."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Any

from heluo.base import clock, keys
from heluo.base.canonical import canonical_json
from heluo.base.ledger.models import LedgerEntry, LedgerUnsealed
from heluo.base.recorded import Recorded


def append(
    *, actor: str, action: str, subject: Recorded, rows: Iterable[Recorded], facts: dict[str, Any]
) -> LedgerEntry:
    """Append one entry about `subject`, committing to each row of `rows` as it now stands.

    `actor` is a public id or "system". `facts` are public facts only: ids, states, counts.
    """
    return append_many([made(actor=actor, action=action, subject=subject, rows=rows, facts=facts)])[0]


def append_many(entries: list[LedgerEntry]) -> list[LedgerEntry]:
    """Append entries that `made` made, in their order; an import writes hundreds in one transaction."""
    LedgerEntry.objects.bulk_create(entries, batch_size=200)
    LedgerUnsealed.objects.bulk_create([LedgerUnsealed(entry_id=entry.pk) for entry in entries], batch_size=200)
    return entries


def made(*, actor: str, action: str, subject: Recorded, rows: Iterable[Recorded], facts: dict[str, Any]) -> LedgerEntry:
    """An entry that is not appended yet; the rows must be saved, for it commits to them as they stand."""
    payload = {
        "facts": facts,
        # No two entries are alike, even of the same act at the same moment.
        "nonce": secrets.token_hex(8),
        "rows": [[row._meta.label_lower, str(row.public_id), row.commitment()] for row in rows],
    }
    entry = LedgerEntry(
        at=clock.now(),
        actor=actor,
        action=action,
        subject=subject._meta.label_lower,
        subject_id=str(subject.public_id),
        payload=canonical_json(payload),
    )
    entry.mac = entry_mac(entry)
    return entry


def entry_body(entry: LedgerEntry) -> dict[str, Any]:
    """What is hashed of an entry besides its number."""
    return {
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "payload": entry.payload,
    }


def entry_mac(entry: LedgerEntry) -> bytes:
    """HMAC-SHA256 over the entry's body (its number is given by the database afterwards)."""
    return hmac.new(keys.secret("ledger-mac"), canonical_json(entry_body(entry)).encode(), hashlib.sha256).digest()


def leaf_bytes(entry: LedgerEntry) -> bytes:
    """What the Merkle tree's leaf is hashed from: number, body and mac, as canonical JSON."""
    return canonical_json({"id": entry.pk, "mac": bytes(entry.mac), **entry_body(entry)}).encode()
