"""Citizen identity numbers (公民身份号码), GB 11643-1999.

Six digits for the division, eight for the birthday, three in sequence, one check character: ISO 7064 MOD 11-2.
"""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.base.text import normalise

WEIGHTS = tuple(pow(2, 17 - position, 11) for position in range(17))
_CHECKS = "10X98765432"
# In running text, as one writes it: in one piece, or in its three parts.
_WRITTEN = re.compile(r"(?<![0-9A-Za-z])\d{6}[- ]?\d{8}[- ]?\d{3}[\dXx](?![0-9A-Za-z])")


def tidy(number: str) -> str:
    """Half-width, upper case, without spaces."""
    return normalise(number).upper().replace(" ", "")


def written_in(text: str, *, today: date) -> list[re.Match[str]]:
    """The identity numbers that are written in a half-width text. A mistyped check character is no less somebody's."""
    return [found for found in _WRITTEN.finditer(text) if _possible_birthday(re.sub("[- ]", "", found[0])[6:14], today)]


def masked_in(text: str, *, today: date) -> str:
    """The text, each identity number in it hidden but for its last four characters: ****1234."""
    for found in reversed(written_in(text, today=today)):
        text = f"{text[: found.start()]}****{found[0][-4:]}{text[found.end() :]}"
    return text


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen digits. Raises ValueError for anything else."""
    if len(body) != 17 or not (body.isascii() and body.isdigit()):
        raise ValueError("an identity number has 17 digits before its check character")
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def fault(number: str, *, today: date) -> Sentence | None:
    """What is wrong with a tidied number, as a sentence; None when it is right."""
    if len(number) != 18:
        return _("An identity number has 18 characters; this has %(count)d.") % {"count": len(number)}
    if not (number[:17].isascii() and number[:17].isdigit()):
        return _("Only the last character of an identity number may be a letter, and only X.")
    if not _possible_birthday(number[6:14], today):
        return _("Digits 7 to 14 are the birthday; this one does not exist.")
    if number[17] != check_character(number[:17]):
        return _("The last character does not fit the others: two digits may be exchanged, or one misread.")
    return None


def _possible_birthday(digits: str, today: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1880, 1, 1) <= born <= today
