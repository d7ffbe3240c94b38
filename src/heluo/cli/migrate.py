"""Bring the database's tables and the taxonomy of industries up to this version.

Safe to repeat; `heluo serve`, `demo`, `places` and `account` do it by themselves.
"""

from __future__ import annotations

import argparse

from heluo.cli.frame import bring_up_to_date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something goes wrong")


def run(args: argparse.Namespace) -> int:
    bring_up_to_date(quiet=args.quiet)
    return 0
