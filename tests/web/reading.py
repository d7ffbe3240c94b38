"""Reading an answer: its text, whatever it is packed in, and what must not stand there."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

import heluo
from tests.web.world import SECRETS

_UNREAD = re.compile(r"<(script|svg|pre|code)\b.*?</\1>|<[^>]*>", re.DOTALL)
_ENGLISH = re.compile(r"[A-Z][a-z]+(?:[ ,’'–-]+[A-Za-z]+){2,}")


def text_of(answer: Any) -> str:
    """The body as text; of a Word document or workbook the text of its parts."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def secrets_in(text: str, who: str) -> list[str]:
    """The planted personal data that `who` reads here and may not."""
    return [secret for secret, may_read in SECRETS.items() if secret in text and who not in may_read]


def english_in(page: str) -> list[str]:
    """Runs of three English words or more that the catalogues could have translated."""
    return [run for run in _ENGLISH.findall(_UNREAD.sub("\n", page)) if run in _sentences()]


@cache
def _sentences() -> str:
    """All msgids, one after the other."""
    found = []
    for path in Path(heluo.__file__).parent.glob("**/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                found += [message.id] if isinstance(message.id, str) else message.id
    return "\n".join(found)
