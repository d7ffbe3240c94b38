"""Sites for tests, each on a copy of a template database."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.signals import setting_changed
from django.db import connections

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60


@dataclass(frozen=True)
class Template:
    """A migrated database that is only ever copied: a file (SQLite) or a database's name (PostgreSQL)."""

    name: str

    @classmethod
    def of(cls, connection: Any, directory: Path) -> Template:
        """The test database as it stands before the first test."""
        if connection.vendor == "postgresql":
            return cls(connection.settings_dict["NAME"])
        file = directory / "template.sqlite3"
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=WAL")
        return cls(str(file))

    def copy(self, data_dir: Path) -> dict[str, Any]:
        """A new database with the same content: its entry for Django's ``DATABASES``."""
        current = connections.settings["default"]
        if current["ENGINE"].endswith("sqlite3"):
            file = data_dir / "heluo.sqlite3"
            shutil.copyfile(self.name, file)
            return {**current, "NAME": str(file)}
        name = f"heluo_{uuid.uuid4().hex[:16]}"
        # PostgreSQL copies a database only while nobody is connected to it.
        connections["default"].close()
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        return {**current, "NAME": name}


@dataclass(frozen=True)
class Site:
    """A data directory and a database that hold what a test commits."""

    data_dir: Path
    database_url: str

    @classmethod
    @contextlib.contextmanager
    def copied_from(cls, template: Template, data_dir: Path) -> Iterator[Site]:
        """Copy the template and let this process's connections lead to the copy until the end."""
        data_dir.mkdir(parents=True)
        database = template.copy(data_dir)
        standing, before = connections["default"], connections.settings["default"]
        directories = settings.DATA_DIR, settings.KEYS_DIR, settings.MEDIA_ROOT
        del connections["default"]
        connections.settings["default"] = database
        settings.DATA_DIR, settings.KEYS_DIR = data_dir, data_dir / "keys"
        _store_uploads_in(data_dir / "uploads")
        # What the template holds was encrypted with this process's keys, and sessions are signed with them.
        shutil.copytree(directories[1], data_dir / "keys")
        try:
            yield cls(data_dir, _address(database))
        finally:
            connections["default"].close()
            connections.settings["default"] = before
            connections["default"] = standing
            settings.DATA_DIR, settings.KEYS_DIR = directories[:2]
            _store_uploads_in(directories[2])
            if postgres.wanted():
                _administer(f'DROP DATABASE "{database["NAME"]}" WITH (FORCE)')

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which a command works on this site."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HELUO_")}
        return {
            **kept,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "heluo.web.settings",
            "HELUO_DATA_DIR": str(self.data_dir),
            "HELUO_DATABASE_URL": self.database_url,
        }

    def heluo(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run ``heluo ARGUMENTS`` on this site; ``more`` adds to the environment."""
        return subprocess.run(
            [sys.executable, "-m", "heluo", *arguments],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@dataclass(frozen=True)
class RunningSite:
    """A site that answers at ``url``."""

    site: Site
    url: str
    process: subprocess.Popen[bytes]

    @classmethod
    @contextlib.contextmanager
    def of(cls, site: Site, **more: str) -> Iterator[RunningSite]:
        """Serve it; ``more`` adds to the environment."""
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        log = site.data_dir / "serve.log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [sys.executable, "-m", "heluo", "serve", "--port", str(port)],
                env={**site.environment, **more},
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            _wait_until_alive(url, process, log)
            yield cls(site, url, process)
        finally:
            _stop(process)


def _store_uploads_in(directory: Path) -> None:
    """Django's storage keeps where it stores until it is told that the setting has changed."""
    settings.MEDIA_ROOT = directory
    setting_changed.send(sender=Site, setting="MEDIA_ROOT", value=directory, enter=True)


def _administer(statement: str) -> None:
    """Run one statement outside all test databases."""
    import psycopg

    with psycopg.connect(postgres.address(), autocommit=True) as connection:
        connection.execute(statement)


def _address(database: dict[str, Any]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{quote(database['NAME'])}"
    who = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'], safe='')}"
    host, port = database["HOST"], database["PORT"]
    if host.startswith("/"):
        return f"postgresql://{who}@/{database['NAME']}?host={quote(host, safe='')}" + (f"&port={port}" if port else "")
    return f"postgresql://{who}@{host}{f':{port}' if port else ''}/{database['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_alive(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/alive", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"heluo serve did not answer:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop, and leave nothing of its process group behind."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
