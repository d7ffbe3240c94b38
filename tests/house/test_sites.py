"""The tests' own ground: copies of a template, committed and apart from one another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tests.postgres import wanted


def keep(key: str) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


def test_runs_on_the_database_asked_for(db):
    assert connection.vendor == ("postgresql" if wanted() else "sqlite")


def test_what_one_connection_commits_another_sees(site):
    keep("one")

    def count() -> int:
        try:
            return Session.objects.count()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count).result() == 1


def test_and_the_next_test_does_not(site):
    assert Session.objects.count() == 0


def test_nor_a_test_with_a_transaction(db):
    assert Session.objects.count() == 0


def test_a_command_works_on_the_same_rows(site):
    keep("two")
    code = "from django.contrib.sessions.models import Session; print(Session.objects.count())"
    result = site.heluo("manage", "shell", "--no-imports", "-c", code)
    assert result.stdout.strip() == "1", result.stderr
