"""Accounts, passwords and grants."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from heluo.base.checking import TAKEN
from heluo.base.forms import Day, Line, give_choices
from heluo.people import passwords
from heluo.people.forms.fields import OrganisationText, Phone, Placed
from heluo.people.models import User
from heluo.people.queries.accounts import named, roles_grantable_by
from heluo.places.forms import PlaceText

_USERNAME = RegexValidator(r"^[\w.\-]+$", _("Letters, digits, full stops and hyphens only."))


# Asked when it is drawn: a sentence that is joined earlier is in the language of whoever started the process.
_RULES = lazy(passwords.in_words, str)()


class NewPassword(forms.CharField):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _RULES)
        super().__init__(max_length=128, strip=False, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (fault := passwords.fault(value)):
            raise ValidationError(fault)


class AccountDetails(Placed):
    display_name = Line(label=_("Name"), max_length=60)
    phone = Phone(label=_("Telephone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=200,
        required=False,
        error_messages={"invalid": _("This is no e-mail address; write one such as name@example.cn.")},
    )
    place = PlaceText(
        label=_("Belongs to"), required=False, help_text=_("The officers of this place look after the account.")
    )


class NewAccountForm(AccountDetails):
    username = Line(label=_("User name"), max_length=64, validators=[_USERNAME])
    password = NewPassword(label=_("First password"))

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if named(username):
            raise ValidationError(TAKEN)
        return username

    field_order = ["username", "display_name", "password", "place", "phone", "email"]


class PasswordForm(forms.Form):
    """A new password for somebody else's account."""

    password = NewPassword(label=_("New password"))


class OwnPasswordForm(forms.Form):
    """A new password for one's own account, which asks for the present one."""

    present = forms.CharField(
        label=_("Present password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = NewPassword(label=_("New password"))
    again = NewPassword(label=_("New password again"), help_text="")

    def __init__(self, account: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean_present(self) -> str:
        present = str(self.cleaned_data["present"])
        if not self._account.check_password(present):
            raise ValidationError(_("This is not the present password."))
        return present

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two new passwords differ."))
        return again


class LanguageForm(forms.Form):
    # Languages are named in themselves, so that whoever needs one can read its name.
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the browser asks")), ("zh-hans", "简体中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class GrantForm(forms.Form):
    """A role over a place or for an organisation. Which roles are offered depends on who grants."""

    role = forms.ChoiceField(label=_("Role"))
    place = PlaceText(label=_("Over which place"), required=False)
    organisation = OrganisationText(label=_("For which organisation"), required=False)
    valid_to = Day(label=_("Last day of the role"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_grantable_by(actor)
        self.has_roles = bool(roles)
        give_choices(self, "role", roles)
