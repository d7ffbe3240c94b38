"""Verifying: is the ledger what was sealed, and are the rows what the ledger says?

`verify()` reads everything in one snapshot, in constant memory, and changes nothing. It finds

- an entry that was altered, removed or added, by its id in table `ledger_entry`;
- leaves that were rewritten, taken out or put in another order, by the batch or the entry;
- heads that were changed, signed by somebody else, or removed;
- a ledger that was set back to an earlier state, against the head kept beside the keys or one kept elsewhere;
- rows that were altered, removed or added without an entry, by table and public id;
- files that were altered or removed, against the hashes that the rows keep;
- triggers that are gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from heluo.base.ledger import kept, triggers
from heluo.base.ledger.heads import BadHead, Head
from heluo.base.ledger.verify import chain, queue, rows
from heluo.base.ledger.verify.findings import Finding, Report

__all__ = ["Finding", "Report", "verify"]


def verify(head: Head | None = None, *, with_rows: bool = True) -> Report:
    """Check the whole ledger; `head` is one that was kept elsewhere (`heads.read`)."""
    report = Report()
    # Before the snapshot: a head that is sealed and kept meanwhile would cover more than the snapshot holds.
    references = _references(report, head)
    with snapshot(), rows.Latest() as latest:
        _check_triggers(report)
        chain.check(report, latest, references)
        queue.check(report, latest)
        if with_rows:
            rows.check(report, latest)
    return report


def _check_triggers(report: Report) -> None:
    for name in triggers.missing(connection):
        table = triggers.table_of(name)
        report.add(
            "trigger",
            _("The trigger %(name)s is gone or was changed: table %(table)s can be altered freely.")
            % {"name": name, "table": table},
            table=table,
        )


def _references(report: Report, given: Head | None) -> list[tuple[Head, str]]:
    """Heads from outside the database, each with the words for where it came from."""
    references = []
    try:
        standing = kept.load()
    except BadHead as error:
        standing = None
        report.add("head", _("The head kept in %(file)s is damaged: %(why)s.") % {"file": kept.file(), "why": error})
    if standing is not None:
        references.append((standing, str(kept.file())))
    if given is not None:
        references.append((given, _("the head that was given")))
    report.has_kept_head = standing is not None
    return references


@contextmanager
def snapshot() -> Iterator[None]:
    """One state of the database for all that is read, without keeping writers waiting."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): that would begin with the write lock.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
