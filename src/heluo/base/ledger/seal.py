"""Sealing: committed entries get their dense position, their leaf hash and a signed head, in batches.

Entries commit in any order; only here do they get the order that everybody reads. There is one sealer at a time.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from hmac import compare_digest

from django.db import connection, transaction

from heluo.base import clock
from heluo.base.ledger import heads, kept, tree
from heluo.base.ledger.entries import entry_mac, leaf_bytes
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf, LedgerUnsealed

logger = logging.getLogger(__name__)
# Entries in one transaction. SQLite has one writer: nobody else writes meanwhile, so it takes a fraction of a second.
BATCH = 1000
# PostgreSQL's advisory lock of the sealer: "heluoled" as a number.
_LOCK = int.from_bytes(b"heluoled", "big")


class CannotSeal(Exception):
    """The ledger's end is not what its last head says; nothing was sealed."""


@dataclass
class Sealed:
    """What was done: how many entries were sealed, and the ids of those that are not ours."""

    count: int = 0
    refused: list[int] = field(default_factory=list)


def seal(batch: int = BATCH) -> Sealed:
    """Seal all that is committed now. Raises CannotSeal when heads or leaves were tampered with.

    An entry whose mac is wrong was not appended by Heluo: it stays in the queue and is named.
    """
    done = Sealed()
    after = 0
    while True:
        count, after = _seal_batch(after, batch, done)
        done.count += count
        if not after:
            break
    if done.refused:
        logger.error("Entries %s of ledger_entry were not made by Heluo and are not sealed.", done.refused[:20])
    return done


def _seal_batch(after: int, batch: int, done: Sealed) -> tuple[int, int]:
    """Seal one batch; how many entries, and the id to go on after (0 at the end)."""
    with transaction.atomic():
        _lock()
        queue = LedgerUnsealed.objects.filter(entry_id__gt=after).order_by("entry_id")
        ids = list(queue.values_list("entry_id", flat=True)[:batch])
        if not ids:
            return 0, 0
        entries = _ours(ids, done)
        if entries:
            head = _add(entries, LedgerHead.objects.order_by("-size").first())
            transaction.on_commit(partial(kept.keep, head))
        return len(entries), ids[-1] if len(ids) == batch else 0


def _lock() -> None:
    """On SQLite the transaction (BEGIN IMMEDIATE) is the lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _ours(ids: list[int], done: Sealed) -> list[LedgerEntry]:
    """The queued entries that Heluo appended and that are not sealed yet, in the order of their ids."""
    sealed = set(LedgerLeaf.objects.filter(entry_id__in=ids).values_list("entry_id", flat=True))
    entries = LedgerEntry.objects.filter(pk__in=ids).order_by("pk")
    good = []
    for entry in entries:
        if entry.pk in sealed or not compare_digest(bytes(entry.mac), entry_mac(entry)):
            done.refused.append(entry.pk)
        else:
            good.append(entry)
    return good


def _add(entries: list[LedgerEntry], last: LedgerHead | None) -> heads.Head:
    """Write leaves and a head for the entries, and take them from the queue."""
    frontier = _frontier(last)
    start = frontier.size
    leaves = []
    for position, entry in enumerate(entries, start):
        leaf = tree.leaf_hash(leaf_bytes(entry))
        frontier.append(leaf)
        leaves.append(LedgerLeaf(position=position, entry_id=entry.pk, leaf_hash=leaf))
    LedgerLeaf.objects.bulk_create(leaves, batch_size=500)
    row = LedgerHead(
        size=frontier.size,
        previous=start,
        root_hash=frontier.root(),
        frontier=frontier.to_bytes(),
        at=clock.now(),
        key_id=heads.key_id(heads.public_key()),
    )
    row.signature = heads.sign(row.size, row.previous, frontier.root(), row.at)
    row.save(force_insert=True)
    for begin in range(0, len(entries), 500):
        LedgerUnsealed.objects.filter(entry_id__in=[entry.pk for entry in entries[begin : begin + 500]]).delete()
    return heads.from_row(row)


def _frontier(last: LedgerHead | None) -> tree.Frontier:
    """Where the tree ends: from the last head, or from the leaves when the head's copy is damaged."""
    if last is None:
        if LedgerLeaf.objects.exists():
            raise CannotSeal("ledger_head is empty though there are sealed entries. Run `heluo ledger verify`.")
        return tree.Frontier()
    if not heads.is_ours(last):
        raise CannotSeal(f"The head over {last.size} entries was not signed by this site. Run `heluo ledger verify`.")
    try:
        frontier = tree.Frontier.from_bytes(last.size, bytes(last.frontier))
    except ValueError:
        frontier = tree.Frontier()
    if frontier.root() != bytes(last.root_hash):
        frontier = tree.Frontier.of(_stored_leaves(last.size))
    if frontier.root() != bytes(last.root_hash) or frontier.size != last.size:
        raise CannotSeal(f"The leaves do not give the head over {last.size} entries. Run `heluo ledger verify`.")
    if LedgerLeaf.objects.filter(position__gte=last.size).exists():
        raise CannotSeal(f"There are leaves after the last head, over {last.size} entries. Run `heluo ledger verify`.")
    return frontier


def _stored_leaves(size: int) -> Iterator[bytes]:
    rows = LedgerLeaf.objects.filter(position__lt=size).order_by("position")
    return (bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True).iterator())
