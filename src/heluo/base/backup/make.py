"""Making a backup while the site runs."""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

import heluo
from heluo.base import clock
from heluo.base.backup import postgresql, sqlite
from heluo.base.backup.archive import BackupError, Manifest, Writer
from heluo.base.ledger import heads
from heluo.base.ledger.models import LedgerEntry


def make_backup(target: Path, *, with_keys: bool = False) -> Manifest:
    """Write the archive ``target``, which must not exist yet; compressed if its name ends with ``.gz``.

    The database is copied first and the uploads after it, so that every file a row names is there.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; name another file or move it away.")
    target.parent.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(heluo=heluo.__version__, made_at=clock.now().isoformat(), vendor=connection.vendor)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink,
            tarfile.open(fileobj=sink, mode="w:gz" if target.suffix == ".gz" else "w") as tar,
        ):
            _fill(Writer(tar, manifest), with_keys=with_keys)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _fill(writer: Writer, *, with_keys: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="heluo-backup-", dir=settings.DATA_DIR) as directory:
        store = sqlite if connection.vendor == "sqlite" else postgresql
        with store.snapshot():
            head = heads.newest()
            writer.manifest.ledger_entries = LedgerEntry.objects.count()
            writer.manifest.ledger_head = head.as_json() if head else None
            store.dump(Path(directory))
        writer.add_tree("database", Path(directory))
    writer.add_tree("uploads", Path(settings.MEDIA_ROOT))
    if with_keys:
        writer.add_tree("keys", Path(settings.KEYS_DIR))
    writer.finish()
