"""The database is altered behind Heluo's back in every way that we could think of; `verify` names what was altered.

The tampering takes the triggers away first, and those are found missing too: `faults` leaves that out.
Twelve entries are sealed in three batches of four, two more are waiting: `{e1}` is the first one's id, `{e14}` the
last one's.
"""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection

from heluo.base import clock
from heluo.base.ledger import heads, kept, tree, triggers
from heluo.base.ledger.entries import entry_mac, leaf_bytes
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import Finding, Report, verify
from tests.base.ledgers import entry_ids

pytestmark = pytest.mark.usefixtures("own_keys", "ledger")


@pytest.fixture
def ledger(db, write, own_keys) -> None:
    for number in range(1, 13):
        write(f"T{number}")
    seal(batch=4)
    kept.keep(heads.newest())
    for number in range(13, 15):
        write(f"T{number}")


def tamper(*statements: str) -> None:
    """Run SQL as somebody would who got at the database. `{e7}` is the seventh entry's id."""
    ids = {f"e{number}": pk for number, pk in enumerate(entry_ids(), 1)}
    triggers.drop(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**ids, zero=zero()))


def zero() -> str:
    """32 zero bytes as a literal."""
    return f"X'{'00' * 32}'" if connection.vendor == "sqlite" else f"'\\x{'00' * 32}'::bytea"


def faults(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind != "trigger"]


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in faults(report)}


def test_an_untouched_ledger_is_whole():
    report = verify()
    assert report.ok, report.findings
    assert (report.sealed, report.waiting, report.heads, report.rows) == (12, 2, 3, 14)
    assert report.has_kept_head


def test_missing_triggers_are_named():
    triggers.drop(connection)
    assert {finding.kind for finding in verify().findings} == {"trigger"}
    assert len(verify().findings) == len(triggers.statements(connection.vendor))


def test_a_trigger_that_was_made_harmless_is_named():
    name = "ledger_entry_no_update" if connection.vendor == "sqlite" else "ledger_entry_append_only"
    where = "" if connection.vendor == "sqlite" else " ON ledger_entry"
    again = triggers.statements(connection.vendor)[name].replace("UPDATE", "INSERT", 1)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")
        cursor.execute(again)
    assert [finding.table for finding in verify().findings] == ["ledger_entry"]


# What was done → the kind of the fault, and which entry is named first.
ALTERED = {
    "action": ("UPDATE ledger_entry SET action = 'x' WHERE id = {e7}", "entry-altered", 7),
    "actor": ("UPDATE ledger_entry SET actor = 'x' WHERE id = {e1}", "entry-altered", 1),
    "subject": ("UPDATE ledger_entry SET subject = 'x' WHERE id = {e12}", "entry-altered", 12),
    "subject's id": ("UPDATE ledger_entry SET subject_id = 'x' WHERE id = {e5}", "entry-altered", 5),
    "payload": ("UPDATE ledger_entry SET payload = '{{}}' WHERE id = {e3}", "entry-altered", 3),
    "moment": ("UPDATE ledger_entry SET at = '2020-01-01 00:00:00' WHERE id = {e3}", "entry-altered", 3),
    "mac": ("UPDATE ledger_entry SET mac = {zero} WHERE id = {e3}", "entry-altered", 3),
    "two entries": ("UPDATE ledger_entry SET actor = 'x' WHERE id IN ({e9}, {e4})", "entry-altered", 4),
    "a waiting entry": ("UPDATE ledger_entry SET actor = 'x' WHERE id = {e13}", "entry-added", 13),
    "number": ("UPDATE ledger_entry SET id = 99999 WHERE id = {e6}", "entry-removed", 6),
    "leaf": ("UPDATE ledger_leaf SET leaf_hash = {zero} WHERE entry_id = {e6}", "entry-leaf", 6),
    "leaf's entry": ("UPDATE ledger_leaf SET entry_id = 99999 WHERE entry_id = {e6}", "entry-removed", 6),
    "removed": ("DELETE FROM ledger_entry WHERE id = {e8}", "entry-removed", 8),
    "all removed": ("DELETE FROM ledger_entry", "entry-removed", 1),
    "a waiting one removed": ("DELETE FROM ledger_entry WHERE id = {e14}", "entry-removed", 14),
    "out of the queue": ("DELETE FROM ledger_unsealed WHERE entry_id = {e13}", "entry-unsealed", 13),
    "queue emptied": ("DELETE FROM ledger_unsealed", "entry-unsealed", 13),
    "back into the queue": ("INSERT INTO ledger_unsealed VALUES ({e2})", "entry-twice", 2),
    "leaf removed": ("DELETE FROM ledger_leaf WHERE entry_id = {e6}", "entry-unsealed", 6),
    "last leaf removed": ("DELETE FROM ledger_leaf WHERE entry_id = {e12}", "entry-unsealed", 12),
    "added": (
        "INSERT INTO ledger_entry (id, at, actor, action, subject, subject_id, payload, mac) "
        "SELECT 99999, at, 'x', action, subject, subject_id, payload, {zero} FROM ledger_entry WHERE id = {e5}",
        "entry-added",
        15,
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_the_first_entry_is_named(what):
    ids = entry_ids()
    statement, kind, number = ALTERED[what]
    tamper(statement)
    report = verify()
    named = 99999 if number == 15 else ids[number - 1]
    # The order in which things are looked at differs; the named entry is the first one by its id.
    assert kind in kinds(report)
    assert report.first.entry_id == named, report.findings
    assert str(named) in report.first.sentence
    assert report.first.table in ("ledger_entry", "ledger_leaf")


def test_an_added_entry_in_the_queue_is_named():
    tamper(ALTERED["added"][0], "INSERT INTO ledger_unsealed VALUES (99999)")
    assert verify().first.entry_id == 99999
    assert verify().first.kind == "entry-added"


def test_a_copied_entry_is_named():
    """A copy bears a good mac: only that nothing is there twice shows it."""
    unique = _drop_unique_mac()
    tamper(
        *unique,
        "INSERT INTO ledger_entry (id, at, actor, action, subject, subject_id, payload, mac) "
        "SELECT 99999, at, actor, action, subject, subject_id, payload, mac FROM ledger_entry WHERE id = {e5}",
        "INSERT INTO ledger_unsealed VALUES (99999)",
    )
    seal()
    report = verify()
    assert [(finding.kind, finding.entry_id) for finding in faults(report)] == [("entry-twice", 99999)]


def _drop_unique_mac() -> list[str]:
    if connection.vendor == "postgresql":
        return ["ALTER TABLE ledger_entry DROP CONSTRAINT IF EXISTS ledger_entry_mac_key"]
    # SQLite keeps the constraint in the table's text: the table is made anew without it.
    return [
        "CREATE TABLE copy AS SELECT * FROM ledger_entry",
        "DROP TABLE ledger_entry",
        "ALTER TABLE copy RENAME TO ledger_entry",
    ]


def test_an_entry_that_cannot_even_be_read_is_named():
    ids = entry_ids()
    moment = "yesterday" if connection.vendor == "sqlite" else "infinity"
    tamper(f"UPDATE ledger_entry SET at = '{moment}' WHERE id = {{e7}}")
    assert [(finding.kind, finding.entry_id) for finding in faults(verify(with_rows=False))] == [
        ("entry-altered", ids[6])
    ]


def test_two_leaves_that_changed_places_are_named():
    ids = entry_ids()
    tamper(
        "UPDATE ledger_leaf SET position = -1 WHERE position = 5",
        "UPDATE ledger_leaf SET position = 5 WHERE position = 6",
        "UPDATE ledger_leaf SET position = 6 WHERE position = -1",
    )
    report = verify()
    assert kinds(report) == {"entry-order", "batch"}
    assert report.first.entry_id == ids[5]


def test_a_gap_in_the_positions_is_named():
    ids = entry_ids()
    tamper("UPDATE ledger_leaf SET position = position + 100 WHERE position >= 10")
    assert ("leaf-missing", ids[10]) in [(finding.kind, finding.entry_id) for finding in faults(verify())]


def rewrite(entry: LedgerEntry) -> None:
    """Alter an entry with the key of the macs in hand, and its leaf with it."""
    entry.action = "rewritten"
    entry.mac = entry_mac(entry)
    LedgerEntry.objects.filter(pk=entry.pk).update(action=entry.action, mac=entry.mac)
    LedgerLeaf.objects.filter(entry_id=entry.pk).update(leaf_hash=tree.leaf_hash(leaf_bytes(entry)))


def test_with_the_mac_key_stolen_the_batch_is_named():
    ids = entry_ids()
    triggers.drop(connection)
    rewrite(LedgerEntry.objects.get(pk=ids[5]))
    (finding,) = faults(verify(with_rows=False))
    assert finding.kind == "batch"
    assert str(ids[4]) in finding.sentence
    assert str(ids[7]) in finding.sentence


def reseal(size: int) -> None:
    """Sign the heads anew over the leaves as they stand, with the signing key in hand."""
    LedgerHead.objects.all().delete()
    leaves = [bytes(leaf) for leaf in LedgerLeaf.objects.order_by("position").values_list("leaf_hash", flat=True)]
    frontier = tree.Frontier.of(leaves[:size])
    at = clock.now()
    LedgerHead.objects.create(
        size=size,
        previous=0,
        root_hash=frontier.root(),
        frontier=frontier.to_bytes(),
        at=at,
        key_id=heads.key_id(heads.public_key()),
        signature=heads.sign(size, 0, frontier.root(), at),
    )


def test_with_all_keys_stolen_the_kept_head_tells():
    triggers.drop(connection)
    rewrite(LedgerEntry.objects.get(pk=entry_ids()[5]))
    reseal(12)
    assert kinds(verify(with_rows=False)) == {"set-back"}


def test_with_the_kept_head_forged_too_one_from_elsewhere_tells():
    elsewhere = heads.newest()
    triggers.drop(connection)
    rewrite(LedgerEntry.objects.get(pk=entry_ids()[5]))
    reseal(12)
    kept.keep_instead(heads.newest())
    assert verify(with_rows=False).count == len(triggers.statements(connection.vendor))
    assert kinds(verify(elsewhere, with_rows=False)) == {"set-back"}


def test_a_ledger_that_was_set_back_is_noticed():
    tamper(
        "DELETE FROM ledger_head WHERE size > 8",
        "DELETE FROM ledger_leaf WHERE position >= 8",
        "DELETE FROM ledger_entry WHERE id > {e8}",
        "DELETE FROM ledger_unsealed",
        "DELETE FROM industry WHERE code NOT IN ('T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8')",
    )
    assert kinds(verify()) == {"set-back"}


def test_an_emptied_ledger_is_noticed():
    tamper(
        "DELETE FROM ledger_head",
        "DELETE FROM ledger_leaf",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_unsealed",
        "DELETE FROM industry",
    )
    assert kinds(verify()) == {"set-back"}


HEADS = {
    "root": "UPDATE ledger_head SET root_hash = {zero} WHERE size = 8",
    "moment": "UPDATE ledger_head SET at = '2020-01-01 00:00:00' WHERE size = 8",
    "signature": "UPDATE ledger_head SET signature = {zero} WHERE size = 8",
    "key": "UPDATE ledger_head SET key_id = 'x' WHERE size = 8",
    "size": "UPDATE ledger_head SET size = 7 WHERE size = 8",
    "removed": "DELETE FROM ledger_head WHERE size = 8",
    "first removed": "DELETE FROM ledger_head WHERE size = 4",
    "last removed": "DELETE FROM ledger_head WHERE size = 12",
    "all removed": "DELETE FROM ledger_head",
}


@pytest.mark.parametrize("what", HEADS)
def test_a_head_that_was_touched_is_named(what):
    tamper(HEADS[what])
    report = verify()
    assert "head" in kinds(report)
    assert not any(finding.kind.startswith("entry") for finding in faults(report))


def test_a_head_that_was_added_is_named():
    triggers.drop(connection)
    head = LedgerHead.objects.get(size=8)
    head.size, head.key_id = 6, hashlib.sha256(b"another key").hexdigest()
    head.save(force_insert=True)
    assert "head" in kinds(verify())


def test_a_damaged_kept_head_is_said():
    kept.file().write_text("{}")
    assert kinds(verify()) == {"head"}


def test_without_a_kept_head_it_is_said():
    kept.file().unlink()
    report = verify()
    assert report.ok
    assert not report.has_kept_head


ROWS = {
    "altered": ("UPDATE industry SET name_zh = '花卉' WHERE code = 'T3'", "row-altered"),
    "salt": ("UPDATE industry SET salt = {zero} WHERE code = 'T3'", "row-altered"),
    "removed": ("DELETE FROM industry WHERE code = 'T3'", "row-removed"),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_row_that_was_touched_is_named(what, write):
    statement, kind = ROWS[what]
    public_id = str(write("T3", "蔬菜").public_id)
    tamper(statement)
    assert [(finding.kind, finding.table, finding.public_id) for finding in faults(verify())] == [
        (kind, "industry", public_id)
    ]
    assert not faults(verify(with_rows=False))


def test_a_row_that_was_set_back_is_named(write):
    """Its old content has a commitment in the ledger, but not the latest one."""
    old = write("T3", "蔬菜")
    write("T3", "花卉")
    tamper("UPDATE industry SET name_zh = '蔬菜' WHERE code = 'T3'")
    assert [finding.public_id for finding in faults(verify())] == [str(old.public_id)]


def test_a_row_that_was_added_is_named():
    tamper(
        "INSERT INTO industry (public_id, salt, code, name_zh, name_en, source) "
        f"SELECT '{'0' * 31}1', salt, 'X', name_zh, name_en, source FROM industry WHERE code = 'T1'"
    )
    (finding,) = faults(verify())
    assert (finding.kind, finding.table) == ("row-added", "industry")
    assert finding.public_id.endswith("-000000000001")


def test_many_faults_are_counted_and_the_first_ones_kept(monkeypatch):
    monkeypatch.setattr("heluo.base.ledger.verify.findings.KEPT", 3)
    ids = entry_ids()
    tamper("UPDATE ledger_entry SET actor = 'x'")
    report = verify(with_rows=False)
    assert len(report.findings) == 3
    assert report.count == 14 + len(triggers.statements(connection.vendor))
    assert report.first.entry_id == ids[0]
