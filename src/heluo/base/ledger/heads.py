"""Signed tree heads: what a head says, signing it, and whether a signature is ours (Ed25519, RFC 8032)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from heluo.base import keys
from heluo.base.canonical import canonical_json
from heluo.base.ledger.models import LedgerHead


class BadHead(Exception):
    """A text is not a head, or its signature is not its own; the message says what is wrong with it."""


@dataclass(frozen=True)
class Head:
    """A head as it is handed out. `root`, `public_key` and `signature` are bytes; `at` is ISO text in UTC."""

    size: int
    previous: int
    root: bytes
    at: str
    public_key: bytes
    signature: bytes

    @property
    def key_id(self) -> str:
        return key_id(self.public_key)

    @property
    def is_signed(self) -> bool:
        """Whether the signature is by `public_key` over what the head says."""
        return _verifies(self.public_key, self.signature, signed_bytes(self.size, self.previous, self.root, self.at))

    def as_json(self) -> dict[str, Any]:
        return {
            "size": self.size,
            "previous": self.previous,
            "root": self.root.hex(),
            "at": self.at,
            "key_id": self.key_id,
            "public_key": self.public_key.hex(),
            "signature": self.signature.hex(),
        }


def signed_bytes(size: int, previous: int, root: bytes, at: datetime | str) -> bytes:
    """What is signed of a head, as canonical JSON."""
    return canonical_json(
        {"what": "heluo ledger head", "size": size, "previous": previous, "root": root, "at": at}
    ).encode()


def sign(size: int, previous: int, root: bytes, at: datetime) -> bytes:
    return _private_key().sign(signed_bytes(size, previous, root, at))


def public_key() -> bytes:
    """The 32 bytes of this site's public key."""
    return _private_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public: bytes) -> str:
    """Hex of SHA-256 of a public key."""
    return hashlib.sha256(public).hexdigest()


def is_ours(row: LedgerHead) -> bool:
    """Whether this site's key signed the row as it stands."""
    said = signed_bytes(row.size, row.previous, bytes(row.root_hash), row.at)
    return row.key_id == key_id(public_key()) and _verifies(public_key(), bytes(row.signature), said)


def from_row(row: LedgerHead) -> Head:
    at = json.loads(canonical_json(row.at))
    return Head(row.size, row.previous, bytes(row.root_hash), at, public_key(), bytes(row.signature))


def newest() -> Head | None:
    """The newest head in the database."""
    row = LedgerHead.objects.order_by("-size").first()
    return from_row(row) if row else None


def from_json(data: Any) -> Head:
    """The head that `as_json` gave; raises BadHead with a sentence."""
    if not isinstance(data, Mapping):
        raise BadHead("this is not a signed head of a ledger")
    try:
        size, previous, at = data["size"], data["previous"], data["at"]
        root, public, signature = (bytes.fromhex(data[name]) for name in ("root", "public_key", "signature"))
    except (KeyError, TypeError, ValueError):
        raise BadHead("this is not a signed head of a ledger") from None
    if type(size) is not int or type(previous) is not int or not isinstance(at, str) or size < 0:
        raise BadHead("this is not a signed head of a ledger")
    head = Head(size, previous, root, at, public, signature)
    if not head.is_signed:
        raise BadHead("the head's signature does not belong to what it says")
    return head


def read(text: str) -> Head:
    """The head in a JSON text; raises BadHead."""
    try:
        return from_json(json.loads(text))
    except ValueError:
        raise BadHead("this is not JSON") from None


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.secret("ledger-sign"))


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
