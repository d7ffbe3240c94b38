"""Keys: made for a new site under HELUO_KEYS_DIR, readable by the owner alone, never in the database or in logs.

All are made together, once, while the database holds nothing that was made with keys. Later a missing key is a
directory that is not mounted or mistyped: a new key would make unreadable what was written before, and what is written
from then on would be unreadable when the right one comes back.
"""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import No

# Encrypting and finding personal data; the ledger's entries and heads.
NAMES = ("data", "search", "ledger-mac", "ledger-sign")
LENGTH = 32


class KeysMissing(No):
    """Keys are missing or damaged, and what is in the database was made with them."""

    status = 503


def secret(name: str) -> bytes:
    """The key of that name, of 32 bytes. Raises KeysMissing."""
    return _load(_path(settings.KEYS_DIR, name))


def exists(name: str) -> bool:
    """Whether the key of that name was made or put there; does not make it."""
    return _path(settings.KEYS_DIR, name).exists()


def forget() -> None:
    """Read the keys anew when they are next needed: others lie there since a backup was restored."""
    _load.cache_clear()


def ensure() -> None:
    """Make the keys of a new site; raise KeysMissing when those of an old one are not here."""
    folder = Path(settings.KEYS_DIR)
    # In this order: whoever writes first has made all keys before, so that none is missed that was just made.
    in_use = _in_use()
    missing = [name for name in NAMES if not exists(name)]
    if missing and in_use:
        raise KeysMissing(
            _(
                "The keys %(names)s are not in %(folder)s, but the database holds what was written with them. "
                "Mount or put back the keys directory, or correct HELUO_KEYS_DIR."
            )
            % {"names": ", ".join(missing), "folder": folder}
        )
    for name in missing:
        _make(_path(settings.KEYS_DIR, name))
    for name in NAMES:
        secret(name)


def _in_use() -> bool:
    """Whether anything was made with keys: each write by an action leaves an entry, signed with one of them."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from heluo.base.ledger.models import LedgerEntry

    tables = connection.introspection.table_names()
    return any(
        model._meta.db_table in tables and model._base_manager.exists() for model in (LedgerEntry, get_user_model())
    )


@cache
def _path(folder: str | Path, name: str) -> Path:
    # An import asks for keys a hundred thousand times; making paths would be a tenth of its time.
    return Path(folder) / f"{name}.key"


@cache
def _load(path: Path) -> bytes:
    if not path.exists():
        ensure()
    try:
        key = base64.urlsafe_b64decode(path.read_bytes())
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise KeysMissing(
            _("The key %(file)s is damaged: it does not hold %(length)d bytes. Put back the copy that you keep of it.")
            % {"file": path, "length": LENGTH}
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(base64.urlsafe_b64encode(secrets.token_bytes(LENGTH)))
        out.flush()
        os.fsync(out.fileno())
    try:
        # A link, not a rename: whoever comes second must take the first one's key.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """A file is only there after a power cut when its directory was written as well."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
