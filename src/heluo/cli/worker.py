"""Do what has to be done without anybody asking: seal the ledger, send notices, watch deadlines, forget what is old.

`heluo serve` starts one by itself. Several may run at once.
"""

from __future__ import annotations

import argparse
import signal
import threading

from heluo.cli.beside import end_with


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do everything once and end; status 1 if something failed")
    parser.add_argument("--parent", type=int, metavar="PID", help="end when this process, which started it, is gone")


def run(args: argparse.Namespace) -> int:
    from heluo.base import keys, worker

    keys.ensure()
    if args.once:
        return 0 if worker.do_all() else 1
    _work(args.parent)
    return 0


def _work(parent: int | None) -> None:
    from heluo.base import worker

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    if parent:
        end_with(parent)
    worker.work(stop)
