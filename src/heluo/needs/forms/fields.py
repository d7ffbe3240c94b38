"""A field of the loop's forms beside those of `heluo.base.forms`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from heluo.base.forms import Line
from heluo.people.telephone import fault, tidy


class Phone(Line):
    """A telephone number, tidied; one that can't be rung is refused with a sentence."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "data-private": ""}))
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> str:
        number = tidy(super().to_python(value))
        wrong = fault(number) if number else None
        if wrong:
            raise ValidationError(wrong)
        return number
