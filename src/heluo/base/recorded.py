"""Rows that users see: a public id for addresses, and a salted commitment to their content for the ledger."""

import hashlib
import secrets
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from django.db import models

from heluo.base.canonical import canonical_json
from heluo.base.ids import uuid7


def new_salt() -> bytes:
    return secrets.token_bytes(16)


class Recorded(models.Model):
    """Base of every row that an action writes.

    The ledger keeps `commitment`, not the content: a row that holds personal data can be erased by blanking its
    fields and its salt, after which nobody can guess the old content from the commitment.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    salt = models.BinaryField(max_length=16, default=new_salt, editable=False)

    # Columns that are derived from others or may change without an action (caches, counters of reading).
    not_committed: ClassVar[frozenset[str]] = frozenset()
    # Column of a file → column with the SHA-256 of its bytes: what is committed to speaks for the file as well.
    hashes_of_files: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """Column name → value, of all that an action is answerable for."""
        left_out = {"id", "salt"} | self.not_committed
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in left_out
        }

    def commitment(self) -> str:
        """Hex of SHA-256 over the salt and the canonical JSON of the content, without what stands at its default.

        So a column that a later version adds does not change what was committed to before.
        """
        fields = {field.attname: field for field in self._meta.concrete_fields}
        stored = {name: _stored(fields[name], value) for name, value in self.content().items()}
        usual = usual_values(type(self))
        told = {name: value for name, value in stored.items() if name not in usual or value != usual[name]}
        text = canonical_json(told)
        return hashlib.sha256(bytes(self.salt or b"") + text.encode()).hexdigest()


def _stored(field: models.Field, value: Any) -> Any:
    """The value as it will be read again: a whole number put into a float column is a float; a file is its name."""
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return field.to_python(value)


@cache
def usual_values(model: type[Recorded]) -> dict[str, Any]:
    """Column name → the one value that it has where nothing was said.

    Neither for what is made anew for each row, nor for what must always be said.
    """
    return {
        field.attname: _stored(field, default)
        for field in model._meta.concrete_fields
        if not _is_made_anew(field)
        if (default := field.get_default()) is not None or field.null
    }


def _is_made_anew(field: models.Field) -> bool:
    """A day, a moment, an id; not the empty text, list or mapping of a type that is called."""
    return callable(field.default) and not isinstance(field.default, type)
