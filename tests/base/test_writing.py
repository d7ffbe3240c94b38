"""The one way to write: row, entry and notices together, or none of them."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection

from heluo.base import clock, outbox, rules
from heluo.base.errors import Denied, NotVisible
from heluo.base.ledger.models import LedgerEntry, LedgerUnsealed
from heluo.base.ledger.verify import verify
from heluo.base.models import Notice
from heluo.base.rules import SYSTEM, VISITOR
from heluo.base.writing import sent_once, writing, writing_many
from heluo.industries.models import Industry


@pytest.fixture(autouse=True)
def acts(monkeypatch):
    monkeypatch.setitem(rules._RULES, "tests.write", rules.is_system)


def mushrooms(code: str = "T1") -> Industry:
    return Industry(code=code, name_zh="食用菌", name_en="Mushrooms", source="synthetic")


def make(code: str = "T1") -> Industry:
    with writing(SYSTEM, "tests.write", mushrooms(code)) as step:
        step.note(why="test")
        step.notify("needs.published", outbox.Address("sms"), number="1")
    return step.thing


def nothing_is_there() -> bool:
    return not any(model.objects.exists() for model in (Industry, LedgerEntry, LedgerUnsealed, Notice))


def test_an_action_writes_row_entry_and_notice(db):
    row = make()
    entry = LedgerEntry.objects.get()
    payload = json.loads(entry.payload)
    assert (entry.actor, entry.action, entry.subject) == ("system", "tests.write", "industries.industry")
    assert entry.subject_id == str(row.public_id)
    assert payload["facts"] == {"why": "test"}
    assert payload["rows"] == [["industries.industry", str(row.public_id), row.commitment()]]
    assert Notice.objects.get().about_id == str(row.public_id)
    assert LedgerUnsealed.objects.get().entry_id == entry.pk


def test_an_action_that_fails_leaves_nothing(db):
    def fail() -> None:
        with writing(SYSTEM, "tests.write", mushrooms()) as step:
            step.save(step.thing)
            step.notify("needs.published", outbox.Address("sms"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert nothing_is_there()


def test_a_row_that_the_database_refuses_leaves_nothing_more(db):
    make()
    with pytest.raises(IntegrityError):
        make()
    assert (Industry.objects.count(), LedgerEntry.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_who_may_not_writes_nothing(db):
    with pytest.raises(Denied) as no, writing(VISITOR, "tests.write", mushrooms()):
        pass
    assert str(no.value)
    assert nothing_is_there()


def test_a_row_that_is_gone_does_not_exist(db):
    row = make()
    Industry.objects.filter(pk=row.pk).delete()
    with pytest.raises(NotVisible), writing(SYSTEM, "tests.write", row):
        pass


def test_the_row_is_read_again_under_the_lock(db):
    stale = make()
    with writing(SYSTEM, "tests.write", stale) as step:
        step.thing.name_zh = "香菇"
    with writing(SYSTEM, "tests.write", stale) as step:
        assert step.thing.name_zh == "香菇"


def test_an_import_has_an_entry_for_each(db):
    with writing_many(SYSTEM, "tests.write", [mushrooms(f"T{number}") for number in range(3)]) as steps:
        for number, step in enumerate(steps):
            step.note(number=number)
    assert [json.loads(entry.payload)["facts"] for entry in LedgerEntry.objects.order_by("pk")] == [
        {"number": 0},
        {"number": 1},
        {"number": 2},
    ]
    assert not [finding for finding in verify().findings if finding.kind.startswith("row")]


def test_it_happens_at_the_clocks_time(db):
    moment = datetime(2020, 11, 5, 1, 2, 3, tzinfo=UTC)
    with clock.at(moment):
        make()
    assert LedgerEntry.objects.get().at == moment


def test_two_actions_on_one_row_wait_for_each_other(site):
    """Neither overwrites what the other one wrote."""
    row = make()

    def add_to_the_name() -> None:
        try:
            for _time in range(5):
                with writing(SYSTEM, "tests.write", row) as step:
                    step.thing.name_en += "x"
        finally:
            connection.close()

    threads = [threading.Thread(target=add_to_the_name) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert row.name_en == "Mushrooms" + "x" * 15
    assert verify().ok


def test_what_is_sent_twice_at_once_is_written_once(db):
    """The other one's row is not there yet when we look, and there when we write."""
    stored = make()
    looks = iter([None, stored])
    assert sent_once(lambda: next(looks), make) == stored
    assert LedgerEntry.objects.count() == 1


def test_another_fault_than_sending_twice_is_not_hidden(db):
    make()
    with pytest.raises(IntegrityError):
        sent_once(lambda: None, make)
