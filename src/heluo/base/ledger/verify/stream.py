"""Reading whole tables in the order of a key, a chunk at a time, past rows that cannot be read."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import DataError
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
CHUNK = 1000
# What a value that was altered behind Django's back makes its fields raise.
UNREADABLE = (ValueError, TypeError, ArithmeticError, AttributeError, DataError)


def rows_by(queryset: QuerySet, key: str) -> Iterator[tuple[Any, Any]]:
    """(key, row) of every row, by rising key; row is None where its content cannot be read."""
    last = None
    while True:
        chunk = queryset.order_by(key) if last is None else queryset.filter(**{f"{key}__gt": last}).order_by(key)
        keys = list(chunk.values_list(key, flat=True)[:CHUNK])
        if not keys:
            return
        found = read(queryset, key, keys)
        yield from ((value, found.get(value)) for value in keys)
        last = keys[-1]


def read(queryset: QuerySet[Row], key: str, keys: Iterable[Any]) -> dict[Any, Row]:
    """key → row of those that exist and can be read."""
    keys = list(keys)
    try:
        return {getattr(row, key): row for row in queryset.filter(**{f"{key}__in": keys})}
    except UNREADABLE:
        if len(keys) == 1:
            return {}
        middle = len(keys) // 2
        return {**read(queryset, key, keys[:middle]), **read(queryset, key, keys[middle:])}


def raw(value: Any) -> bytes:
    """The bytes of a binary column; none if something else was put there."""
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""
