"""Turns the text of one setting into its value, or says what is wrong with it.

Each function raises `ValueError` with the end of a sentence that begins with the setting's name.
"""

from __future__ import annotations

import os
import re
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

LANGUAGES = ("zh-hans", "en")
MINIMUM_SECRET_LENGTH = 32


def text(value: object) -> str:
    """A TOML value as one would write it in the environment."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return str(value)


def path(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    standing = next(parent for parent in [path, *path.parents] if parent.exists())
    if not standing.is_dir():
        raise ValueError(f"is {text!r}, but {standing} is a file; give a directory.")
    if not os.access(standing, os.W_OK):
        raise ValueError(f"is {text!r}, but {standing} may not be written to; give a directory that may.")
    return path


def switch(text: str) -> bool:
    word = text.strip().lower()
    if word in ("1", "yes", "true", "on"):
        return True
    if word in ("0", "no", "false", "off"):
        return False
    raise ValueError(f"is {text!r}; write yes or no.")


def secret(text: str) -> str:
    if text and len(text) < MINIMUM_SECRET_LENGTH:
        raise ValueError(
            f"has {len(text)} characters; give at least {MINIMUM_SECRET_LENGTH} random ones, or leave it out "
            "and Heluo makes one and keeps it in the keys directory."
        )
    return text


def web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"is {text!r}; write the address people type, such as https://heluo.example.cn.")
    return text.rstrip("/")


def hook_address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("is no web address; write the gateway's, such as https://sms.example.cn/send?key=KEY.")
    return text


def telephone(text: str) -> str:
    if text and not re.fullmatch(r"\d[\d-]{2,17}", text):
        raise ValueError(f"is {text!r}; write the number as one dials it, such as 0379-63910000.")
    return text


def default_hosts(base_url: str | None) -> str:
    named = urlsplit(base_url or "").hostname
    return ",".join(dict.fromkeys(filter(None, ["localhost", "127.0.0.1", "[::1]", named])))


def hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    for host in hosts:
        if "/" in host or " " in host:
            raise ValueError(f"holds {host!r}; write names separated by commas, without http:// or paths.")
    return hosts


def words(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip().lower())]


def tile_address(text: str) -> str:
    whole = text.startswith(("http://", "https://")) and all(part in text for part in ("{z}", "{x}", "{y}"))
    if text and not whole:
        raise ValueError(f"is {text!r}; write a tile address with {{z}}, {{x}} and {{y}} in it.")
    return text


def tianditu_key(text: str) -> str:
    if text and not (len(text) == 32 and text.isalnum()):
        raise ValueError("is no Tianditu key; one has 32 letters and digits (console.tianditu.gov.cn).")
    return text


def time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError(f"is {text!r}, which is no time zone; write one such as Asia/Shanghai.")
    return text


def language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(f"is {text!r}; write {' or '.join(LANGUAGES)}.")
    return text


def number_prefix(text: str) -> str:
    """The letters before the numbers of needs and services, such as LY for Luoyang."""
    if not (1 <= len(text) <= 4 and text.isascii() and text.isalpha() and text.isupper()):
        raise ValueError(f"is {text!r}; give one to four capital letters, such as LY.")
    return text
