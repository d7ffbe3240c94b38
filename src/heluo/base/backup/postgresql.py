"""PostgreSQL: COPY of every table in one snapshot; no client programs of the server's version are needed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from heluo.base.backup.archive import BackupError
from heluo.base.backup.moving import Moves

COLUMNS = "columns.json"
CHUNK = 1 << 20


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is of one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def dump(directory: Path) -> None:
    """Copy every table to ``directory``."""
    with connection.cursor() as cursor:
        columns = _columns(cursor)
        columns["django_migrations"] = ["app", "name", "applied"]
        (directory / COLUMNS).write_text(json.dumps(columns, indent=1), encoding="utf-8")
        for table, names in columns.items():
            statement = sql.SQL("COPY {} ({}) TO STDOUT").format(*_named(table, names))
            with (directory / f"{table}.copy").open("wb") as sink, cursor.copy(statement) as rows:
                for data in rows:
                    sink.write(data)


def is_empty() -> bool:
    """Whether the database has no tables yet."""
    return not connection.introspection.table_names()


def load(directory: Path, aside: str, moves: Moves) -> str:
    """Build the backup's tables, fill them; the present ones move to a schema, whose name is returned, if there are."""
    columns = json.loads((directory / COLUMNS).read_text(encoding="utf-8"))
    targets = _targets(directory)
    old = "" if is_empty() else aside.replace("-", "_")
    moves.when_undone(lambda: _put_back(old))
    with transaction.atomic():
        if old:
            _run("ALTER SCHEMA public RENAME TO {}", old)
            _run("CREATE SCHEMA public")
    MigrationExecutor(connection).migrate(targets)
    with transaction.atomic():
        for table, names in columns.items():
            _fill(directory, table, names)
        _set_sequences()
    return f"schema {old}" if old else ""


def _put_back(old: str) -> None:
    """The schema as it was before; whatever was interrupted, in a connection of its own."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [old])
        was_moved = cursor.fetchone()[0]
    if old and not was_moved:
        return
    with transaction.atomic():
        _run("DROP SCHEMA public CASCADE")
        if old:
            _run("ALTER SCHEMA {} RENAME TO public", old)
        else:
            _run("CREATE SCHEMA public")


def _fill(directory: Path, table: str, names: list[str]) -> None:
    """Replace what the migrations put into ``table``. Foreign keys are deferred, so any order will do."""
    target, listed = _named(table, names)
    with connection.cursor() as cursor:
        # A ledger may not be deleted from, and a fresh one is empty.
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(target))
        if cursor.fetchone()[0]:
            cursor.execute(sql.SQL("DELETE FROM {}").format(target))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(target, listed)
        with (directory / f"{table}.copy").open("rb") as source, cursor.copy(statement) as rows:
            while data := source.read(CHUNK):
                rows.write(data)


def _targets(directory: Path) -> list[tuple[str, str]]:
    """The last migration of each app at the time of the backup."""
    applied = set()
    for line in (directory / "django_migrations.copy").read_text(encoding="utf-8").splitlines():
        app, name, _ = line.split("\t")
        applied.add((app, name))
    graph = MigrationExecutor(connection).loader.graph
    unknown = sorted(applied - set(graph.nodes))
    if unknown:
        raise BackupError(
            f"The backup comes from a newer Heluo (it has the migration {'.'.join(unknown[0])}); update this one first."
        )
    return [
        node
        for node in sorted(applied)
        if not any(child.key[0] == node[0] and child.key in applied for child in graph.node_map[node].children)
    ]


def _columns(cursor: Any) -> dict[str, list[str]]:
    cursor.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' "
        "ORDER BY c.table_name, c.ordinal_position"
    )
    columns: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        columns.setdefault(table, []).append(column)
    return columns


def _set_sequences() -> None:
    """Let every numbering go on after the greatest number that was loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({}), 1), max({}) IS NOT NULL) FROM {}"
                ).format(
                    sql.Literal(f'"{table}"'),
                    sql.Literal(column),
                    sql.Identifier(column),
                    sql.Identifier(column),
                    sql.Identifier(table),
                )
            )


def _named(table: str, columns: list[str]) -> tuple[sql.Composable, sql.Composable]:
    return sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))


def _run(statement: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
