"""Fill a demonstration of Luoyang, compare it with what was published, and serve it.

The records are synthetic, on real places. A second run only counts again. With --no-serve the status is 1 if any
count differs from the published figure; otherwise it is said, and the site is served as it is.
"""

from __future__ import annotations

import argparse
import time

from heluo.cli import serve
from heluo.cli.frame import bring_up_to_date
from heluo.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="end after the comparison")
    serve.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    began = time.monotonic()
    port = 0 if args.no_serve else serve.free_port(args.host, args.port)
    from heluo.web import demonstration

    bring_up_to_date()
    differing = demonstration.run()
    print(_("Ready after %(seconds).0f s.") % {"seconds": time.monotonic() - began}, flush=True)
    if args.no_serve:
        return 1 if differing else 0
    return serve.listen(args.host, port, processes=args.processes, worker=not args.no_worker)
