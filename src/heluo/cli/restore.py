"""Put a backup back in place.

The archive is proved against its own list first. Stop the site before. What stands in the place already is
refused, or moved aside with --force; nothing is deleted. Afterwards the ledger is verified; the status is 1 if that
finds faults.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from heluo.cli.frame import CommandError, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive that `heluo backup` wrote")
    parser.add_argument("--force", action="store_true", help="move the present database and uploads aside")


def run(args: argparse.Namespace) -> int:
    start_django()
    from heluo.base.backup import BackupError, prove_ledger, restore_backup

    try:
        manifest, aside = restore_backup(args.file, force=args.force)
    except (BackupError, OSError) as error:
        raise CommandError(str(error)) from None
    print(f"Restored the state of {manifest.made_at}, with {manifest.ledger_entries} entries in the ledger.")
    if aside.exists():
        print(f"What stood here before is kept in {aside}.")
    report = prove_ledger(manifest)
    if report is None:
        print("The ledger's keys are not here. Put the keys directory back, then run `heluo ledger verify`.")
        return 0
    for finding in report.findings:
        print(finding)
    print(f"The ledger was verified: {report.sealed} sealed entries, {report.count} faults.")
    return 0 if report.ok else 1
