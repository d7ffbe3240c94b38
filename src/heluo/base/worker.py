"""The worker: does what has to be done without anybody asking.

An app names its chores in ``<app>/chores.py`` as a list ``CHORES``. A chore must be safe to run twice and in two
workers at once: it takes a lock or finds its work already done. One that fails is reported and tried again later.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.db import close_old_connections, connection

from heluo.base import tasks

logger = logging.getLogger(__name__)
# A chore is never run in a busy loop, and a stop is never waited for longer than this.
BREATH_SECONDS = 0.5
AFTER_FAILURE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Something to do again and again. ``run`` returns how much it did, for the log; 0 is not mentioned.

    One that waits for others, as for a gateway, runs ``apart``, in a thread of its own: sealing and deadlines go on.
    """

    name: str
    every_seconds: float
    run: Callable[[], int]
    apart: bool = False


def chores() -> list[Chore]:
    """The chores of all apps, in the order of the apps."""
    found: list[Chore] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.chores"
        if app.name.startswith("heluo.") and importlib.util.find_spec(name):
            found.extend(importlib.import_module(name).CHORES)
    return found


def do_all() -> bool:
    """Do the waiting tasks and every chore once; says whether all chores succeeded."""
    tasks.run_waiting()
    outcomes = [_do(chore) for chore in chores()]
    return all(outcomes)


def work(stop: threading.Event) -> None:
    """Do each chore when its time has come, and beside them the tasks of each lane, until ``stop`` is set."""
    found = chores()
    lanes = [partial(tasks.work, stop, lane) for lane in tasks.lanes()]
    lanes += [partial(_do_chores, [chore], stop) for chore in found if chore.apart]
    threads = [threading.Thread(target=_closing, args=[lane]) for lane in lanes]
    for thread in threads:
        thread.start()
    try:
        _do_chores([chore for chore in found if not chore.apart], stop)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _closing(lane: Callable[[], None]) -> None:
    try:
        lane()
    finally:
        connection.close()


def _do_chores(some: list[Chore], stop: threading.Event) -> None:
    due = dict.fromkeys(some, 0.0)
    while not stop.is_set():
        for chore, moment in due.items():
            if not stop.is_set() and time.monotonic() >= moment:
                wait = chore.every_seconds if _do(chore) else max(chore.every_seconds, AFTER_FAILURE_SECONDS)
                due[chore] = time.monotonic() + wait
        rest = min(due.values(), default=float("inf")) - time.monotonic()
        stop.wait(max(BREATH_SECONDS, min(rest, 60)))


def _do(chore: Chore) -> bool:
    close_old_connections()
    try:
        done = chore.run()
    except Exception:
        # Whatever went wrong with one chore, the others go on.
        logger.exception("The chore '%s' failed; it will be tried again.", chore.name)
        return False
    finally:
        close_old_connections()
    if done:
        logger.info("%s: %s", chore.name, done)
    return True
