"""Every recorded row as it stands, against the latest commitment to it in the ledger."""

import json
import sqlite3
import tempfile
from pathlib import Path
from types import TracebackType
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.verify import files
from heluo.base.ledger.verify.findings import Report
from heluo.base.ledger.verify.stream import CHUNK, UNREADABLE, rows_by
from heluo.base.recorded import Recorded


class Latest:
    """(model, public id) → the latest commitment and its entry, on disk, since there may be millions."""

    def __enter__(self) -> "Latest":
        self._directory = tempfile.TemporaryDirectory(prefix="heluo-verify-")
        self._table = sqlite3.connect(Path(self._directory.name) / "latest.sqlite3", isolation_level=None)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("PRAGMA synchronous = OFF")
        self._table.execute(
            "CREATE TABLE latest (model TEXT, id BLOB, commitment TEXT, entry INTEGER, PRIMARY KEY (model, id)) "
            "WITHOUT ROWID"
        )
        self._table.execute("BEGIN")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._table.close()
        self._directory.cleanup()

    def record(self, entry: LedgerEntry) -> None:
        """Take up the commitments of an entry that proved to be ours. Entries may come in any order."""
        self._table.executemany(
            "INSERT INTO latest VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
            "SET commitment = excluded.commitment, entry = excluded.entry WHERE excluded.entry > entry",
            [(model, UUID(key).bytes, held, entry.pk) for model, key, held in json.loads(entry.payload)["rows"]],
        )

    def find(self, model: str, key: UUID) -> tuple[str, int] | None:
        found = self._table.execute(
            "SELECT commitment, entry FROM latest WHERE model = ? AND id = ?", (model, key.bytes)
        ).fetchone()
        return (found[0], found[1]) if found else None

    def count(self, model: str) -> int:
        return int(self._table.execute("SELECT COUNT(*) FROM latest WHERE model = ?", (model,)).fetchone()[0])

    def models(self) -> list[str]:
        return [row[0] for row in self._table.execute("SELECT DISTINCT model FROM latest ORDER BY 1")]

    def keys(self, model: str, after: bytes) -> list[tuple[bytes, int]]:
        """The next chunk of (public id, entry)."""
        sql = "SELECT id, entry FROM latest WHERE model = ? AND id > ? ORDER BY id LIMIT ?"
        return self._table.execute(sql, (model, after, CHUNK)).fetchall()


def recorded_models() -> dict[str, type[Recorded]]:
    """Label → model of every table that only actions write."""
    return {model._meta.label_lower: model for model in apps.get_models() if issubclass(model, Recorded)}


def check(report: Report, latest: Latest) -> None:
    """Compare all rows of all models."""
    models = recorded_models()
    for label, model in models.items():
        if _check_rows(report, latest, label, model) < latest.count(label):
            _name_removed(report, latest, label, model)
    for label in latest.models():
        if label not in models:
            report.add("row-table", _("The ledger speaks of %(label)s, which Heluo does not know.") % {"label": label})


def _check_rows(report: Report, latest: Latest, label: str, model: type[Recorded]) -> int:
    """Check the rows that there are; how many of them the ledger knows."""
    known = 0
    for pk, row in rows_by(model._base_manager.all(), "pk"):
        report.rows += 1
        public_id = row.public_id if row is not None else _public_id(model, pk)
        found = latest.find(label, public_id) if public_id else None
        where = {"table": model._meta.db_table, "public_id": str(public_id or pk)}
        if found is None:
            _add(report, "row-added", where, _("Row %(id)s of table %(table)s was added: no entry speaks of it."))
            continue
        known += 1
        if row is None or _commitment(row) != found[0]:
            sentence = _("Row %(id)s of table %(table)s was altered after entry %(entry)s.")
            _add(report, "row-altered", where, sentence, found[1])
        else:
            files.check(report, row)
    return known


def _name_removed(report: Report, latest: Latest, label: str, model: type[Recorded]) -> None:
    after = b""
    while chunk := latest.keys(label, after):
        after = chunk[-1][0]
        keys = [UUID(bytes=key) for key, _entry in chunk]
        standing = set(model._base_manager.filter(public_id__in=keys).values_list("public_id", flat=True))
        for key, (_raw, entry) in zip(keys, chunk, strict=True):
            if key not in standing:
                where = {"table": model._meta.db_table, "public_id": str(key)}
                sentence = _("Row %(id)s of table %(table)s was removed after entry %(entry)s.")
                _add(report, "row-removed", where, sentence, entry)


def _add(report: Report, kind: str, where: dict[str, str], sentence: str, entry: int | None = None) -> None:
    text = sentence % {"id": where["public_id"], "table": where["table"], "entry": entry}
    report.add(kind, text, **where, **({"entry_id": entry} if entry is not None else {}))


def _public_id(model: type[Recorded], pk: int) -> UUID | None:
    try:
        return model._base_manager.values_list("public_id", flat=True).get(pk=pk)
    except UNREADABLE:
        return None


def _commitment(row: Recorded) -> str:
    try:
        return row.commitment()
    except UNREADABLE:
        return ""
