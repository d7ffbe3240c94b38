"""Signing in and out, on Django's own views, with sentences that say what to do."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from heluo.base.brake import Brake
from heluo.base.requests import address_of

# For one name from one address; and for one name from wherever it has not signed in of late, so that guessing from
# a thousand addresses is slow as well, while a stranger cannot keep an officer out of where he works.
FROM_HERE = Brake("signin", tries=8, seconds=10 * 60)
FROM_ANYWHERE = Brake("signin-anywhere", tries=60, seconds=10 * 60)
AT_HOME = Brake("signin-home", tries=1, seconds=30 * 24 * 3600)


class SignInForm(AuthenticationForm):
    """Name and password. After too many wrong tries there is a pause; nobody is locked out for good."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    error_messages = {
        "invalid_login": _("User name and password do not match. Check capital letters and the input method."),
        "inactive": _("This account has been closed. Ask the science and technology bureau of your county."),
    }

    def clean(self) -> dict[str, Any]:
        """Ask the brakes first: during a pause a right password is not tried either."""
        name = self.cleaned_data.get("username", "").strip().casefold()
        address = address_of(self.request) if self.request else ""
        if not _may_try(name, address):
            raise forms.ValidationError(_pause_sentence(), code="pause")
        cleaned = super().clean()
        FROM_HERE.release(name, address)
        AT_HOME.release(name, address)
        AT_HOME.take(name, address)
        return cleaned


def _may_try(name: str, address: str) -> bool:
    if address and not FROM_HERE.take(name, address):
        return False
    return (bool(address) and AT_HOME.is_known(name, address)) or FROM_ANYWHERE.take(name)


def _pause_sentence() -> str:
    return ngettext(
        "Too many wrong tries. Wait %d minute, then try again; the account is not locked.",
        "Too many wrong tries. Wait %d minutes, then try again; the account is not locked.",
        FROM_HERE.minutes,
    ) % FROM_HERE.minutes  # fmt: skip


class SignIn(LoginView):
    """The page at /signin/. Afterwards: where one was going, else the desk of one's role."""

    template_name = "signin.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
