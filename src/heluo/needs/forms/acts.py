"""The small forms of one act each: a reason, a number, another need."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line, Paragraph


class ReasonForm(forms.Form):
    """An act that says why."""

    reason = Paragraph(label=_("Why"), max_length=500, rows=3)


class WithdrawForm(ReasonForm):
    """The one who asked no longer needs it."""

    reason = Paragraph(label=_("Why is it no longer needed?"), max_length=500, rows=3)


class DeclineForm(forms.Form):
    """A no carries its reason, and what to do instead."""

    reason = Paragraph(label=_("Why not"), max_length=500, rows=3)
    do_instead = Paragraph(label=_("What to do instead"), max_length=500, rows=3)


class ReopenForm(forms.Form):
    """Why it is open again, and for whom."""

    reason = Paragraph(label=_("What was not good"), max_length=500, rows=3)
    to_same = forms.BooleanField(label=_("The same people come again"), required=False)


class FewerForm(forms.Form):
    """Going ahead with fewer people than were asked for."""

    size = forms.IntegerField(label=_("How many are enough"), min_value=1, max_value=19)
    reason = Paragraph(label=_("Why"), max_length=500, rows=2)


class DuplicateForm(forms.Form):
    """Which need asks the same."""

    parent = Line(
        label=_("Number of the other need"),
        max_length=20,
        help_text=_("The last digits are enough where both were asked in one year."),
        widget=forms.TextInput(attrs={"list": "alike", "autocomplete": "off"}),
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("A number such as LY-2026-000123."))],
    )


class InviteForm(forms.Form):
    """One specialist or team; passing over a better-ranked one needs a reason."""

    candidate = forms.UUIDField(widget=forms.HiddenInput)
    override_reason = Paragraph(
        label=_("Why this one"),
        max_length=500,
        rows=3,
        required=False,
        validators=[MinLengthValidator(4, _("Say in a few words why: at least 4 characters."))],
    )


def first_sentence(form: forms.Form) -> Any:
    """The first thing that is wrong, for a message where the form itself is not shown again."""
    return next((errors[0] for errors in form.errors.values()), "")
