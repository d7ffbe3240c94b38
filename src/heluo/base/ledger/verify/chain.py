"""From the first leaf to the last: every sealed entry against its leaf, every head against the leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from hmac import compare_digest
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from heluo.base.ledger import heads, tree
from heluo.base.ledger.entries import entry_mac, leaf_bytes
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf
from heluo.base.ledger.verify.findings import Report
from heluo.base.ledger.verify.rows import Latest
from heluo.base.ledger.verify.stream import CHUNK, UNREADABLE, raw, read, rows_by


def check(report: Report, latest: Latest, references: list[tuple[heads.Head, str]]) -> None:
    """Walk over all leaves once; `references` are heads from outside, with where each was kept."""
    walk = _Walk(report, latest, references)
    for leaf, entry, exists in _sealed_entries():
        walk.step(leaf, entry, exists)
    walk.finish()
    _check_sealed_once(report)


def is_ours(entry: LedgerEntry) -> bool:
    """Whether Heluo appended the entry as it stands."""
    try:
        return compare_digest(raw(entry.mac), entry_mac(entry))
    except UNREADABLE:
        return False


def _sealed_entries() -> Iterator[tuple[Any, Any, bool]]:
    """(leaf, its entry or None, whether there is such an entry) in the order of positions."""
    leaves = rows_by(LedgerLeaf.objects.all(), "position")
    for _number, numbered in groupby(enumerate(leaves), key=lambda item: item[0] // CHUNK):
        chunk = [leaf for _index, (_position, leaf) in numbered if leaf is not None]
        ids = [leaf.entry_id for leaf in chunk]
        entries = read(LedgerEntry.objects.all(), "pk", ids)
        lacking = [pk for pk in ids if pk not in entries]
        unreadable = set(LedgerEntry.objects.filter(pk__in=lacking).values_list("pk", flat=True)) if lacking else set()
        for leaf in chunk:
            yield leaf, entries.get(leaf.entry_id), leaf.entry_id in entries or leaf.entry_id in unreadable


@dataclass
class _Batch:
    """The ids of the entries since the last head; 0 while there are none."""

    lowest: int = 0
    highest: int = 0
    last: int = 0
    # The first entry that follows one with a higher id. The sealer writes each batch in the order of ids.
    descent: int = 0

    def take(self, pk: int) -> None:
        if pk < self.last and not self.descent:
            self.descent = pk
        self.lowest = min(self.lowest or pk, pk)
        self.highest = max(self.highest, pk)
        self.last = pk


class _Walk:
    """The state of the walk: the tree so far, and the batch that the next head closes."""

    def __init__(self, report: Report, latest: Latest, references: list[tuple[heads.Head, str]]) -> None:
        self.report = report
        self.latest = latest
        self.frontier = tree.Frontier()
        self.references = sorted(references, key=lambda item: item[0].size)
        self.heads = rows_by(LedgerHead.objects.all(), "size")
        self.next_head: tuple[int, LedgerHead | None] | None = next(self.heads, None)
        self.previous = 0
        # Once the leaves do not give a head's root, they give no later one either.
        self.is_broken = False
        self.batch = _Batch()

    def step(self, leaf: LedgerLeaf, entry: LedgerEntry | None, exists: bool) -> None:
        self._check_position(leaf)
        self._check_entry(leaf, entry, exists)
        self.frontier.append(raw(leaf.leaf_hash))
        self.batch.take(leaf.entry_id)
        self.report.sealed += 1
        self._pass_heads(leaf.position + 1)
        self._pass_references(leaf.position + 1)

    def finish(self) -> None:
        """What is left when the leaves have ended."""
        if self.batch.last:
            self.report.add(
                "head",
                _("The entries from %(first)s on are sealed, but no signed head covers them: heads were removed.")
                % {"first": self.batch.lowest},
                entry_id=self.batch.lowest,
                table="ledger_head",
            )
        while self.next_head is not None:
            size = self.next_head[0]
            self._check_head(size, self.next_head[1])
            self._set_back(size, _("a head in the database"))
            self.next_head = next(self.heads, None)
        for head, where in self.references:
            self._set_back(head.size, where)

    def _set_back(self, size: int, where: str) -> None:
        sentence = _(
            "%(where)s covers %(size)s sealed entries, but there are %(sealed)s: the ledger was set back or cut."
        )
        numbers = {"where": where, "size": size, "sealed": self.report.sealed}
        self.report.add("set-back", sentence % numbers, table="ledger_leaf")

    def _check_position(self, leaf: LedgerLeaf) -> None:
        expected = self.frontier.size
        if leaf.position == expected or self.is_broken:
            return
        self.is_broken = True
        if leaf.position < expected:
            sentence = _("Position %(position)s is there twice in ledger_leaf (entry %(id)s).")
            self.report.add(
                "entry-twice",
                sentence % {"position": leaf.position, "id": leaf.entry_id},
                entry_id=leaf.entry_id,
                table="ledger_leaf",
            )
        else:
            sentence = _("Position %(position)s is missing in ledger_leaf, before entry %(id)s: a leaf was removed.")
            self.report.add(
                "leaf-missing",
                sentence % {"position": expected, "id": leaf.entry_id},
                entry_id=leaf.entry_id,
                table="ledger_leaf",
            )

    def _check_entry(self, leaf: LedgerLeaf, entry: LedgerEntry | None, exists: bool) -> None:
        where = {"id": leaf.entry_id, "position": leaf.position}
        at: dict[str, Any] = {"entry_id": leaf.entry_id, "table": "ledger_entry"}
        if not exists:
            self.report.add(
                "entry-removed",
                _("Entry %(id)s is missing in ledger_entry: it was sealed at position %(position)s and then removed.")
                % where,
                **at,
            )
        elif entry is None or not is_ours(entry):
            self.report.add(
                "entry-altered", _("Entry %(id)s in ledger_entry was altered after it was appended.") % where, **at
            )
        elif tree.leaf_hash(leaf_bytes(entry)) != raw(leaf.leaf_hash):
            self.report.add(
                "entry-leaf",
                _(
                    "Entry %(id)s and its leaf at position %(position)s do not belong together: "
                    "the leaf was rewritten, or the entry was given another number."
                )
                % where,
                **at,
            )
        else:
            self.latest.record(entry)

    def _pass_heads(self, size: int) -> None:
        while self.next_head is not None and self.next_head[0] <= size:
            self._check_head(*self.next_head)
            if self.next_head[0] == size:
                self._check_root(self.next_head[1])
                self.batch = _Batch()
            self.next_head = next(self.heads, None)

    def _check_head(self, size: int, row: LedgerHead | None) -> None:
        self.report.heads += 1
        if row is None or not _is_signed(row):
            self.report.add(
                "head",
                _("The head over %(size)s entries was altered or was not signed by this site.") % {"size": size},
                table="ledger_head",
            )
        elif row.previous != self.previous:
            self.report.add(
                "head",
                _("A head is missing in ledger_head: the one over %(size)s entries follows one over %(previous)s.")
                % {"size": size, "previous": row.previous},
                table="ledger_head",
            )
        self.previous = size

    def _check_root(self, row: LedgerHead | None) -> None:
        if self.is_broken or row is None or self.frontier.root() == raw(row.root_hash):
            return
        self.is_broken = True
        if self.batch.descent:
            self.report.add(
                "entry-order",
                _("Entry %(id)s stands after a later one in ledger_leaf: the order was changed.")
                % {"id": self.batch.descent},
                entry_id=self.batch.descent,
                table="ledger_leaf",
            )
        sentence = _("The batch of entries %(first)s to %(last)s does not give its signed head: leaves were rewritten.")
        self.report.add(
            "batch",
            sentence % {"first": self.batch.lowest, "last": self.batch.highest},
            entry_id=self.batch.lowest,
            table="ledger_leaf",
        )

    def _pass_references(self, size: int) -> None:
        while self.references and self.references[0][0].size <= size:
            head, where = self.references.pop(0)
            if head.size == size and not self.is_broken and self.frontier.root() != head.root:
                self.report.add(
                    "set-back",
                    _("%(where)s covers the first %(size)s entries with another root: the ledger was written anew.")
                    % {"where": where, "size": size},
                    table="ledger_head",
                )


def _is_signed(row: LedgerHead) -> bool:
    try:
        return heads.is_ours(row)
    except UNREADABLE:
        return False


def _check_sealed_once(report: Report) -> None:
    """An entry at two positions, or copied under a second number, where the constraints were taken away."""
    for table, column in (("ledger_leaf", "entry_id"), ("ledger_entry", "mac")):
        number = "entry_id" if table == "ledger_leaf" else "id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT MAX({number}) FROM {table} GROUP BY {column} HAVING COUNT(*) > 1 "  # noqa: S608 - constants
                "ORDER BY 1 LIMIT 100"
            )
            twice = [row[0] for row in cursor.fetchall()]
        for pk in twice:
            report.add(
                "entry-twice",
                _("Entry %(id)s is there twice in %(table)s.") % {"id": pk, "table": table},
                entry_id=pk,
                table=table,
            )
