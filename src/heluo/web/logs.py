"""Log lines that carry no personal data, whatever a message or a traceback brings along."""

from __future__ import annotations

import logging
import re

# Mainland mobile numbers and identity numbers; a database's error message quotes the value it refused.
PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9]\d{9}|\d{17}[\dXx])(?![0-9A-Za-z])")


def mask(text: str) -> str:
    """``text`` with every telephone and identity number shortened to its first three signs."""
    return PERSONAL.sub(lambda found: found.group()[:3] + "…", text)


class MaskingFormatter(logging.Formatter):
    """One line with time, level and logger; numbers of persons masked, query strings left out."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))
