"""Keys: made on first use under HELUO_KEYS_DIR, readable by the owner alone, never in the database or in logs."""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings


def _key_file(name: str) -> Path:
    return _path(settings.KEYS_DIR, name)


@cache
def _path(folder: str | Path, name: str) -> Path:
    # An import asks for keys a hundred thousand times; making paths would be a tenth of its time.
    return Path(folder) / name


@cache
def _load(path: Path, length: int) -> bytes:
    try:
        return base64.urlsafe_b64decode(path.read_bytes())
    except FileNotFoundError:
        return _make(path, length)


def _make(path: Path, length: int) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(length)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(base64.urlsafe_b64encode(key))
    try:
        # A link, not a rename: whoever comes second must take the first one's key.
        os.link(draft, path)
    except FileExistsError:
        return base64.urlsafe_b64decode(path.read_bytes())
    finally:
        draft.unlink()
    return key


def secret(name: str, length: int = 32) -> bytes:
    """The key of that name (`data`, `search`, `codes`, `ledger-mac`, `ledger-sign`), made when absent."""
    return _load(_key_file(f"{name}.key"), length)


def exists(name: str) -> bool:
    """Whether the key of that name was made or put there; does not make it."""
    return _key_file(f"{name}.key").exists()
