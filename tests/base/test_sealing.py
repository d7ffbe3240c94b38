"""Sealing: dense positions, signed heads, triggers that refuse, and a kept head."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction

from heluo.base.ledger import heads, kept, proofs, tree, triggers
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf, LedgerUnsealed
from heluo.base.ledger.seal import CannotSeal, seal
from tests.base.ledgers import entry_ids

pytestmark = pytest.mark.usefixtures("own_keys")


def test_entries_get_dense_positions_in_batches(db, write):
    for number in range(5):
        write(f"T{number}")
    assert seal(batch=2).count == 5
    assert list(LedgerLeaf.objects.values_list("position", "entry_id").order_by("position")) == list(
        enumerate(entry_ids())
    )
    assert list(LedgerHead.objects.values_list("size", "previous").order_by("size")) == [(2, 0), (4, 2), (5, 4)]
    assert not LedgerUnsealed.objects.exists()


def test_nothing_to_seal_makes_no_head(db):
    assert seal().count == 0
    assert not LedgerHead.objects.exists()


def test_heads_are_signed_and_consistent(db, write):
    for number in range(7):
        write(f"T{number}")
        seal()
    rows = list(LedgerHead.objects.order_by("size"))
    assert all(heads.is_ours(row) for row in rows)
    path = tree.consistency_proof(3, 7, proofs.stored_root)
    assert tree.proves_consistency(3, 7, path, bytes(rows[2].root_hash), bytes(rows[6].root_hash))


def test_a_head_survives_its_file(db, write):
    write("T1")
    seal()
    head = heads.newest()
    assert heads.read(json.dumps(head.as_json())) == head
    with pytest.raises(heads.BadHead, match="signature"):
        heads.from_json({**head.as_json(), "size": 2})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"size": "x"}', "null"])
def test_what_is_no_head_is_refused(text, db):
    with pytest.raises(heads.BadHead):
        heads.read(text)


def test_an_entry_that_is_not_ours_is_not_sealed(db, write):
    write("T1")
    good = LedgerEntry.objects.get()
    forged = LedgerEntry.objects.create(
        at=good.at, actor="x", action="x", subject="x", subject_id="x", payload='{"rows":[]}', mac=b"\0" * 32
    )
    LedgerUnsealed.objects.create(entry_id=forged.pk)
    write("T2")
    sealed = seal(batch=1)
    assert (sealed.count, sealed.refused) == (2, [forged.pk])


def test_sealing_stops_at_a_head_of_somebody_else(db, write):
    write("T1")
    seal()
    triggers.drop(connection)
    LedgerHead.objects.update(signature=b"\1" * 64)
    write("T2")
    with pytest.raises(CannotSeal, match="not signed"):
        seal()


def test_a_damaged_frontier_is_made_again_from_the_leaves(db, write):
    for number in range(3):
        write(f"T{number}")
    seal()
    triggers.drop(connection)
    LedgerHead.objects.update(frontier=b"")
    write("T4")
    assert seal().count == 1


TABLES = {"ledger_entry": "action", "ledger_leaf": "leaf_hash", "ledger_head": "key_id"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_triggers_refuse(db, write, table, act):
    write("T1")
    seal()
    if connection.vendor == "sqlite" and act.startswith("TRUNCATE"):
        act = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    with pytest.raises(DatabaseError, match=r"append-only|never replaced"), transaction.atomic():
        connection.cursor().execute(act.format(table, TABLES[table]))


def test_an_entry_leaves_the_queue_only_when_sealed(db, write):
    write("T1")
    with pytest.raises(DatabaseError, match="only when it is sealed"), transaction.atomic():
        connection.cursor().execute("DELETE FROM ledger_unsealed")
    with pytest.raises(DatabaseError, match="only when it is sealed"), transaction.atomic():
        connection.cursor().execute("UPDATE ledger_unsealed SET entry_id = entry_id + 1")


def test_the_newest_head_is_kept_beside_the_keys(db, write, django_capture_on_commit_callbacks):
    for number in range(2):
        write(f"T{number}")
        with django_capture_on_commit_callbacks(execute=True):
            seal()
    assert kept.load() == heads.newest()


def test_a_kept_head_that_the_database_lacks_is_not_replaced(db, write):
    write("T1")
    seal()
    newest = heads.newest()
    root = tree.leaf_hash(b"another")
    row = LedgerHead.objects.get()
    other = heads.Head(9, 0, root, newest.at, newest.public_key, heads.sign(9, 0, root, row.at))
    kept.keep_instead(other)
    assert not kept.keep(newest)
    assert kept.load() == other
    aside = kept.keep_instead(newest)
    assert kept.load() == newest
    assert heads.read(aside.read_text()) == other


def test_a_proof_is_checked_without_the_ledger(db, write):
    for number in range(6):
        write(f"T{number}")
    seal()
    for pk in entry_ids():
        proof = json.loads(json.dumps(proofs.prove(pk)))
        assert proofs.check(proof).size == 6
        proof["entry"]["actor"] = "somebody else"
        with pytest.raises(proofs.NoProof, match="not what was sealed"):
            proofs.check(proof)


@pytest.mark.parametrize("batches", [[1] * 40, [200], [7, 64, 1, 100, 3], [130, 1, 1, 1]])
def test_a_proof_is_the_same_from_heads_as_from_leaves(db, write, monkeypatch, batches):
    monkeypatch.setattr(proofs, "FEW", 2)
    for number, size in enumerate(batches):
        for entry in range(size):
            write(f"T{number}-{entry}")
        seal()
    size = sum(batches)
    for position in range(size):
        from_heads = tree.inclusion_proof(position, size, proofs.sealed_root)
        assert from_heads == tree.inclusion_proof(position, size, proofs.stored_root)


@pytest.mark.parametrize("damage", [b"", b"x" * 64])
def test_a_proof_survives_a_damaged_copy_in_a_head(db, write, damage):
    for number in range(3):
        for entry in range(100):
            write(f"T{number}-{entry}")
        seal()
    triggers.drop(connection)
    LedgerHead.objects.update(frontier=damage)
    assert proofs.check(proofs.prove(entry_ids()[0])).size == 300


def test_no_proof_before_sealing(db, write):
    write("T1")
    with pytest.raises(proofs.NoProof, match="not sealed yet"):
        proofs.prove(entry_ids()[0])
    with pytest.raises(proofs.NoProof, match="no entry"):
        proofs.prove(10**9)
