"""List the engines that were found.

Each is a folder under src/heluo/engines; --engines-from looks into a folder of your own as well.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from heluo.enginekit.cli import add_engines

    add_engines(parser)


def run(args: argparse.Namespace) -> int:
    from heluo.enginekit.cli import run_engines

    return run_engines(args)
