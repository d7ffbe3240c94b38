"""Unified social credit codes of organisations (统一社会信用代码), GB 32100-2015.

Eighteen characters: one for the registering authority, one for the kind of body, six for the division, nine for the
body (GB 11714), one check character: the weighted sum of the values modulo 31 (GB 32100-2015, 4.6 and annex B).
"""

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.base.text import normalise

# I, O, S, V and Z are left out: they are mistaken for 1, 0, 5, U and 2. A character's value is its position.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# 3 to the power of the position, modulo 31.
WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def tidy(code: str) -> str:
    """Half-width, upper case, without spaces and hyphens."""
    return normalise(code).upper().replace(" ", "").replace("-", "")


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen. Raises ValueError for other characters or lengths."""
    if len(body) != 17:
        raise ValueError("a credit code has 17 characters before its check character")
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def fault(code: str) -> Sentence | None:
    """What is wrong with a tidied code, as a sentence; None when it is right."""
    for position, character in enumerate(code, start=1):
        if character not in ALPHABET:
            return _wrong_character(position, character)
    if len(code) != 18:
        return _("A unified social credit code has 18 characters; this has %(count)d.") % {"count": len(code)}
    if not code[2:8].isdigit():
        return _("Characters 3 to 8 are the code of a division: digits only.")
    expected = check_character(code[:17])
    if code[17] != expected:
        return _(
            "The last character does not fit the others: it would be %(expected)s, not %(given)s. "
            "Two characters may be exchanged, or one misread."
        ) % {"expected": expected, "given": code[17]}
    return None


def _wrong_character(position: int, character: str) -> Sentence:
    if character in _LOOKALIKES:
        return _("Character %(position)d is “%(given)s”, which these codes never use; is it “%(instead)s”?") % {
            "position": position,
            "given": character,
            "instead": _LOOKALIKES[character],
        }
    return _("Character %(position)d, “%(given)s”, can't stand in a unified social credit code.") % {
        "position": position,
        "given": character,
    }
