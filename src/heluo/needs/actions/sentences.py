"""Checks that several actions share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Invalid, Sentence
from heluo.people import id_number, telephone


def required(**fields: Any) -> None:
    """Raise Invalid naming each of `fields` that is empty."""
    empty = {name: _("Please write a sentence here.") for name, value in fields.items() if not str(value or "").strip()}
    if empty:
        raise Invalid(_("A reason is needed; it is shown to those concerned."), empty)


def fault_of_public(words: str) -> Sentence | None:
    """What everybody reads and nobody should: a number of somebody in a need's title or sentences."""
    if id_number.written_in(words, today=clock.today()):
        return _("Everyone can read this: take the identity number out. Nobody needs it for this.")
    if telephone.of_persons(words):
        return _(
            "Everyone can read this: take the telephone number out and put it into the field “Telephone”, which only "
            "the office and the one who comes see."
        )
    return None
