"""Sentences in the language of the terminal. Django is loaded when the first one is said: commands that need no site
never load it."""

from __future__ import annotations


def _(sentence: str) -> str:
    from django.utils.translation import gettext

    return gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    from django.utils.translation import ngettext as in_number

    return in_number(one, many, count)
