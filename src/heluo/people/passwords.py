"""What a password must be. The rules are the framework's; the sentences are ours, so that both languages have them."""

from typing import Any

from django.contrib.auth import password_validation as rules
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heluo.base.errors import Sentence


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        told = ngettext(
            "Too short: it takes at least %(count)d character.",
            "Too short: it takes at least %(count)d characters.",
            self.min_length,
        )
        return told % {"count": self.min_length}

    def get_help_text(self) -> str:
        told = ngettext("At least %(count)d character.", "At least %(count)d characters.", self.min_length)
        return told % {"count": self.min_length}


class NotCommon(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Too common: it stands in the lists that are tried first.")

    def get_help_text(self) -> str:
        return _("No word that many people use as their password.")


class NotDigitsAlone(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("Digits alone are guessed too soon; add letters.")

    def get_help_text(self) -> str:
        return _("Not digits alone.")


def fault(password: str, account: Any = None) -> Sentence | None:
    """What is wrong with a password, all of it in one go; None when it may be taken."""
    try:
        rules.validate_password(password, account)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def in_words() -> str:
    """The rules in the reader's language."""
    return " ".join(rule.get_help_text() for rule in get_default_password_validators())
