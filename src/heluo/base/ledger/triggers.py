"""Triggers that make the ledger's tables append-only, whoever holds the connection.

They keep honest hands from mistakes; somebody who may drop triggers is found by `verify`, which also looks whether
they all stand as written here.
"""

from typing import Any

_REASON = "heluo: {table} is append-only: a row is never changed or removed. A correction is a new entry."
_QUEUE = "heluo: an entry leaves ledger_unsealed only when it is sealed."
_REPLACED = "heluo: {table} has this row already, and a row is never replaced."

# table → its key
_APPEND_ONLY = {"ledger_entry": "id", "ledger_leaf": "position", "ledger_head": "size"}


def statements(vendor: str) -> dict[str, str]:
    """Name of each trigger → the statement that makes it."""
    return _sqlite() if vendor == "sqlite" else _postgresql()


def _sqlite() -> dict[str, str]:
    made = {}
    for table, key in _APPEND_ONLY.items():
        for act in ("update", "delete"):
            made[f"{table}_no_{act}"] = _sqlite_refusal(f"{table}_no_{act}", act, table, _REASON.format(table=table))
        # INSERT OR REPLACE removes the old row without asking the DELETE trigger.
        made[f"{table}_no_replace"] = _sqlite_refusal(
            f"{table}_no_replace",
            "insert",
            table,
            _REPLACED.format(table=table),
            when=f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",  # noqa: S608 - our own names
        )
    made["ledger_unsealed_no_update"] = _sqlite_refusal(
        "ledger_unsealed_no_update", "update", "ledger_unsealed", _QUEUE
    )
    made["ledger_unsealed_no_delete"] = _sqlite_refusal(
        "ledger_unsealed_no_delete",
        "delete",
        "ledger_unsealed",
        _QUEUE,
        when="NOT EXISTS (SELECT 1 FROM ledger_leaf WHERE entry_id = OLD.entry_id)",
    )
    return made


def _sqlite_refusal(name: str, act: str, table: str, reason: str, when: str = "") -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _postgresql() -> dict[str, str]:
    made = {}
    for table in _APPEND_ONLY:
        made[f"{table}_append_only"] = (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION heluo_append_only()"
        )
    made["ledger_unsealed_kept"] = (
        "CREATE TRIGGER ledger_unsealed_kept BEFORE UPDATE OR TRUNCATE ON ledger_unsealed "
        "FOR EACH STATEMENT EXECUTE FUNCTION heluo_unsealed_kept()"
    )
    made["ledger_unsealed_sealed_first"] = (
        "CREATE TRIGGER ledger_unsealed_sealed_first BEFORE DELETE ON ledger_unsealed "
        "FOR EACH ROW EXECUTE FUNCTION heluo_sealed_first()"
    )
    return made


# Bodies of the functions that PostgreSQL's triggers call.
FUNCTIONS = {
    "heluo_append_only": f"BEGIN RAISE EXCEPTION '{_REASON.format(table='%')}', TG_TABLE_NAME; END",
    "heluo_unsealed_kept": f"BEGIN RAISE EXCEPTION '{_QUEUE}'; END",
    "heluo_sealed_first": (
        "BEGIN PERFORM 1 FROM ledger_leaf WHERE entry_id = OLD.entry_id; "
        f"IF NOT FOUND THEN RAISE EXCEPTION '{_QUEUE}'; END IF; RETURN OLD; END"
    ),
}


def table_of(name: str) -> str:
    return next(table for table in (*_APPEND_ONLY, "ledger_unsealed") if name.startswith(table + "_"))


def create(connection: Any) -> None:
    """Make all triggers on a migrated database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, body in FUNCTIONS.items():
                cursor.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $heluo${body}$heluo$")
        for name, statement in statements(connection.vendor).items():
            cursor.execute(statement)
            if connection.vendor == "postgresql":
                # Also for a session that plays replica, where ordinary triggers sleep.
                cursor.execute(f"ALTER TABLE {table_of(name)} ENABLE ALWAYS TRIGGER {name}")


def drop(connection: Any) -> None:
    """Remove them all; for undoing the migration, and for tests that tamper."""
    with connection.cursor() as cursor:
        for name in statements(connection.vendor):
            where = f" ON {table_of(name)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
        if connection.vendor == "postgresql":
            for name in FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def missing(connection: Any) -> list[str]:
    """Names of the triggers that are gone, switched off or not as written here, sorted."""
    standing = _standing_sqlite(connection) if connection.vendor == "sqlite" else _standing_postgresql(connection)
    return sorted(name for name in statements(connection.vendor) if name not in standing)


def _standing_sqlite(connection: Any) -> set[str]:
    wanted = statements("sqlite")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name for name, sql in cursor.fetchall() if wanted.get(name) == sql}


def _standing_postgresql(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgrelid::regclass::text, t.tgenabled, p.proname, p.prosrc, pg_get_triggerdef(t.oid) "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
        return {
            name
            for name, table, enabled, function, source, definition in cursor.fetchall()
            if enabled == "A" and FUNCTIONS.get(function) == source and _is_as_written(name, table, definition)
        }


def _is_as_written(name: str, table: str, definition: str) -> bool:
    """PostgreSQL prints the events in its own order and the table with its schema."""
    wanted = _postgresql().get(name)
    if wanted is None or table.rpartition(".")[2] != table_of(name):
        return False
    return _events(definition) == _events(wanted) and definition.split(" FOR EACH ")[1] == wanted.split(" FOR EACH ")[1]


def _events(definition: str) -> set[str]:
    return set(definition.partition(" BEFORE ")[2].partition(" ON ")[0].split(" OR "))
