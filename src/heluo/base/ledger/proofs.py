"""Proofs to take away: that an entry is in the ledger, checked later without the database."""

import json
from collections.abc import Mapping
from typing import Any

from heluo.base.canonical import canonical_json
from heluo.base.ledger import heads, tree
from heluo.base.ledger.entries import leaf_bytes
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf

# So few leaves are read as quickly as a head.
FEW = 64


class NoProof(Exception):
    """A proof cannot be given, or does not prove what it says; the message says why."""


def prove(entry_id: int) -> dict[str, Any]:
    """The inclusion proof of an entry under the newest head, as JSON data. Raises NoProof."""
    leaf = LedgerLeaf.objects.filter(entry_id=entry_id).first()
    head = heads.newest()
    entry = LedgerEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NoProof(f"there is no entry {entry_id}")
    if leaf is None or head is None or leaf.position >= head.size:
        raise NoProof(f"entry {entry_id} is not sealed yet")
    try:
        path = tree.inclusion_proof(leaf.position, head.size, sealed_root)
    except ValueError:
        path = []
    if not tree.proves_inclusion(bytes(leaf.leaf_hash), leaf.position, head.size, path, head.root):
        # Some head's copy is damaged; the leaves may still be whole.
        path = tree.inclusion_proof(leaf.position, head.size, stored_root)
    return {
        "entry": json.loads(leaf_bytes(entry)),
        "position": leaf.position,
        "path": [node.hex() for node in path],
        "head": head.as_json(),
    }


def check(proof: Any) -> heads.Head:
    """The signed head under which the proof's entry stands. Raises NoProof; needs no database and no key."""
    if not isinstance(proof, Mapping) or not isinstance(proof.get("entry"), Mapping):
        raise NoProof("this is not a proof of inclusion")
    try:
        head = heads.from_json(proof.get("head"))
        path = [bytes.fromhex(node) for node in proof["path"]]
        position = int(proof["position"])
        leaf = tree.leaf_hash(canonical_json(proof["entry"]).encode())
    except heads.BadHead as error:
        raise NoProof(str(error)) from None
    except (KeyError, TypeError, ValueError):
        raise NoProof("this is not a proof of inclusion") from None
    if not tree.proves_inclusion(leaf, position, head.size, path, head.root):
        raise NoProof("the entry does not lead to the root of the head: it is not what was sealed")
    return head


def sealed_root(start: int, end: int) -> bytes:
    """The root over [start, end) out of what heads keep of their trees: only leaves between two heads are read.

    A left subtree stands in the frontier of whatever head was sealed while its right neighbour filled; at the end of
    the tree, or where no head was sealed meanwhile, the halves are joined.
    """
    width = end - start
    if width <= FEW or not LedgerHead.objects.filter(size__gt=start, size__lte=end + width).exists():
        return stored_root(start, end)
    row = LedgerHead.objects.filter(size__gte=end, size__lt=end + width).order_by("size").first()
    kept = tree.Frontier.from_bytes(row.size, bytes(row.frontier)).perfect(start, end) if row else None
    if kept is not None:
        return kept
    middle = start + tree.split(width)
    return tree.node_hash(sealed_root(start, middle), sealed_root(middle, end))


def stored_root(start: int, end: int) -> bytes:
    """The root over the stored leaves [start, end)."""
    rows = LedgerLeaf.objects.filter(position__gte=start, position__lt=end).order_by("position")
    return tree.root_of(bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True).iterator())
