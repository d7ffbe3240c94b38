"""Bring the database up to this version's tables.

Safe to repeat; `heluo serve` and `heluo demo` do it by themselves.
"""

from __future__ import annotations

import argparse

from heluo.cli.frame import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something goes wrong")


def run(args: argparse.Namespace) -> int:
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if args.quiet else 1)
    return 0
