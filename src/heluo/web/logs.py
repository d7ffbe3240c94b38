"""Log lines that carry no personal data, whatever a message or a traceback brings along."""

from __future__ import annotations

import logging
import re

# Mainland mobile numbers, also as 138-0000-1234 and +86 138…, and identity numbers.
PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])\d{6}[- ]?\d{8}[- ]?\d{3}[\dXx](?![0-9A-Za-z])"
)
# A database quotes the row that it refused, with names: PostgreSQL after these words, to the end of the line.
QUOTED = re.compile(r"^(\s*(?:DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+)):.*$", re.MULTILINE)


def mask(text: str) -> str:
    """``text`` with every telephone and identity number shortened to its first three signs, and no row quoted."""
    return PERSONAL.sub(lambda found: found.group()[:3] + "…", QUOTED.sub(r"\1: …", text))


class MaskingFormatter(logging.Formatter):
    """One line with time, level and logger; numbers of persons masked, query strings left out."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))
