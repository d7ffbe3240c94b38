"""Load the tree of administrative divisions: places come from published tables, not by hand.

FOLDER holds areas.csv, streets.csv and villages.csv (with provinces.csv and cities.csv above them), each with the
columns code and name; outlines.geojson and successors.csv (old, new, date) if there are any. The same tables again
change nothing; a later edition renames, ends and links what has changed. All of it is loaded, or nothing.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from heluo.cli.frame import bring_up_to_date
from heluo.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the tables lie")
    parser.add_argument("--edition", required=True, metavar="NAME", help="what the tables are called, such as 2023")
    parser.add_argument(
        "--valid-from", required=True, type=date.fromisoformat, metavar="DAY", help="the day they hold from: 2023-06-30"
    )


def run(args: argparse.Namespace) -> int:
    from heluo.base.rules import SYSTEM
    from heluo.places.actions import import_divisions
    from heluo.places.sources import DivisionFiles

    bring_up_to_date()
    files = DivisionFiles.in_folder(args.folder)
    edition = import_divisions(
        actor=SYSTEM, files=files, edition=args.edition, valid_from=args.valid_from, progress=_tell
    )
    counts = {"new": 0, "renamed": 0, "ended": 0, "linked": 0} | edition.counts
    print(
        _("%(read)d rows read: %(new)d places new, %(renamed)d renamed, %(ended)d ended, %(linked)d with a successor.")
        % counts
    )
    return 0


def _tell(done: int) -> None:
    """On a terminal one line that counts on; a log would fill with it."""
    if sys.stdout.isatty():
        print(f"\r\x1b[2K{done:,}", end="\r", flush=True)
