"""Run one of Django's own commands (makemigrations, shell, createsuperuser …).

For developers: `heluo manage makemigrations needs`.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command and its options")


def run(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["heluo manage", *args.command])
    return 0
