"""A consistent copy of a running site in one tar file, and the way back.

The archive holds the database as of one moment, the uploads, and as its last member ``manifest.json``: what
is inside with its SHA-256, and the ledger's newest head. The keys are left out unless asked for: with them
the archive opens everything, without them nothing personal in it can be read.
"""

from __future__ import annotations

from heluo.base.backup.archive import BackupError, Manifest
from heluo.base.backup.make import make_backup
from heluo.base.backup.restore import prove_ledger, restore_backup

__all__ = ["BackupError", "Manifest", "make_backup", "prove_ledger", "restore_backup"]
