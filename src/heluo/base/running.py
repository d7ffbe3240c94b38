"""Whether the site is at work: everyone who serves it holds a lock together, who replaces its files holds it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Refused

NAME = ".running.lock"


@contextmanager
def at_work() -> Iterator[None]:
    """Held by every command that works on the site (`cli/frame.py`), each for itself.

    Raises Refused while a backup is being restored.
    """
    with _held(fcntl.LOCK_SH, _("A backup is being restored at this moment; start again when that has ended.")):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Raises Refused while the site is served or a worker is at work."""
    with _held(fcntl.LOCK_EX, _("The site is running. End `heluo serve`, `heluo worker` and other commands first.")):
        yield


@contextmanager
def _held(way: int, why_not: object) -> Iterator[None]:
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The lock goes with the process, however that ends; the empty file stays.
    with (folder / NAME).open("w") as lock:
        try:
            fcntl.flock(lock, way | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(why_not) from None
        yield
