"""Let an engine compute a plan for a problem.

`heluo solve matching problem.json -o plan.json --svg plan.svg`. The status is 0 for a plan, 2 when the problem
cannot be read, 3 when no plan is possible; the reasons are printed. No database is needed.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from heluo.enginekit.cli import add_solve

    add_solve(parser)


def run(args: argparse.Namespace) -> int:
    from heluo.enginekit.cli import run_solve

    return run_solve(args)
