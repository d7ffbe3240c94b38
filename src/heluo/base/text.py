"""Text at the edge: what people and workbooks send is normalised once, here."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Tab and line breaks are text; the rest of the control characters (NUL first of all) and the
# bidirectional overrides, which can make a sentence read as another one, are not.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")


# The marks of Chinese writing beside a Chinese character: there they are not wide forms of , : ( ) but themselves.
_CHINESE = r"[\u3400-\u9fff\u3001-\u3011\u201c\u201d]"
_CHINESE_MARK = re.compile(rf"(?<={_CHINESE})[，：；！？（）]|[，：；！？（）](?={_CHINESE})")


def normalise(value: str) -> str:
    """NFKC, one kind of space, trimmed; for titles, names, codes, numbers and cells of workbooks.

    Full-width digits, Latin letters and the marks between them become half-width (`１４：３０` is `14:30`); the marks
    beside a Chinese character stay as they were written (`请来讲讲，最好周末（二组）`).
    """
    stretches = _CHINESE_MARK.split(value)
    marks = [*_CHINESE_MARK.findall(value), ""]
    text = "".join(
        unicodedata.normalize("NFKC", stretch) + mark for stretch, mark in zip(stretches, marks, strict=True)
    )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def clean_prose(value: str) -> str:
    """Sentences as written: only spaces and line breaks are tidied, composed characters made one (NFC)."""
    lines = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.replace("\u3000", " ").rstrip() for line in lines).strip()


def refuse_control_characters(value: str) -> None:
    """Field validator: NUL, control characters and bidirectional overrides are refused, not dropped."""
    if _FORBIDDEN.search(value):
        raise ValidationError(_("This contains characters that can't be stored; type it again without them."))
