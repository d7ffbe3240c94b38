"""Putting a backup back. The site must not be running."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from heluo.base import clock, keys, running
from heluo.base.backup import postgresql, sqlite
from heluo.base.backup.archive import BackupError, Manifest, unpack
from heluo.base.backup.moving import Moves
from heluo.base.ledger import heads, kept
from heluo.base.ledger.verify import Report, verify


def restore_backup(archive: Path, *, force: bool = False) -> tuple[Manifest, list[str]]:
    """Restore ``archive``; returns its manifest and where what stood before now lies (if anything did).

    The whole archive is unpacked and proved before anything is touched. Nothing is deleted: with ``force``
    the present database, uploads and keys move aside. If a step fails, all is moved back.
    """
    data_dir = Path(settings.DATA_DIR)
    aside = f"before-restore-{clock.now():%Y%m%d-%H%M%S}"
    store = sqlite if connection.vendor == "sqlite" else postgresql
    # Beside the database, so that moving into place is a rename.
    with running.alone(), tempfile.TemporaryDirectory(prefix=".restore-", dir=data_dir) as name:
        unpacked = Path(name)
        manifest = unpack(archive, unpacked)
        if manifest.vendor != connection.vendor:
            raise BackupError(
                f"The backup is of a {manifest.vendor} database and HELUO_DATABASE_URL names a {connection.vendor} "
                "one; restore it to the same kind."
            )
        trees = _trees(unpacked)
        standing = [str(there) for _, there in trees if _holds_something(there)]
        if not store.is_empty():
            standing.insert(0, "a database")
        if standing and not force:
            raise BackupError(
                f"There is {' and '.join(standing)} already. Stop the site and give --force to move that aside."
            )
        with Moves() as moves:
            moves.when_undone(keys.forget)
            kept = [store.load(unpacked / "database", aside, moves)]
            kept += [_swap(tree, there, aside, moves) for tree, there in trees]
            # From here on this process, too, works with the keys that were put there.
            keys.forget()
            call_command("migrate", interactive=False, verbosity=0)
    return manifest, [place for place in kept if place]


def prove_ledger(manifest: Manifest) -> Report | None:
    """Verify the restored ledger against the backup's own head; None where the keys to do so are missing.

    A newer head kept beside the keys is set aside: the ledger goes back to an earlier state on purpose.
    """
    if manifest.ledger_head is None:
        return verify()
    if not keys.exists("ledger-sign"):
        return None
    newest = heads.newest()
    if newest is not None:
        kept.keep_instead(newest)
    return verify(heads.from_json(manifest.ledger_head))


def _trees(unpacked: Path) -> list[tuple[Path, Path]]:
    """Each unpacked directory with the place it belongs to. An archive without keys leaves the keys alone."""
    trees = [(unpacked / "uploads", Path(settings.MEDIA_ROOT))]
    if (unpacked / "keys").exists():
        trees.append((unpacked / "keys", Path(settings.KEYS_DIR)))
    return trees


def _holds_something(there: Path) -> bool:
    """The secret that every command makes when it starts does not count, nor what a disk brings."""
    return there.exists() and any(path.name != "secret_key" and not _stays(path) for path in there.iterdir())


def _swap(tree: Path, there: Path, aside: str, moves: Moves) -> str:
    """Exchange what lies in ``there``; returns where the old content is, if there was some.

    The directory itself stays, for it may be a mounted disk; and its old content stays on that disk: keys do not
    belong beside the database.
    """
    old = [path for path in sorted(there.iterdir()) if not _stays(path)] if there.exists() else []
    for path in old:
        moves.move(path, there / aside / path.name)
    for path in sorted(tree.iterdir()) if tree.exists() else []:
        moves.move(path, there / path.name)
    return str(there / aside) if old else ""


def _stays(path: Path) -> bool:
    return path.name == "lost+found" or path.name.startswith("before-restore-")
