"""The newest head, kept as a file beside the keys, so that a database set back on its own is noticed."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from heluo.base.ledger import heads
from heluo.base.ledger.models import LedgerHead

logger = logging.getLogger(__name__)
NAME = "ledger-head.json"


def file() -> Path:
    return Path(settings.KEYS_DIR) / NAME


def load() -> heads.Head | None:
    """The kept head; None when there is none. Raises BadHead."""
    try:
        return heads.read(file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise heads.BadHead("this is not JSON") from None


def keep(head: heads.Head) -> bool:
    """Replace the kept head by a newer one of the same ledger; says whether that was done.

    A kept head that the database does not have is left: it is the evidence that the database was set back.
    """
    with _alone():
        try:
            standing = load()
        except heads.BadHead:
            standing = None
        if standing is not None:
            if standing.size >= head.size and _is_in_database(standing):
                return False
            if not _is_in_database(standing):
                logger.error("The head kept in %s is not in the database; run `heluo ledger verify`.", file())
                return False
        _write(head)
        return True


def keep_instead(head: heads.Head) -> Path | None:
    """Keep `head` whatever was kept, after a backup was restored on purpose; the old one's new name, if there was."""
    with _alone():
        aside = None
        if file().exists():
            aside = file().with_name(f"ledger-head-set-aside-{os.urandom(4).hex()}.json")
            file().rename(aside)
        _write(head)
        return aside


def _is_in_database(head: heads.Head) -> bool:
    row = LedgerHead.objects.filter(size=head.size).first()
    return row is not None and bytes(row.root_hash) == head.root


def _write(head: heads.Head) -> None:
    draft = file().with_name(f".{NAME}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as out:
        json.dump(head.as_json(), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file())


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time."""
    file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file().with_name(".ledger-head.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
