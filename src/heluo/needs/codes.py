"""One-time codes: made, hashed, compared; and the bearer of one."""

import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from heluo.base import crypto

DIGITS = 6


@dataclass(frozen=True)
class PlainCode:
    """What is handed to the people served, once: six digits to read out, and a token for the QR's link."""

    digits: str
    token: str


def make_code() -> PlainCode:
    return PlainCode(digits=f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", token=secrets.token_urlsafe(24))


def digits_hash(digits: str, code_id: Any) -> str:
    """Keyed, and bound to the code's public id: equal digits of two codes have different hashes."""
    return crypto.keyed_hash(f"{code_id}:{digits}", purpose="confirmation-code")


def token_hash(token: str) -> str:
    return crypto.keyed_hash(token, purpose="confirmation-token")


def same(left: str, right: str) -> bool:
    return hmac.compare_digest(left, right)


class Bearer:
    """An actor who brought the code of one service: the same actor, with that one right more."""

    def __init__(self, actor: Any, service_pk: int) -> None:
        self._actor = actor
        self.bears_code_of = service_pk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._actor, name)
