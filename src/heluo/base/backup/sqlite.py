"""SQLite: its own online backup, which copies a consistent state while others write."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, connections

from heluo.base.backup.archive import BackupError
from heluo.base.backup.moving import Moves

NAME = "heluo.sqlite3"
LOGS = ("-wal", "-shm")


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """What is read within is not newer than the copy: SQLite's backup takes the last committed state."""
    yield


def dump(directory: Path) -> None:
    """Copy the database to ``directory``."""
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(directory / NAME)) as copy:
        connection.connection.backup(copy)
        # One file, without a write-ahead log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def is_empty() -> bool:
    """Whether there is no database yet, or one without tables."""
    file = Path(connection.settings_dict["NAME"])
    if not file.exists() or file.stat().st_size == 0:
        return True
    return not connection.introspection.table_names()


def load(directory: Path, aside: str, moves: Moves) -> str:
    """Put the unpacked database in the place of the present one; returns where that was set aside, if there was one."""
    unpacked = directory / NAME
    _check(unpacked)
    connections.close_all()
    file = Path(connection.settings_dict["NAME"])
    folder = file.with_name(aside)
    old = [path for suffix in ("", *LOGS) if (path := file.with_name(file.name + suffix)).exists()]
    for path in old:
        moves.move(path, folder / path.name)
    # Undone last in, first out: what the new database has logged goes before the old one comes back.
    moves.when_undone(lambda: _close(file))
    moves.move(unpacked, file)
    return str(folder) if old else ""


def _close(file: Path) -> None:
    connections.close_all()
    for suffix in LOGS:
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _check(file: Path) -> None:
    if not file.exists():
        raise BackupError("The backup holds no SQLite database.")
    with contextlib.closing(sqlite3.connect(file)) as database:
        try:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            raise BackupError(f"The database in the backup is damaged ({verdict}). Use another backup.")
