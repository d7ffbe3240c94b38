"""Progress that one can watch on a terminal and read in a log: there a line a second would be noise."""

import sys
import time

# Seconds between two lines where nobody watches.
PAUSE = 5.0


class Progress:
    """Call it as often as there is news: with what is done, of how much, and what it is."""

    def __init__(self) -> None:
        self._watched = sys.stdout.isatty()
        self._told = time.monotonic()

    def __call__(self, done: int, total: int, what: str) -> None:
        line = f"{100 * done // max(total, 1):3d} %  {what}"
        if self._watched:
            print(f"\r    {line:<30}", end="" if done < total else "\n", flush=True)
        elif time.monotonic() - self._told >= PAUSE:
            print(f"    {line}", flush=True)
            self._told = time.monotonic()
