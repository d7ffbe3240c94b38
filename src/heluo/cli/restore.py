"""Put a backup back in place.

The archive is proved against its own list first. Stop the site before. What stands in the place already is
refused, or moved aside with --force; nothing is deleted. Afterwards, `heluo ledger verify` proves the ledger.
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
    from heluo.base.backup import BackupError, restore_backup

    try:
        manifest, aside = restore_backup(args.file, force=args.force)
    except (BackupError, OSError) as error:
        raise CommandError(str(error)) from None
    print(f"Restored the state of {manifest.made_at}, with {manifest.ledger_entries} entries in the ledger.")
    if aside.exists():
        print(f"What stood here before is kept in {aside}.")
    return 0
