"""From checked rows to records: which are new, which are there already, which may not be written, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from heluo.base.exchange.checking import Batch
from heluo.base.exchange.discovery import loaders, sheets
from heluo.base.exchange.loaders import Loader, Record, Scope
from heluo.base.exchange.models import ImportedRow
from heluo.base.exchange.output import says
from heluo.base.exchange.problems import Problem
from heluo.base.exchange.reader import Upload
from heluo.base.exchange.sheets import Row
from heluo.base.rules import YES, may

_AT_ONCE = 500


@dataclass
class Share:
    """What one loader has to do: records that are new, and how many are there already."""

    loader: Loader
    new: list[Record] = field(default_factory=list)
    already: int = 0
    # Numbers that were imported once and whose record is gone.
    gone: set[str] = field(default_factory=set)


class Plan:
    """All that an upload would write. With a single problem, nothing of it may be applied."""

    def __init__(self, uploads: Sequence[Upload], *, actor: Any) -> None:
        self.actor = actor
        self.batch = Batch(uploads, sheets(), actor=actor)
        self.shares = [share for loader in loaders() if (share := self._share(loader)) is not None]

    @property
    def problems(self) -> list[Problem]:
        return self.batch.problems

    @property
    def notices(self) -> list[str]:
        return self.batch.notices

    @property
    def rows(self) -> int:
        """How many rows of workbooks would be written."""
        return sum(record.size for share in self.shares for record in share.new)

    def _share(self, loader: Loader) -> Share | None:
        records = self._records(loader)
        if not records:
            return None
        share = Share(loader)
        # First: what lies elsewhere is not even compared with what was imported, so that nobody can guess its content.
        self._sort_out(share, self._within_scope(loader, records))
        for _sheet, row, key, sentence in loader.faults(share.new, self.batch):
            self.batch.blame(row, key, sentence)
        return share

    def _records(self, loader: Loader) -> list[Record]:
        rows = [row for row in self.batch.rows_of(loader.sheet) if loader.wanted is None or loader.wanted(row)]
        records = {}
        for row in rows:
            if row.known(loader.sheet.key):
                records[row[loader.sheet.key]] = Record(loader.sheet, row, self._source(row))
        for lines in loader.lines:
            for row in self.batch.rows_of(lines):
                self._join(records, row, lines.name, lines.of)
        return list(records.values())

    def _join(self, records: dict[str, Record], row: Row, sheet: str, of: str) -> None:
        if not row.known(of):
            return
        record = records.get(row[of])
        if record is None:
            text = _("“%(number)s” is not in this upload; lines come together with the record that they belong to.")
            self.batch.blame(row, of, text % {"number": row[of]})
        else:
            record.lines.setdefault(sheet, []).append(row)

    def _source(self, row: Row) -> dict[str, Any]:
        home = self.batch.home(row)
        return {"workbook": home.file.digest, "sheet": home.sheet.name, "row": row.number}

    def _sort_out(self, share: Share, records: list[Record]) -> None:
        loader = share.loader
        for some in _portions(records):
            keys = [record.key for record in some]
            existing = loader.existing(keys)
            imported = _imported(loader, keys) if loader.compares else {}
            listed = loader.listed(existing) if loader.listed else {}
            for record in some:
                if record.key not in existing:
                    share.new.append(record)
                    share.gone |= {record.key} & imported.keys()
                elif (
                    not loader.compares
                    or imported.get(record.key) == record.digest()
                    or (record.key in listed and says(record.row, loader.sheet, listed[record.key]))
                ):
                    share.already += 1
                else:
                    self.batch.blame(record.row, loader.sheet.key, _differs(record, record.key in imported))

    def _within_scope(self, loader: Loader, records: list[Record]) -> list[Record]:
        """Ask the act's rule about each place once; the rule is asked again when the row is written."""
        verdicts: dict[str | None, Any] = {}
        allowed = []
        for record in records:
            code = record.row[loader.place] if loader.place else None
            place = self.batch.finder.get(loader.places, code) if loader.places else None
            if code not in verdicts:
                # A place that is not known has its own sentence already.
                verdicts[code] = YES if loader.place and place is None else may(self.actor, loader.act, Scope(place))
            if verdicts[code]:
                allowed.append(record)
            else:
                self.batch.blame(record.row, loader.place or loader.sheet.key, verdicts[code].reason)
        return allowed


def _imported(loader: Loader, keys: list[str]) -> dict[str, str]:
    rows = ImportedRow.objects.filter(loader=loader.name, number__in=keys)
    return dict(rows.values_list("number", "digest"))


def _differs(record: Record, was_imported: bool) -> str:
    if was_imported:
        text = _("“%(number)s” was imported before with other content; change it on its page, or number this row anew.")
    else:
        text = _("“%(number)s” exists already; change it on its page, or give this row a number of its own.")
    return text % {"number": record.key}


def _portions(records: list[Record]) -> Iterator[list[Record]]:
    for start in range(0, len(records), _AT_ONCE):
        yield records[start : start + _AT_ONCE]
