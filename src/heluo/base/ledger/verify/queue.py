"""Entries that are not sealed yet, and the queue that they wait in."""

from django.db import connection
from django.utils.translation import gettext as _

from heluo.base.ledger.models import LedgerEntry, LedgerUnsealed
from heluo.base.ledger.verify.chain import is_ours
from heluo.base.ledger.verify.findings import Report
from heluo.base.ledger.verify.rows import Latest
from heluo.base.ledger.verify.stream import CHUNK, rows_by

_LACKING_ENTRY = (
    "SELECT q.entry_id FROM ledger_unsealed q LEFT JOIN ledger_entry e ON e.id = q.entry_id "
    "WHERE e.id IS NULL ORDER BY 1"
)
_SEALED_ALREADY = "SELECT q.entry_id FROM ledger_unsealed q JOIN ledger_leaf l ON l.entry_id = q.entry_id ORDER BY 1"


def check(report: Report, latest: Latest) -> None:
    """Every entry without a leaf must be ours and must be queued; every queued number must be such an entry."""
    waiting = rows_by(LedgerEntry.objects.filter(ledgerleaf__isnull=True), "pk")
    queued: set[int] = set()
    for index, (pk, entry) in enumerate(waiting):
        if index % CHUNK == 0:
            queued = set(LedgerUnsealed.objects.filter(pk__gte=pk).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        _check_entry(report, latest, pk, entry, pk in queued)
    for pk in _numbers(_LACKING_ENTRY):
        _add(report, "entry-removed", pk, _("Entry %(id)s is missing in ledger_entry: it was waiting to be sealed."))
    for pk in _numbers(_SEALED_ALREADY):
        _add(report, "entry-twice", pk, _("Entry %(id)s is sealed, and was put into the queue again."))


def _check_entry(report: Report, latest: Latest, pk: int, entry: LedgerEntry | None, is_queued: bool) -> None:
    if entry is None or not is_ours(entry):
        sentence = _("Entry %(id)s in ledger_entry was added or altered without Heluo, and is not sealed.")
        _add(report, "entry-added", pk, sentence)
    elif not is_queued:
        sentence = _("Entry %(id)s is neither sealed nor waiting: its leaf or its place in the queue was removed.")
        _add(report, "entry-unsealed", pk, sentence)
    else:
        report.waiting += 1
        latest.record(entry)


def _add(report: Report, kind: str, pk: int, sentence: str) -> None:
    report.add(kind, sentence % {"id": pk}, entry_id=pk, table="ledger_entry")


def _numbers(sql: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {CHUNK}")
        return [row[0] for row in cursor.fetchall()]
