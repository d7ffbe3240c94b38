"""Agreements of service."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Day, Paragraph
from heluo.people.actions.agreements import fault_of_days
from heluo.people.forms.fields import OrganisationText, SpecialistText
from heluo.places.forms import PlaceText

_FEN = 100


class AgreementTermsForm(forms.Form):
    """What can change while it is a draft."""

    first_day = Day(label=_("Begins on"))
    last_day = Day(label=_("Ends on"))
    tasks = Paragraph(label=_("What the specialist will do"), max_length=2000, rows=6)
    duties_of_client = Paragraph(label=_("What the client will do"), max_length=2000, required=False)
    fee = forms.DecimalField(
        label=_("Fee, in yuan"),
        min_value=Decimal(0),
        max_value=Decimal(10_000_000),
        decimal_places=2,
        initial=0,
        help_text=_("0: free of charge."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and (told := fault_of_days(first, last)):
            raise ValidationError({"last_day": told})
        return data

    def terms(self) -> dict[str, Any]:
        """As the actions take them: the fee in fen."""
        data = dict(self.cleaned_data)
        return {"fee_fen": int(data.pop("fee") * _FEN), **data}


class NewAgreementForm(AgreementTermsForm):
    specialist = SpecialistText(label=_("Specialist"), help_text=_("Number or full name."))
    client = OrganisationText(label=_("Client"), help_text=_("Full name or unified social credit code."))
    place = PlaceText(label=_("Where"))

    field_order = ["specialist", "client", "place"]


class ReasonForm(forms.Form):
    reason = Paragraph(label=_("Why"), max_length=500, rows=3)
