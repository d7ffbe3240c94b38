"""Organisations and households."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heluo.base import crypto
from heluo.base.forms import Line
from heluo.people.forms.fields import CreditCode, IdNumber, Phone, Placed
from heluo.people.models import Household, Organisation
from heluo.places.forms import PlaceText


class OrganisationForm(Placed):
    name = Line(label=_("Full name"), max_length=120, help_text=_("As on the licence."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.KINDS)
    credit_code = CreditCode(
        label=_("Unified social credit code"),
        required=False,
        help_text=_("18 characters, on the licence. Empty where there is none yet."),
    )
    place = PlaceText(label=_("Where"))
    contact_name = Line(label=_("Contact"), max_length=60, required=False)
    contact_phone = Phone(label=_("Contact's telephone"), required=False)


class HouseholdForm(forms.Form):
    head_name = Line(label=_("Head of the household"), max_length=60)
    category = forms.ChoiceField(label=_("Category"), choices=Household.CATEGORIES)
    size = forms.IntegerField(label=_("People in it"), min_value=1, max_value=30, required=False)
    phone = Phone(label=_("Telephone"), required=False)
    id_number = IdNumber(
        label=_("Identity number"),
        required=False,
        help_text=_("Only where it is needed to tell namesakes apart; it is kept encrypted."),
    )


class KnownHouseholdForm(HouseholdForm):
    """Of a household that is entered: its identity number is never shown again, only replaced or taken off."""

    drop_id_number = forms.BooleanField(
        label=_("Take the identity number off"),
        required=False,
        help_text=_("Where it is not that of this household."),
    )

    def __init__(self, *args: Any, id_number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if id_number:
            known = _("%(number)s is known; leave this empty to keep it.") % {
                "number": crypto.mask(id_number, head=0, tail=4)
            }
            self.fields["id_number"].help_text = known
        else:
            del self.fields["drop_id_number"]


class NewHouseholdForm(HouseholdForm):
    place = PlaceText(label=_("Village"), levels=["village"])
    field_order = ["place"]
