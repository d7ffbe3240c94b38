"""When to stop. A solver asks `stop()` now and then; once it is true it must still return a valid plan.

The kit owns the clock: an engine itself never reads one.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Stop(Protocol):
    """Asked often, so it must be cheap; once true it stays true."""

    def __call__(self) -> bool: ...


class _Never:
    def __call__(self) -> bool:
        return False


NO_STOP: Stop = _Never()


class TimeLimit:
    """Stops when `limit_seconds` of wall time have passed since it was made.

    Raises ValueError for a negative limit or one that is not a number.
    """

    def __init__(self, limit_seconds: float) -> None:
        if not limit_seconds >= 0:  # also refuses NaN
            raise ValueError(f"a time limit is zero or more seconds, not {limit_seconds}")
        self._end = time.monotonic() + limit_seconds

    def __call__(self) -> bool:
        return time.monotonic() >= self._end


class CancelFlag:
    """Stops when somebody, perhaps in another thread, called `cancel()`."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    def __call__(self) -> bool:
        return self._event.is_set()


class Either:
    """Stops as soon as one of several does."""

    def __init__(self, *stops: Stop) -> None:
        self._stops = stops

    def __call__(self) -> bool:
        return any(stop() for stop in self._stops)
