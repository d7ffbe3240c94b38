"""Specialists: what the office enters, and what they say of themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Day, Line, Paragraph
from heluo.industries.forms import IndustriesText
from heluo.people.forms.fields import OrganisationsText, OrganisationText, Phone
from heluo.people.models import Specialist, Term
from heluo.places.forms import PlaceText

MOST_DAYS = 366


class OwnDetailsForm(forms.Form):
    """What a specialist says of oneself."""

    title = Line(label=_("Professional title"), max_length=60, required=False)
    expertise_words = Paragraph(
        label=_("What you are good at, in words"),
        max_length=500,
        required=False,
        help_text=_("Villages search these words: crops, breeds, techniques, troubles."),
    )
    capacity_days = forms.IntegerField(label=_("Days a year for service"), min_value=0, max_value=MOST_DAYS)
    phone = Phone(label=_("Telephone"), required=False, help_text=_("Seen by the office and by your team only."))


class SpecialistForm(OwnDetailsForm):
    """What the office enters."""

    name = Line(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Specialist.KINDS, initial="natural", widget=forms.RadioSelect)
    organisation = OrganisationText(
        label=_("The body itself"), required=False, help_text=_("Only for a legal person: its name or credit code.")
    )
    employer = OrganisationText(label=_("Employer"), required=False)
    expertise = IndustriesText(label=_("Trades"))
    home = PlaceText(label=_("Where based"))
    must_not_serve = OrganisationsText(label=_("Must not serve"), required=False)

    field_order = ["name", "kind", "organisation", "employer", "title", "expertise", "expertise_words", "home"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "legal" and not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("A legal person is an organisation: say which."))
        return data


class NewSpecialistForm(SpecialistForm):
    number = Line(label=_("Number"), max_length=40, help_text=_("As in the office's register."))

    field_order = ["number", *SpecialistForm.field_order]


class TermForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=1999, max_value=2100)
    level = forms.ChoiceField(label=_("Sent by"), choices=Term.LEVELS)


class AbsenceForm(forms.Form):
    first_day = Day(label=_("First day"))
    last_day = Day(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError({"last_day": _("The last day lies before the first.")})
        return data
