"""What the people served are asked: did it take place, was it any good."""

from typing import Any, cast

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heluo.base.crypto import mask
from heluo.base.forms import Line, Paragraph
from heluo.base.numbering import numbers_meant
from heluo.base.text import normalise
from heluo.needs.actions.answers import Judgement
from heluo.needs.models import WAYS_OF_CHECKING
from heluo.people.forms.fields import Phone

MARKS = ("usefulness", "timeliness", "manner")
JUDGED = (*MARKS, "comment")
_YES_NO = [("yes", pgettext_lazy("did it take place", "Yes")), ("no", pgettext_lazy("did it take place", "No"))]
_CONTENT = [("yes", _("Satisfied")), ("no", _("Not satisfied")), ("unsaid", _("I'd rather not say"))]
_MARKS = [
    ("", _("no mark")),
    ("1", _("1 – very poor")),
    *((str(mark), str(mark)) for mark in range(2, 5)),
    ("5", _("5 – very good")),
]


def _mark(label: Any) -> forms.TypedChoiceField:
    """Said beside each, for a list that is closed shows no end of the scale."""
    scale = _("From 1, very poor, to 5, very good.")
    return forms.TypedChoiceField(
        label=label, choices=_MARKS, coerce=int, empty_value=None, required=False, help_text=scale
    )


class JudgementFields(forms.Form):
    """Marks and a comment: all of it may be left out."""

    usefulness = _mark(_("Useful"))
    timeliness = _mark(_("In time"))
    manner = _mark(_("Manner"))
    comment = Paragraph(label=_("What you want to say"), max_length=1000, rows=3, required=False)

    def judgement(self) -> Judgement | None:
        data = self.cleaned_data
        if data.get("satisfied") not in ("yes", "no"):
            return None
        return Judgement(
            is_satisfied=data["satisfied"] == "yes",
            **{name: data[name] for name in JUDGED} | self.left_out(),
        )

    def left_out(self) -> dict[str, Any]:
        """What of the judgement does not count as it was filled in."""
        return {}


class EvaluateForm(JudgementFields):
    """The one who asked, signed in."""

    satisfied = forms.ChoiceField(label=_("Was it any good?"), choices=_CONTENT[:2], widget=forms.RadioSelect)
    field_order = ("satisfied", *JUDGED)


class ConfirmForm(JudgementFields):
    """Whoever holds the code. With the QR's link the code is known; otherwise number and digits are typed."""

    number = Line(label=_("Number on the slip"), max_length=40)
    code = forms.CharField(
        label=_("The six digits"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    took_place = forms.ChoiceField(label=_("Did it take place?"), choices=_YES_NO, widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(
        label=_("Was it any good?"), choices=_CONTENT, required=False, widget=forms.RadioSelect
    )
    field_order: tuple[str, ...] = ("number", "code", "took_place", "satisfied", *JUDGED)

    def __init__(self, *args: Any, code_is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code_is_known:
            del self.fields["number"], self.fields["code"]

    def left_out(self) -> dict[str, Any]:
        """Marks for somebody who did not come; the page hides them then."""
        return dict.fromkeys(MARKS) if self.cleaned_data["took_place"] == "no" else {}

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if not numbers_meant(number, ("S", "")):
            raise forms.ValidationError(_("A number such as LYS-2026-000123 or LY-2026-000123."))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("took_place") == "no" and data.get("satisfied") == "yes":
            self.add_error(
                "satisfied", _("You say that nobody came, and that you are satisfied. Which of the two is it?")
            )
        return data

    def clean_code(self) -> str:
        digits = "".join(sign for sign in normalise(self.cleaned_data["code"]) if sign in "0123456789")
        if len(digits) != 6:
            raise forms.ValidationError(_("The code has six digits."))
        return digits


class ProxyConfirmForm(ConfirmForm):
    """The hotline clerk, the informant or the committee: they enter what somebody else says, or hold a slip
    themselves."""

    for_whom = forms.ChoiceField(
        label=_("For whom do you answer?"),
        choices=[("other", _("For somebody who rang or came")), ("self", _("I hold the slip myself"))],
        initial="other",
        widget=forms.RadioSelect,
    )
    caller = Line(
        label=_("Who says so"),
        max_length=60,
        help_text=_("Where you answer for somebody else. Encrypted; seen only by the science office and the auditor."),
    )
    field_order = ("number", "code", "for_whom", "caller", "took_place", "satisfied", *JUDGED)

    # The browser does not know for whom it is, and would insist on a caller.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caller"].required = self.data.get("for_whom") != "self"

    def clean_caller(self) -> str:
        return str(self.cleaned_data["caller"]) if self.fields["caller"].required else ""

    def is_for_somebody_else(self) -> bool:
        return bool(self.cleaned_data["for_whom"] == "other")


class SendCodeForm(forms.Form):
    """To the contact of the need, where their telephone is known; or to somebody else who was there."""

    whom = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    phone = Phone(label=_("Telephone"), help_text=_("Encrypted; used for this message only."))

    def __init__(self, *args: Any, contact_phone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact_phone = contact_phone
        if not contact_phone:
            del self.fields["whom"]
            return
        whom = cast(forms.ChoiceField, self.fields["whom"])
        known = _("To the contact, %(phone)s") % {"phone": mask(contact_phone, head=3, tail=4)}
        whom.choices, whom.initial = [("contact", known), ("other", _("To another number"))], "contact"
        self.fields["phone"].required = self.data.get("whom") == "other"

    def number(self) -> str:
        """Where the code goes."""
        return self.contact_phone if self.cleaned_data.get("whom") == "contact" else self.cleaned_data["phone"]


class CheckForm(forms.Form):
    """Somebody independent found a service right."""

    how = forms.ChoiceField(label=_("How did you check it?"), choices=WAYS_OF_CHECKING, widget=forms.RadioSelect)
    note = Paragraph(
        label=_("What you found"),
        max_length=500,
        rows=3,
        validators=[MinLengthValidator(4, _("Say in a few words what you found: at least 4 characters."))],
    )
