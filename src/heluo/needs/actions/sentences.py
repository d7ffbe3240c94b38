"""Checks that several actions share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid


def required(**fields: Any) -> None:
    """Raise Invalid naming each of `fields` that is empty."""
    empty = {name: _("Please write a sentence here.") for name, value in fields.items() if not str(value or "").strip()}
    if empty:
        raise Invalid(_("A reason is needed; it is shown to those concerned."), empty)
