"""Entries that commit late and out of order, with real transactions on several connections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from heluo.base.ledger import verify as verification
from heluo.base.ledger.models import LedgerEntry, LedgerLeaf
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from tests import postgres
from tests.base.ledgers import entry_ids


def in_thread(pool: ThreadPoolExecutor, work, *arguments):
    def run():
        try:
            return work(*arguments)
        finally:
            connection.close()

    return pool.submit(run)


# SQLite has one writer: nothing commits out of order there.
if postgres.wanted():

    def test_an_entry_that_commits_late_is_sealed_later(site, write):
        """The first number is taken by the transaction that commits last: whoever tails by number would lose it."""
        written, may_commit = threading.Event(), threading.Event()

        def write_slowly():
            with transaction.atomic():
                write("T1")
                written.set()
                assert may_commit.wait(20)

        with ThreadPoolExecutor(1) as pool:
            late = in_thread(pool, write_slowly)
            assert written.wait(20)
            write("T2")
            assert seal().count == 1
            may_commit.set()
            late.result(20)
        assert seal().count == 1
        first, second = entry_ids()
        assert list(LedgerLeaf.objects.order_by("position").values_list("entry_id", flat=True)) == [second, first]
        report = verify()
        assert report.ok, report.findings


def test_what_is_sealed_while_it_is_verified_sets_nothing_back(site, write, monkeypatch):
    """The worker seals after the verifier has its snapshot: the head that it keeps is newer, and no fault."""
    write("T1")
    seal()
    write("T2")

    @contextmanager
    def sealed_meanwhile():
        with snapshot(), ThreadPoolExecutor(1) as pool:
            assert LedgerLeaf.objects.count() == 1
            assert in_thread(pool, seal).result(20).count == 1
            yield

    snapshot = verification.snapshot
    monkeypatch.setattr(verification, "snapshot", sealed_meanwhile)
    report = verify()
    assert report.ok, report.findings
    assert report.sealed == 1


def test_many_writers_and_sealers_lose_nothing(site, write):
    def write_some(number: int) -> None:
        for step in range(6):
            write(f"T{number}-{step}")

    with ThreadPoolExecutor(6) as pool:
        jobs = [in_thread(pool, write_some, number) for number in range(4)]
        jobs += [in_thread(pool, lambda: [seal(batch=3) for _again in range(8)]) for _sealer in range(2)]
        for job in jobs:
            job.result(60)
    seal()
    assert LedgerEntry.objects.count() == LedgerLeaf.objects.count() == 24
    report = verify()
    assert report.ok, report.findings
    assert report.has_kept_head


def test_an_action_that_fails_leaves_nothing_to_seal(site, write):
    def fail() -> None:
        with transaction.atomic():
            write("T1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seal().count == 0
    assert verify().ok


def test_the_command_line(site, write, tmp_path):
    write("T1")
    assert site.heluo("ledger", "seal").returncode == 0
    verified = site.heluo("ledger", "verify", HELUO_LANGUAGE="en")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "Checked 1 sealed" in verified.stdout

    head, proof = tmp_path / "head.json", tmp_path / "proof.json"
    assert site.heluo("ledger", "head", "-o", str(head)).returncode == 0
    proof.write_text(site.heluo("ledger", "proof", str(entry_ids()[0])).stdout)
    assert site.heluo("ledger", "check-proof", str(proof)).returncode == 0
    assert site.heluo("ledger", "verify", "--head", str(head), "--no-rows").returncode == 0

    with connection.cursor() as cursor:
        cursor.execute("UPDATE industry SET name_zh = 'x'")
    tampered = site.heluo("ledger", "verify", HELUO_LANGUAGE="en")
    assert tampered.returncode == 1
    assert "was altered after entry" in tampered.stdout


def test_without_the_keys_nobody_is_accused_and_none_are_made(site, write, tmp_path):
    write("T1")
    assert site.heluo("ledger", "seal").returncode == 0
    elsewhere = tmp_path / "no-keys"
    verified = site.heluo("ledger", "verify", HELUO_KEYS_DIR=str(elsewhere))
    assert verified.returncode != 0
    assert f"keys are not in {elsewhere}" in verified.stderr
    assert "ledger_entry" not in verified.stdout
    assert not (elsewhere / "ledger-mac.key").exists()
