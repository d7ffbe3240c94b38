"""The words of notices. Each app names its own in `<app>/notices.py`: `NOTICES = {"needs.published": _("…")}`."""

import importlib
import importlib.util
from functools import cache
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation

from heluo.base.models import Notice


class NoWords(Exception):
    """The notice has no sentence, or its sentence asks for what the notice does not carry."""


@cache
def modules() -> list[ModuleType]:
    """Every app's `notices` module."""
    names = [f"{app.name}.notices" for app in apps.get_app_configs() if app.name.startswith("heluo.")]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]


@cache
def sentences() -> dict[str, Any]:
    """Template → its sentence, lazily translated, of all apps."""
    return {template: sentence for module in modules() for template, sentence in module.NOTICES.items()}


def text_of(notice: Notice, *, with_code: bool = False) -> str:
    """The notice's text in the language of whoever reads it now. Raises NoWords.

    A sentence may ask for what the action put into the context, and for `%(code)s`: the secret, which only the
    addressee is to see.
    """
    if notice.template not in sentences():
        raise NoWords(f"there are no words for {notice.template}")
    code = (str(notice.secret) if with_code else "") or "••••••"
    try:
        return str(sentences()[notice.template]) % {"code": code, **notice.context}
    except (KeyError, TypeError, ValueError):
        raise NoWords(f"the words for {notice.template} ask for more than the notice carries") from None


def text_for_addressee(notice: Notice) -> str:
    """The text in the language that the addressee chose, else in the site's. Raises NoWords."""
    with translation.override(_language_of(notice)):
        return text_of(notice, with_code=True)


def _language_of(notice: Notice) -> str:
    chosen = None
    if notice.user_id_text:
        users = get_user_model()._default_manager.filter(public_id=notice.user_id_text)
        chosen = users.values_list("language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE
