"""The files that rows name, against the hashes of their bytes that the rows keep."""

import hashlib

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from heluo.base.ledger.verify.findings import Report
from heluo.base.recorded import Recorded


def check(report: Report, row: Recorded) -> None:
    """Name each file of a row that is gone or holds other bytes than it did. The row itself is as it was."""
    for column, hashed in row.hashes_of_files.items():
        file: FieldFile = getattr(row, column)
        if not file:
            continue
        report.files += 1
        where = {"table": row._meta.db_table, "public_id": str(row.public_id)}
        found = _hash_of(file)
        if found is None:
            kind, sentence = "file-removed", _("The file %(file)s of row %(public_id)s of table %(table)s is gone.")
        elif found != getattr(row, hashed):
            kind, sentence = "file-altered", _("The file %(file)s of row %(public_id)s of table %(table)s was altered.")
        else:
            continue
        report.add(kind, sentence % {**where, "file": file.name}, **where)


def _hash_of(file: FieldFile) -> str | None:
    """Hex of SHA-256 over the bytes on the disk; None where they can't be read."""
    try:
        with file.storage.open(str(file.name)) as opened:
            found = hashlib.sha256()
            for chunk in opened.chunks():
                found.update(chunk)
            return found.hexdigest()
    except OSError:
        return None
