"""Model fields that the subjects share."""

from typing import Any

from django.db import models

from heluo.base import crypto
from heluo.base.text import refuse_control_characters


class PlainText(models.CharField):
    """A line of text with a maximum length and no control characters, enforced by forms and by `full_clean`."""

    default_validators = [refuse_control_characters]


class Prose(models.TextField):
    """Several lines of text with a maximum length (`max_length` is required, unlike Django's)."""

    default_validators = [refuse_control_characters]

    def __init__(self, *args: Any, max_length: int, **kwargs: Any) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)  # type: ignore[misc]

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        if self.max_length is not None and len(value or "") > self.max_length:
            from django.core.validators import MaxLengthValidator

            MaxLengthValidator(self.max_length)(value)
        return value


class EncryptedText(models.BinaryField):
    """Text that is encrypted at rest and plain in Python. It can't be filtered by: keep a keyed hash beside it."""

    # For the type checker: what is assigned to the attribute and read from it.
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    default_validators = [refuse_control_characters]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", str)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_default(self) -> Any:
        """Empty text: Django's BinaryField would make it empty bytes."""
        found = super().get_default()
        return "" if found == b"" else found

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return crypto.decrypt(value)

    def to_python(self, value: Any) -> str:
        return value if isinstance(value, str) else crypto.decrypt(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        token = crypto.encrypt(value) if isinstance(value, str) else bytes(value or b"")
        return super().get_db_prep_value(token, connection, prepared)
