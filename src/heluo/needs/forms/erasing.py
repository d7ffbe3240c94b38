"""Finding whoever asks to be forgotten, and erasing for good. What is typed here never stands in an address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line
from heluo.needs.actions.erasure import REASONS
from heluo.people.forms.fields import Phone
from heluo.people.search_keys import name_hash

_PRIVATE = {"autocomplete": "off", "data-private": ""}


class FindForm(forms.Form):
    name = Line(label=_("The whole name"), max_length=60, required=False, widget=forms.TextInput(attrs=_PRIVATE))
    phone = Phone(label=_("Telephone"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given["name"] or given["phone"]):
            raise ValidationError(_("Write the full name or the telephone number."))
        return given


class EraseForm(forms.Form):
    """`known`: the hash of the name that is erased. Whoever does not know the name has the wrong page open."""

    reason = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    name = Line(label=_("The full name, typed to confirm"), max_length=60, widget=forms.TextInput(attrs=_PRIVATE))

    def __init__(self, *args: Any, known: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known

    def clean_name(self) -> str:
        if name_hash(self.cleaned_data["name"]) != self._known:
            raise ValidationError(_("This is not the name that stands here; nothing was erased."))
        return str(self.cleaned_data["name"])
