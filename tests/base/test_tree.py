"""The Merkle tree against RFC 9162's own definitions and the vectors that its implementations share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heluo.base.ledger import tree

# The eight leaves and the roots over the first 1 to 8 of them, as in the tests of Certificate Transparency.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [tree.leaf_hash(bytes.fromhex(text)) for text in INPUTS]

sizes = st.integers(1, 70)


def leaves_of(size: int) -> list[bytes]:
    return [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


def ranges(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    return lambda start, end: tree.root_of(leaves[start:end])


def defined_root(leaves: list[bytes]) -> bytes:
    """2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


def test_the_empty_tree():
    assert tree.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    assert tree.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_published_inclusion_proof():
    path = [node.hex() for node in tree.inclusion_proof(0, 8, ranges(LEAVES))]
    assert path == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_published_consistency_proof():
    path = [node.hex() for node in tree.consistency_proof(6, 8, ranges(LEAVES))]
    assert path == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_the_rfc_example_of_seven_leaves():
    """2.1.5: the proofs of d0, d3, d4 and d6, and those from 3, 4 and 6 leaves, by the figure's names."""
    leaves = leaves_of(7)
    a, b, c, d, e, f, j = leaves
    g, h, i = tree.node_hash(a, b), tree.node_hash(c, d), tree.node_hash(e, f)
    k, l = tree.node_hash(g, h), tree.node_hash(i, j)  # noqa: E741 - the figure's names
    paths = {0: [b, h, l], 3: [c, g, l], 4: [f, j, k], 6: [i, k]}
    assert {at: tree.inclusion_proof(at, 7, ranges(leaves)) for at in paths} == paths
    consistent = {3: [c, d, g, l], 4: [l], 6: [i, j, k]}
    assert {old: tree.consistency_proof(old, 7, ranges(leaves)) for old in consistent} == consistent


@given(sizes)
def test_the_root_is_the_defined_one(size):
    assert tree.root_of(leaves_of(size)) == defined_root(leaves_of(size))


@given(sizes, st.data())
def test_a_frontier_goes_on_where_it_was_written_down(size, data):
    leaves = leaves_of(size)
    half = data.draw(st.integers(0, size))
    frontier = tree.Frontier.from_bytes(half, tree.Frontier.of(leaves[:half]).to_bytes())
    for leaf in leaves[half:]:
        frontier.append(leaf)
    assert frontier.root() == tree.root_of(leaves)


@given(sizes, st.data())
def test_an_inclusion_proof_holds_for_its_leaf_and_place_alone(size, data):
    leaves = leaves_of(size)
    at = data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion_proof(at, size, ranges(leaves)), tree.root_of(leaves)
    assert tree.proves_inclusion(leaves[at], at, size, path, root)
    assert not tree.proves_inclusion(tree.leaf_hash(b"another"), at, size, path, root)
    elsewhere = data.draw(st.integers(-1, size))
    assert tree.proves_inclusion(leaves[at], elsewhere, size, path, root) == (elsewhere == at)
    assert not tree.proves_inclusion(leaves[at], at, size, [*path, root], root)
    assert not path or not tree.proves_inclusion(leaves[at], at, size, path[:-1], root)


@given(sizes, st.data())
def test_a_consistency_proof_holds_for_a_grown_tree_alone(new, data):
    leaves = leaves_of(new)
    old = data.draw(st.integers(1, new))
    path = tree.consistency_proof(old, new, ranges(leaves))
    old_root, new_root = tree.root_of(leaves[:old]), tree.root_of(leaves)
    assert tree.proves_consistency(old, new, path, old_root, new_root)
    rewritten = tree.root_of([tree.leaf_hash(b"another"), *leaves[1:old]])
    assert not tree.proves_consistency(old, new, path, rewritten, new_root)
    assert not tree.proves_consistency(old, new, [*path, new_root], old_root, new_root)


@pytest.mark.parametrize(("position", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_proof_outside_the_tree(position, size):
    with pytest.raises(ValueError, match="no position"):
        tree.inclusion_proof(position, size, ranges([]))


def test_a_frontier_has_as_many_hashes_as_its_size_has_ones():
    with pytest.raises(ValueError, match="perfect"):
        tree.Frontier(3, [tree.EMPTY_ROOT])
