"""The catalogue's filter, and the forms for entering what can be introduced."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line, Paragraph
from heluo.catalogue import queries
from heluo.catalogue.queries import ItemFilter
from heluo.industries.forms import IndustryText
from heluo.industries.models import Industry


class FilterForm(forms.Form):
    """A value that makes no sense narrows nothing."""

    q = Line(label=_("Words"), max_length=60, required=False)
    industry = forms.ChoiceField(label=_("Trade"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The label is for screen readers; on a narrow line the field itself says what it takes.
        self.fields["q"].widget.attrs["placeholder"] = self.fields["q"].label
        self._industries: dict[str, Industry] = {row.code: row for row in queries.industries_in_use()}
        field = self.fields["industry"]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("All trades")),
            *[(code, row.name) for code, row in self._industries.items()],
        ]
        field.widget.attrs["data-submit"] = ""

    def narrowed(self) -> ItemFilter:
        self.is_valid()
        chosen = self.cleaned_data
        return ItemFilter(words=chosen.get("q", ""), industry=self._industries.get(chosen.get("industry", "")))


class _ItemForm(forms.Form):
    number = Line(label=_("Number"), max_length=40)
    name = Line(label=_("What it is called"), max_length=120)
    industry = IndustryText(label=_("Trade"))
    origin = Line(label=_("Where it comes from"), max_length=120, required=False)
    suitable_for = Line(label=_("Suitable for"), max_length=300, required=False)
    description = Paragraph(label=_("Description"), max_length=2000, required=False)


class VarietyForm(_ItemForm):
    crop = Line(label=_("Crop or breed"), max_length=40)
    registration = Line(label=_("Registration"), max_length=80, required=False)

    field_order = ["number", "name", "crop", "industry", "registration"]


class TechnologyForm(_ItemForm):
    season = Line(label=_("Season"), max_length=40, required=False)

    field_order = ["number", "name", "industry", "season"]
