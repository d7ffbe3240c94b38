"""What all tests share.

Most tests take pytest-django's ``db``: a transaction, rolled back at the end. Tests that need transactions
which really commit, several connections, or a running server take ``site`` or ``running_site``: a copy of a
template database of their own. Nothing is ever flushed; the ledger's triggers would refuse it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from heluo.base import keys
from tests.cast import cast  # noqa: F401
from tests.sites import RunningSite, Site, Template

CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings) -> Iterator[None]:
    """Migrate one database for each test process; pytest-django's own fixture would not do it for `site`."""
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        keys.ensure()
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Template:
    """The migrated database of this test process, ready to be copied."""
    with django_db_blocker.unblock():
        return Template.of(connection, tmp_path_factory.mktemp("template"))


@pytest.fixture
def site(template_database: Template, django_db_blocker, tmp_path: Path, request) -> Iterator[Site]:
    """A site of its own with a committed database; this process's models work on it meanwhile."""
    if "db" in request.fixturenames:
        pytest.fail("A test takes either `db` (rolled back) or `site` (committed), not both.")
    with django_db_blocker.unblock(), Site.copied_from(template_database, tmp_path / "site") as copy:
        yield copy


@pytest.fixture
def running_site(site: Site) -> Iterator[RunningSite]:
    """The same, served by ``heluo serve`` in a process of its own."""
    with RunningSite.of(site) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. For one module at a time: while it is open, Django takes this thread for an asynchronous
    one, so a module that drives it may touch the database only before it or in another process."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        driven = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield driven
        driven.close()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Each test begins in the site's language: a page asked for in English leaves it active in its thread."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI everything needed is installed, so a skipped test is a test that nobody ran."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if CI and skipped:
        terminalreporter.section("Skipped tests, which CI does not allow", red=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")
