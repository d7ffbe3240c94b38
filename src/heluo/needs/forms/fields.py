"""Fields that several forms share: text is normalised and bounded here, at the edge."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.text import clean_prose, normalise, refuse_control_characters

_PHONE = re.compile(r"\+?\d{7,15}")


class Line(forms.CharField):
    """One line: NFKC, one kind of space, no control characters. `max_length` is required."""

    default_validators = [refuse_control_characters]

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = normalise(super().to_python(value))
        if "\n" in text:
            raise ValidationError(_("Write this on one line."))
        return text


class Paragraph(forms.CharField):
    """Several lines as they were written. `max_length` is required."""

    default_validators = [refuse_control_characters]

    def __init__(self, *, max_length: int, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_prose(super().to_python(value))


class Phone(Line):
    """A telephone number, kept as digits (with + for another country)."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> str:
        digits = re.sub(r"[ \-()]", "", super().to_python(value))
        if digits and not _PHONE.fullmatch(digits):
            raise ValidationError(_("A telephone number has 7 to 15 digits."))
        return digits


class Day(forms.DateField):
    """A day, chosen on the device's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RowField(forms.Field):
    """One row by its public id, out of the rows that `rows` (a queryset, given by the form) holds."""

    widget = forms.HiddenInput
    default_error_messages = {"unknown": _("Choose one from the list.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: Any = None

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            public_id = UUID(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["unknown"], code="unknown") from None
        row = self.rows.filter(public_id=public_id).first()
        if row is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return row
