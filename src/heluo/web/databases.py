"""A database address (``sqlite:///…`` or ``postgresql://…``) as Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BUSY_TIMEOUT_SECONDS = 20


class DatabaseUrlError(Exception):
    """The address cannot be used; the message ends the sentence that begins with the setting's name."""


def database_settings(url: str) -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for ``url``; raises `DatabaseUrlError`."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return _sqlite(rest)
    if scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    # The address may hold a password, so it is not repeated here.
    raise DatabaseUrlError(
        "must begin with sqlite:/// or postgresql://, for instance postgresql://heluo:PASSWORD@127.0.0.1/heluo."
    )


def _sqlite(rest: str) -> dict[str, Any]:
    path = unquote(rest.removeprefix("/"))
    if not path or "?" in path:
        raise DatabaseUrlError("names no file; write sqlite:////absolute/path/heluo.sqlite3.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": BUSY_TIMEOUT_SECONDS,
            # A transaction takes the write lock when it begins: it is the row lock of SQLite, and a
            # transaction that reads first and writes later cannot fail half-way with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DatabaseUrlError(
            "has a port or host that cannot be read; a password's / @ : # must be written percent-encoded."
        ) from error
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise DatabaseUrlError("names no database; write postgresql://USER:PASSWORD@HOST:PORT/NAME.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        # A socket's directory comes as ?host=/run/postgresql, as libpq writes it.
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 16, "timeout": BUSY_TIMEOUT_SECONDS}},
    }
