"""The Merkle tree of RFC 9162, section 2.1, on SHA-256.

A tree over n leaves has a root that changes if any leaf does. An inclusion proof shows in about log2(n) hashes that
a leaf stands at a position under a root; a consistency proof shows that a later tree only added to an earlier one.
Nothing here knows of entries or of a database: leaves are hashes of 32 bytes.
"""

import hashlib
from collections.abc import Callable, Iterable

HASH_LENGTH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

# Gives the root over the leaves [start, end). The functions that make proofs ask for subtrees through it, so that
# they work on a list and on a table of a million rows alike.
RangeRoot = Callable[[int, int], bytes]


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the perfect subtrees that a tree of `size` leaves consists of, the largest first.

    It is all that is needed to add leaves and to know the root: one hash for each 1 in the binary form of `size`.
    """

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.nodes = list(nodes)
        if size < 0 or len(self.nodes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves does not have {len(self.nodes)} perfect subtrees")

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> "Frontier":
        frontier = cls()
        for leaf in leaves:
            frontier.append(leaf)
        return frontier

    @classmethod
    def from_bytes(cls, size: int, raw: bytes) -> "Frontier":
        """What `to_bytes` gave; ValueError if it cannot be a frontier of that size."""
        if len(raw) % HASH_LENGTH:
            raise ValueError("a frontier consists of whole hashes")
        return cls(size, (raw[start : start + HASH_LENGTH] for start in range(0, len(raw), HASH_LENGTH)))

    def to_bytes(self) -> bytes:
        return b"".join(self.nodes)

    def perfect(self, start: int, end: int) -> bytes | None:
        """The root of the perfect subtree over [start, end), where it is one of those that the tree consists of."""
        width = end - start
        if width & (width - 1) or not self.size & width or start != self.size & ~(2 * width - 1):
            return None
        return self.nodes[start.bit_count()]

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash: as in binary addition, each trailing 1 of the old size merges two subtrees."""
        node = leaf
        carry = self.size
        while carry & 1:
            node = node_hash(self.nodes.pop(), node)
            carry >>= 1
        self.nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes (RFC 9162, 2.1.1)."""
    return Frontier.of(leaves).root()


def split(size: int) -> int:
    """The largest power of two smaller than `size` (which is at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(position: int, size: int, range_root: RangeRoot) -> list[bytes]:
    """The hashes that lead from the leaf at `position` to the root of a tree of `size` leaves (2.1.3.1)."""
    if not 0 <= position < size:
        raise ValueError(f"there is no position {position} in a tree of {size} leaves")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if position < middle:
            path.append(range_root(middle, end))
            end = middle
        else:
            path.append(range_root(start, middle))
            start = middle
    return path[::-1]


def proves_inclusion(leaf: bytes, position: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether `path` leads from the leaf hash at `position` to `root` (2.1.3.2)."""
    if not 0 <= position < size:
        return False
    index, last, node = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(old: int, new: int, range_root: RangeRoot) -> list[bytes]:
    """The hashes that show that the tree of `old` leaves is the beginning of that of `new` (2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"no proof leads from {old} leaves to {new}")
    path: list[bytes] = []
    start, end, is_whole = 0, new, True
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            path.append(range_root(middle, end))
            end = middle
        else:
            path.append(range_root(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        path.append(range_root(start, end))
    return path[::-1]


def proves_consistency(old: int, new: int, path: list[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether `path` shows that the tree with `old_root` is the beginning of the one with `new_root` (2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new:
        return False
    if old & (old - 1) == 0:
        path = [old_root, *path]
    if not path:
        return False
    index, last = old - 1, new - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
