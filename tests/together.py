"""What several people do at the same moment, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from heluo.base.errors import No


def at_once(*acts: Callable[[], Any]) -> tuple[list[Any], list[No]]:
    """What came of acts that begin together: what they returned, and the refusals of the others."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            ready.wait(20)
            return act()
        except No as no:
            return no
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        results = list(pool.map(run, acts))
    done = [result for result in results if not isinstance(result, No)]
    return done, [result for result in results if isinstance(result, No)]
