"""Long work in the background: an action puts a task into the database, a worker takes it up.

    # <app>/tasks.py; engines are imported inside, for web processes read this file too
    @task("needs.match")
    def match_county(run: Run, *, county: str) -> dict[str, Any]:
        run.progress(1, 40, _("Looking for candidates"))
        ...
        return {"run": str(public_id)}

    enqueue("needs.match", {"county": "410328"}, made_by=actor)

The payload's and the result's values are JSON and carry public ids, not personal data. The worker holds a lease that
it renews; when it is killed, the lease runs out and another worker starts the task again: a task must bear that.
"""

import importlib
import importlib.util
import logging
import secrets
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import close_old_connections, connection
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import No
from heluo.base.models import Task
from heluo.enginekit import Text

logger = logging.getLogger(__name__)
Work = Callable[..., dict[str, Any] | None]
LEASE_SECONDS = 60
# A task whose worker died this many times is at fault itself.
MOST_ATTEMPTS = 3
# Progress is not written more often than this.
PROGRESS_SECONDS = 0.5
LOOK_SECONDS = 1.0
KEPT = timedelta(days=30)

_THREE_TIMES = _("The worker ended three times while it was at this.")

_KINDS: dict[str, Work] = {}
# Kind → its lane: kinds of one lane are done one after another, lanes beside one another.
_LANES: dict[str, str] = {}


class Interrupted(Exception):
    """Raised by `Run.progress` when the task is to end here; let it pass."""


class Cancelled(Interrupted):
    """Somebody asked for the task to be cancelled."""


class Stopping(Interrupted):
    """The worker is told to stop: the task goes back and is started again later."""


class Lost(Interrupted):
    """Another worker has taken the task, because this one seemed dead."""


def task(kind: str, *, lane: str = "") -> Callable[[Work], Work]:
    """Decorator: the function does tasks of this kind. It is called with a Run and the payload as named arguments.

    What somebody waits for at the screen has a `lane` of its own, so that no long work of another kind is before it.
    """

    def register(work: Work) -> Work:
        if kind in _KINDS:
            raise ValueError(f"the kind {kind} has its function already")
        _KINDS[kind], _LANES[kind] = work, lane
        return work

    return register


def kinds() -> dict[str, Work]:
    """All kinds, found in the apps' `tasks.py`."""
    for app in apps.get_app_configs():
        name = f"{app.name}.tasks"
        if app.name.startswith("heluo.") and name != __name__ and importlib.util.find_spec(name):
            importlib.import_module(name)
    return _KINDS


def lanes() -> list[str]:
    """All lanes; the one without a name takes what no other does."""
    kinds()
    return sorted({"", *_LANES.values()})


def enqueue(kind: str, payload: dict[str, Any], *, made_by: Any) -> Task:
    """A new task, taken up once the transaction commits. `made_by` is the actor; KeyError for an unknown kind."""
    if kind not in kinds():
        raise KeyError(kind)
    return Task.objects.create(kind=kind, payload=payload, made_by=str(made_by.public_id), created_at=clock.now())


def tasks_of(user: Any) -> QuerySet[Task]:
    """The tasks that this user started, newest first."""
    return Task.objects.filter(made_by=str(user.public_id)).order_by("-pk")


def cancel(waiting_or_running: Task) -> None:
    """Cancel a waiting task at once; ask a running one to end at its next step."""
    mine = Task.objects.filter(pk=waiting_or_running.pk)
    if not mine.filter(state="waiting").update(state="cancelled", finished_at=clock.now()):
        mine.filter(state="running").update(cancel_asked=True)


def forget_done() -> int:
    """Delete tasks that were done a month ago. Those that failed stay: they say why what waits for them never came."""
    return Task.objects.filter(state="done", finished_at__lt=clock.now() - KEPT).delete()[0]


class Run:
    """A task at work: what its function tells the world, and hears from it."""

    def __init__(self, taken: Task, stop: threading.Event) -> None:
        self.task = taken
        self.made_by = taken.made_by
        self._stop = stop
        self._lost = threading.Event()
        self._told = 0.0

    def progress(self, done: int, total: int, message: Any = "") -> None:
        """Say how far it is. Raises Interrupted when the task is to end here; call it between steps, often."""
        if self._stop.is_set():
            raise Stopping
        if self._lost.is_set():
            raise Lost
        if time.monotonic() - self._told < PROGRESS_SECONDS and done < total:
            return
        self._told = time.monotonic()
        if not self._mine().update(done=done, total=total, said=_in_both(message)):
            raise Lost
        if self._mine().filter(cancel_asked=True).exists():
            raise Cancelled

    def renew(self) -> None:
        """Say that the worker is alive."""
        if not self._mine().update(lease_until=_lease_end()):
            self._lost.set()

    def finish(self, state: str, message: Any = "", result: dict[str, Any] | None = None, **values: str) -> None:
        """End the task; the message may have `%(name)s` for each of the values."""
        ended: dict[str, Any] = {"state": state, "finished_at": clock.now(), "result": result or {}}
        if message:
            ended["said"] = _in_both(message, **values)
        if state == "done":
            ended["done"] = F("total")
        self._mine().update(**ended, lease_until=None)

    def put_back(self) -> None:
        self._mine().update(state="waiting", lease_until=None, attempts=F("attempts") - 1)

    def _mine(self) -> QuerySet[Task]:
        return Task.objects.filter(pk=self.task.pk, state="running", leased_by=self.task.leased_by)


def run_waiting(stop: threading.Event | None = None, lane: str | None = None) -> int:
    """Do the tasks of one lane, or of all, that wait or whose worker died, one after another; returns how many."""
    stop = stop or threading.Event()
    count = 0
    while not stop.is_set():
        taken = take(lane)
        if taken is None:
            break
        _do(Run(taken, stop))
        count += 1
    return count


def take(lane: str | None = None) -> Task | None:
    """Lease the oldest task, of this lane or of all, that waits or whose lease has run out."""
    free = Q(state="waiting") | Q(state="running", lease_until__lt=clock.now())
    for candidate in _of_lane(Task.objects.filter(free), lane).order_by("pk")[:20]:
        as_seen = Q(
            pk=candidate.pk, state=candidate.state, lease_until=candidate.lease_until, attempts=candidate.attempts
        )
        if candidate.lease_until is None:
            as_seen = Q(pk=candidate.pk, state=candidate.state, lease_until__isnull=True, attempts=candidate.attempts)
        if candidate.attempts >= MOST_ATTEMPTS:
            Task.objects.filter(as_seen).update(state="failed", said=_in_both(_THREE_TIMES), finished_at=clock.now())
            continue
        token = secrets.token_hex(16)
        until, tries = _lease_end(), candidate.attempts + 1
        if Task.objects.filter(as_seen).update(state="running", leased_by=token, lease_until=until, attempts=tries):
            return Task.objects.get(pk=candidate.pk)
    return None


def _of_lane(rows: QuerySet[Task], lane: str | None) -> QuerySet[Task]:
    """Those of this lane, or of all; kinds that nobody knows are left to the lane without a name."""
    if lane is None:
        return rows
    elsewhere = [kind for kind, its in _LANES.items() if its != lane]
    return rows.exclude(kind__in=elsewhere) if not lane else rows.filter(kind__in=_LANES.keys() - {*elsewhere})


def work(stop: threading.Event, lane: str) -> None:
    """Take up the tasks of a lane until told to stop."""
    while not stop.is_set():
        close_old_connections()
        try:
            run_waiting(stop, lane)
        except Exception:
            logger.exception("Looking for tasks failed; it is tried again.")
        finally:
            close_old_connections()
        stop.wait(LOOK_SECONDS)


def _do(run: Run) -> None:
    """Run one task to its end, whatever that is, with its lease renewed meanwhile."""
    with _Heartbeat(run):
        try:
            if run.task.cancel_asked:
                raise Cancelled
            work = kinds().get(run.task.kind)
            if work is None:
                run.finish("failed", _("This version does not know what to do."))
                return
            result = work(run, **run.task.payload)
        except Cancelled:
            run.finish("cancelled")
        except Stopping:
            run.put_back()
        except Lost:
            logger.warning("The task %s was taken by another worker.", run.task.public_id)
        except No as no:
            run.finish("failed", no.reason)
        except Exception as error:
            logger.exception("The task %s (%s) failed.", run.task.public_id, run.task.kind)
            run.finish("failed", _("Something went wrong (%(what)s)."), what=type(error).__name__)
        else:
            run.finish("done", result=result)


class _Heartbeat:
    """Renews the lease from a thread of its own, for a solver may say nothing for minutes."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(LEASE_SECONDS / 3):
            try:
                self._run.renew()
            except Exception:
                logger.exception("The lease of the task %s could not be renewed.", self._run.task.public_id)
            finally:
                connection.close()


def _in_both(sentence: Any, **values: str) -> dict[str, str]:
    """A sentence as it is kept: an engine's has both languages, any other is translated into each."""
    if isinstance(sentence, Text):
        return {"zh": sentence.zh, "en": sentence.en}
    said = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            said[key] = str(sentence) % values if values else str(sentence)
    return said


def _lease_end() -> Any:
    return clock.now() + timedelta(seconds=LEASE_SECONDS)
