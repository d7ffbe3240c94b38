"""Form fields that the subjects share: text is normalised and bounded here, at the edge."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid, Refused
from heluo.base.text import clean_prose, normalise, refuse_control_characters


class Line(forms.CharField):
    """One line: NFKC, one kind of space, no control characters. `max_length` is required."""

    default_validators = [refuse_control_characters]

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = normalise(super().to_python(value) or "")
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
        return clean_prose(super().to_python(value) or "")


class Day(forms.DateField):
    """A day, chosen on the device's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class OneOf(forms.Field):
    """One row by its public id, out of a queryset that the form gives with `give_rows`."""

    widget = forms.HiddenInput
    default_error_messages = {"unknown": _("Choose one from the list.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: QuerySet[Any] | None = None

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "public_id", value)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or self.rows is None:
            return None
        try:
            row = self.rows.filter(public_id=UUID(str(value))).first()
        except ValueError:
            row = None
        if row is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return row


def give_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """The rows out of which the `OneOf` field of that name takes its own."""
    field = form.fields[name]
    assert isinstance(field, OneOf)
    field.rows = rows


def give_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """The choices of the field of that name, known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def take_refusal(form: forms.BaseForm, refusal: Invalid | Refused) -> None:
    """Put an action's refusal on the form that it belongs to: each sentence at its field, or above them all.

    What was typed stays in the form that way, also where somebody was quicker.
    """
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    at_fields = {name: sentence for name, sentence in fields.items() if name in form.fields}
    for name, sentence in at_fields.items():
        form.add_error(name, str(sentence))
    if not at_fields:
        form.add_error(None, " ".join([str(refusal.reason), *map(str, fields.values())]))


def done(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What `act` returns when the form is right and the action takes it; None when something stands on the form now."""
    if not form.is_valid():
        return None
    try:
        return act()
    except (Invalid, Refused) as refusal:
        take_refusal(form, refusal)
        return None
