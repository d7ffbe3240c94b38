"""The keyed hashes by which encrypted names and numbers are found again."""

from heluo.base import crypto
from heluo.base.text import normalise


def name_hash(name: str) -> str:
    """Spaces inside a name do not matter (张 三 is 张三)."""
    return crypto.keyed_hash(normalise(name).replace(" ", ""), purpose="name")


def phone_hash(phone: str) -> str:
    """Only the digits of a telephone number matter."""
    return crypto.keyed_hash("".join(filter(str.isdigit, normalise(phone))), purpose="phone")


def id_hash(number: str) -> str:
    """Of an identity number as `id_number.tidy` leaves it."""
    return crypto.keyed_hash(number, purpose="id")
