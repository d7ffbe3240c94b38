"""Signing in and out, on Django's own views, with sentences that say what to do."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

TRIES = 8
PAUSE_SECONDS = 10 * 60


class SignInForm(AuthenticationForm):
    """Name and password. After too many wrong tries for one name from one address there is a pause; nobody is
    locked out for good, and a stranger elsewhere cannot lock out an officer here."""

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
        """Check the pause first: during it a right password is not tried either."""
        wrong_so_far = cache.get(self._tries_key(), 0)
        if wrong_so_far >= TRIES:
            raise forms.ValidationError(_pause_sentence(), code="pause")
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            cache.set(self._tries_key(), wrong_so_far + 1, PAUSE_SECONDS)
            raise
        cache.delete(self._tries_key())
        return cleaned

    def _tries_key(self) -> str:
        name = self.cleaned_data.get("username", "").strip().casefold()
        address = _address(self.request.META) if self.request else ""
        return "signin:" + sha256(f"{name}\n{address}".encode()).hexdigest()


def _address(meta: Mapping[str, Any]) -> str:
    """Who is asking; behind a proxy, whom the proxy (which adds the last address) says it asks for."""
    if settings.CONFIG.behind_proxy:
        return str(meta.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(meta.get("REMOTE_ADDR", ""))


def _pause_sentence() -> str:
    minutes = PAUSE_SECONDS // 60
    return ngettext(
        "Too many wrong tries. Wait %d minute, then try again; the account is not locked.",
        "Too many wrong tries. Wait %d minutes, then try again; the account is not locked.",
        minutes,
    ) % minutes  # fmt: skip


class SignIn(LoginView):
    """The page at /signin/. Afterwards: where one was going, else the desk of one's role."""

    template_name = "signin.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
