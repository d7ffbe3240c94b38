"""Writes a plan: each record by its loader's action, in short transactions, so that nobody waits long for the lock."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Invalid, No, Refused
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.loaders import Loader, Record
from heluo.base.exchange.models import ImportedRow
from heluo.base.exchange.planning import Plan, Share

# Rows of workbooks in one transaction: about a tenth of a second.
CHUNK_ROWS = 250
# Up to this many rows all of them are one transaction.
AT_ONCE_ROWS = 1_500

# Called with (rows done, rows in all, name of the sheet).
Progress = Callable[[int, int, str], None]


def apply(plan: Plan, *, progress: Progress | None = None) -> dict[str, int]:
    """Write what is new; gives the number of records by loader. A plan with problems is refused whole.

    A long upload is written in chunks: if it is interrupted, the same files sent again continue where it stopped.
    Raises Refused when somebody else imported the same records meanwhile, and says how much is in.
    """
    if plan.problems:
        raise Invalid(_("Nothing was imported: the workbook has faults."))
    finder = Finder(plan.actor)
    done, total = 0, plan.rows
    with transaction.atomic() if total <= AT_ONCE_ROWS else nullcontext():
        for share in plan.shares:
            for records in _chunks(share.new):
                try:
                    _write(plan, share, records, finder)
                except No as no:
                    # In one transaction what was written before goes as well.
                    raise _stopped(done, total, no) if done and total > AT_ONCE_ROWS else no from None
                done += sum(record.size for record in records)
                if progress is not None:
                    progress(done, total, share.loader.heading)
    return {share.loader.name: len(share.new) for share in plan.shares}


def _stopped(done: int, total: int, no: No) -> Refused:
    sentence = _(
        "%(done)d of %(total)d rows were imported, then it stopped: %(why)s "
        "Send the same files again: it goes on where it stopped."
    )
    return Refused(sentence % {"done": done, "total": total, "why": no})


def _write(plan: Plan, share: Share, records: list[Record], finder: Finder) -> None:
    try:
        with transaction.atomic():
            if share.loader.compares:
                _remember(share.loader, records, share.gone)
            share.loader.write(plan.actor, records, finder)
    except IntegrityError:
        # What somebody else has entered meanwhile is found now, at its row.
        for sheet, row, _key, why in share.loader.faults(records, plan.batch):
            text = _("Somebody was quicker. “%(sheet)s”, row %(row)d: %(why)s")
            raise Refused(text % {"sheet": sheet.heading, "row": row.number, "why": why}) from None
        # Any other broken rule of the database is a fault of ours, and nobody else's doing.
        if not share.loader.existing([record.key for record in records]):
            raise
        raise Refused(
            _("Somebody else has imported some of these records at this moment; send the files again.")
        ) from None


def _remember(loader: Loader, records: list[Record], gone: set[str]) -> None:
    """The unique (loader, number) lets only one of two imports of the same record through."""
    numbers = [record.key for record in records if record.key in gone]
    ImportedRow.objects.filter(loader=loader.name, number__in=numbers).delete()
    ImportedRow.objects.bulk_create(
        ImportedRow(loader=loader.name, number=record.key, digest=record.digest(), at=clock.now()) for record in records
    )


def _chunks(records: list[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    rows = 0
    for record in records:
        if chunk and rows + record.size > CHUNK_ROWS:
            yield chunk
            chunk, rows = [], 0
        chunk.append(record)
        rows += record.size
    if chunk:
        yield chunk
