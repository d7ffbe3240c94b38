"""Fill a demonstration of Luoyang, compare it with what was published, and serve it.

The records are synthetic, on real places. A second run only counts again. The status is 1 if any count differs
from the published figure.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
from types import ModuleType

from heluo.cli import serve
from heluo.cli.frame import CommandError, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="end after the comparison")
    serve.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    port = 0 if args.no_serve else serve.free_port(args.host, args.port)
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    status = int(_demonstration().run())
    if status or args.no_serve:
        return status
    return serve.listen(args.host, port, processes=args.processes, worker=not args.no_worker)


def _demonstration() -> ModuleType:
    name = "heluo.web.demonstration"
    if importlib.util.find_spec(name) is None:
        raise CommandError("this version brings no demonstration; `heluo serve` serves an empty site.")
    return importlib.import_module(name)
