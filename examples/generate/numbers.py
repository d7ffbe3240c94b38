"""Identifiers that check, but belong to nobody.

- Telephone numbers begin with 154, a prefix that no operator has been given, so none of them can ring anywhere.
- Identity numbers carry the region 999999 and credit codes the authority's region 999999, which GB/T 2260 does not
  have; their check digits are right.
"""

from datetime import date
from random import Random

NOWHERE = "999999"
PHONE_PREFIX = "154"

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 2: no I, O, S, V, Z
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714-1997
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def phone(number: int) -> str:
    """The telephone number of the nth synthetic person: eleven digits, of an unassigned prefix."""
    return f"{PHONE_PREFIX}{number * 7919 % 100_000_000:08d}"


def identity_check(first_seventeen: str) -> str:
    """The eighteenth digit of an identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def identity(born: date, serial: int) -> str:
    """An identity number of nobody: region 999999, a date of birth, a serial number, the right check digit."""
    first = f"{NOWHERE}{born:%Y%m%d}{serial % 1000:03d}"
    return first + identity_check(first)


def credit_check(first_seventeen: str) -> str:
    """The eighteenth character of a unified social credit code (GB 32100-2015, clause 6)."""
    total = sum(_CREDIT_ALPHABET.index(c) * w for c, w in zip(first_seventeen, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def body_check(first_eight: str) -> str:
    """The ninth character of an organisation's body code (GB 11714-1997)."""
    total = sum(_BODY_ALPHABET.index(c) * w for c, w in zip(first_eight, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[(11 - total % 11) % 11]


def credit_code(kind: str, serial: int, random: Random) -> str:
    """A credit code of nobody. `kind` is the authority and kind of body: 91 firm, 93 co-operative, 54 village…"""
    body = f"{random.choice('ABCDEFGH')}{random.choice('JKLMNPQR')}{serial:06d}"
    first = f"{kind}{NOWHERE}{body}{body_check(body)}"
    return first + credit_check(first)
