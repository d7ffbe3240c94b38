"""Telephone numbers in mainland China: mobiles of eleven digits beginning with 1, land lines with their area code.

A land line may come without its area code, 7 or 8 digits of which the first is never 0 or 1; so what begins with 1 is a
mobile, whole or mistyped, or one of the five-digit numbers of a service (12396).
"""

import re

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.base.text import normalise

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LAND_LINE = re.compile(r"(0\d{2,3})(\d{7,8})(?:[转x#](\d{1,6}))?")
_SERVICE = re.compile(r"(?:400|800)\d{7}|1\d{4}|[2-9]\d{6,7}")
_HOTLINE = re.compile(r"1\d{4}")
# In running text: a mobile; a land line with its area code; a number for services; then any longer run of digits, so
# that one digit too many is told and not cut off. Seven or eight digits alone count where nothing is joined to them.
_WRITTEN = re.compile(
    r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<![\d.])(?:(?:\+|00)86[- ]?)?0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}(?!\d)(?:\s*(?:转|ext\.?|#)\s*\d{1,6})?"
    r"|(?<![\d.])(?:400|800)[- ]?\d{3}[- ]?\d{4}(?!\d)"
    r"|(?<![\d.,])\+?\d(?:-?\d){8,}(?![\d.,]*\d|\s*(?:万?元|yuan))"
    r"|(?<![\d.,-])\d{3,4}[- ]?\d{4}(?![\w.,-])"
)
_OR_IN_BRACKETS = re.compile(rf"[(（]0\d{{2,3}}[)）]\s*\d{{3,4}}[- ]?\d{{4}}(?!\d)|{_WRITTEN.pattern}")
_DATE = re.compile(r"(?:19|20)\d{2}[-/.]?(?:0?[1-9]|1[0-2])[-/.]?(?:[12]\d|3[01]|0?[1-9])")


def find(text: str) -> re.Match[str] | None:
    """The first telephone number that is written in a text, right or wrong; a date is none."""
    return next((found for found in _WRITTEN.finditer(text) if not _DATE.fullmatch(found.group())), None)


def of_persons(text: str) -> list[re.Match[str]]:
    """The mobiles and land lines with their area code that are written in a text; numbers for services are none."""
    return [found for found in _OR_IN_BRACKETS.finditer(text) if _is_of_persons(tidy(found.group()))]


def masked_in(text: str) -> str:
    """The text, the middle of each telephone number in it hidden: 138****1234."""
    for found in reversed(of_persons(text)):
        plain = tidy(found.group())
        text = f"{text[: found.start()]}{plain[:3]}****{plain[-4:]}{text[found.end() :]}"
    return text


def is_hotline(number: str) -> bool:
    """Whether a tidied number is one that a whole city rings up, such as 12345 or 12316: it is nobody's own."""
    return bool(_HOTLINE.fullmatch(number))


def _is_of_persons(number: str) -> bool:
    plain = number.replace("-", "")
    return bool(_MOBILE.fullmatch(plain) or _LAND_LINE.fullmatch(plain))


def tidy(number: str) -> str:
    """`+86 138-0000-1234` → `13800001234`; `（0379）6391 0000` → `0379-63910000`; the rest without spaces."""
    plain = re.sub(r"[\s()\-.·]", "", normalise(number).replace("ext", "转"))
    plain = re.sub(r"^(?:\+|00)86", "", plain)
    land_line = _LAND_LINE.fullmatch(plain)
    if land_line and not _MOBILE.fullmatch(plain):
        area, line, extension = land_line.groups()
        return f"{area}-{line}" + (f"转{extension}" if extension else "")
    return plain


def fault(number: str) -> Sentence | None:
    """What is wrong with a tidied number, as a sentence; None when it can be a telephone number."""
    plain = number.replace("-", "")
    if _MOBILE.fullmatch(plain) or _LAND_LINE.fullmatch(plain) or _SERVICE.fullmatch(plain):
        return None
    if plain.isdigit() and plain.startswith("1"):
        return _("A mobile number has 11 digits; this has %(count)d.") % {"count": len(plain)}
    return _("This is no telephone number: 11 digits for a mobile, area code and number for a land line.")
