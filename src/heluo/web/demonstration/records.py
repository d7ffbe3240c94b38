"""Divisions and workbooks, by the importers that everybody uses."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from heluo.base.errors import No
from heluo.base.exchange.applying import apply
from heluo.base.exchange.planning import Plan
from heluo.base.exchange.reader import Upload
from heluo.base.rules import SYSTEM
from heluo.places.actions import import_divisions
from heluo.places.sources import DivisionFiles
from heluo.web.demonstration.progress import Progress

EDITION = "2023"
EDITION_DAY = date(2023, 6, 30)
# What three counties were before the reform of 2021, in an edition of its own.
BEFORE = "2020"
BEFORE_DAY = date(2020, 6, 30)
WORKBOOKS = ("organisations", "specialists", "teams", "households", "catalogue", "needs", "services")


def load_ground(folder: Path) -> None:
    """The places of Luoyang, with what became of three counties; the tree of industries comes with every site."""
    files, old = DivisionFiles.in_folder(folder / "divisions"), DivisionFiles.in_folder(folder / "divisions" / BEFORE)
    before = replace(old, tables=(*files.tables[:2], *old.tables), successors=None)
    import_divisions(actor=SYSTEM, files=before, edition=BEFORE, valid_from=BEFORE_DAY)
    files = replace(files, successors=old.successors)
    import_divisions(actor=SYSTEM, files=files, edition=EDITION, valid_from=EDITION_DAY)


def load_workbooks(folder: Path) -> None:
    """All workbooks at once: they refer to one another."""
    uploads = [Upload(f"{name}.xlsx", (folder / f"{name}.xlsx").read_bytes()) for name in WORKBOOKS]
    plan = Plan(uploads, actor=SYSTEM)
    if plan.problems:
        first = plan.problems[0]
        raise No(f"{first.file} {first.sheet} row {first.row}: {first.sentence}")
    apply(plan, progress=Progress())
