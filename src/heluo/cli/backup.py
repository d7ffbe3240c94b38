"""Copy the site into one file, while it runs.

The file holds the database as of one moment, the uploads, and a list of what is inside with the ledger's newest
head. Keep the keys directory somewhere else, or add it with --with-keys and guard the file accordingly.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from heluo.cli.frame import CommandError
from heluo.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to write: NAME.tar, or NAME.tar.gz to compress it")
    parser.add_argument("--with-keys", action="store_true", help="put the keys in as well")


def run(args: argparse.Namespace) -> int:
    from heluo.base.backup import BackupError, make_backup

    try:
        manifest = make_backup(args.file, with_keys=args.with_keys)
    except (BackupError, OSError) as error:
        raise CommandError(str(error)) from None
    print(
        _("%(file)s: %(files)d files, %(entries)d entries in the ledger.")
        % {"file": args.file, "files": len(manifest.files), "entries": manifest.ledger_entries}
    )
    if not args.with_keys:
        print(_("The keys are not in it. Without them, names and telephone numbers in it cannot be read."))
    return 0
