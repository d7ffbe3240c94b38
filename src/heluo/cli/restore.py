"""Put a backup back in place.

The archive is proved against its own list first. Stop the site before. What stands in the place already is
refused, or moved aside with --force; nothing is deleted. Afterwards the ledger is verified; the status is 1 if that
finds faults.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from heluo.cli.frame import CommandError
from heluo.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive that `heluo backup` wrote")
    parser.add_argument(
        "--force",
        action="store_true",
        help="move the present database, uploads and, where the archive holds keys, keys aside",
    )


def run(args: argparse.Namespace) -> int:
    from heluo.base.backup import BackupError, prove_ledger, restore_backup

    try:
        manifest, kept = restore_backup(args.file, force=args.force)
    except (BackupError, OSError) as error:
        raise CommandError(str(error)) from None
    print(
        _("Restored the state of %(at)s, with %(entries)d entries in the ledger.")
        % {"at": manifest.made_at, "entries": manifest.ledger_entries}
    )
    for place in kept:
        print(_("What stood here before is kept in %(folder)s.") % {"folder": place})
    report = prove_ledger(manifest)
    if report is None:
        print(_("The ledger's keys are not here. Put the keys directory back, then run `heluo ledger verify`."))
        return 0
    for finding in report.findings:
        print(finding)
    print(
        _("The ledger was verified: %(sealed)d sealed entries, %(faults)d faults.")
        % {"sealed": report.sealed, "faults": report.count}
    )
    return 0 if report.ok else 1
