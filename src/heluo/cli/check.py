"""Check a plan against its problem, independently of what computed it.

The status is 0 when there is no fault, 1 when there are some (each is printed), 2 when a file cannot be read.
No database is needed.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from heluo.enginekit.cli import add_check

    add_check(parser)


def run(args: argparse.Namespace) -> int:
    from heluo.enginekit.cli import run_check

    return run_check(args)
