"""Finds the commands, reads the line, runs one."""

from __future__ import annotations

import argparse
import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

import heluo
import heluo.cli
from heluo.base.errors import No

# Not commands: what commands share.
SHARED = {"beside", "frame"}


class CommandError(Exception):
    """A command cannot do what it was asked; the message says why and what to do."""


def commands() -> dict[str, ModuleType]:
    """Every command by name, sorted. ``import_.py`` is ``import``: a module cannot bear that name."""
    found = {}
    for item in pkgutil.iter_modules(heluo.cli.__path__):
        if item.name not in SHARED:
            found[item.name.rstrip("_")] = importlib.import_module(f"heluo.cli.{item.name}")
    return dict(sorted(found.items()))


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The command line's parser; with ``only``, just that command knows its own options."""
    top = argparse.ArgumentParser(prog="heluo", description=heluo.__doc__)
    top.add_argument("--version", action="version", version=f"heluo {heluo.__version__}")
    rooms = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in commands().items():
        text = inspect.getdoc(module) or ""
        command = rooms.add_parser(
            name,
            help=text.splitlines()[0],
            description=text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=module.run)
        if only in (None, name):
            module.add_arguments(command)
    return top


def main(line: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status."""
    line = sys.argv[1:] if line is None else line
    args = parser(line[0] if line else "").parse_args(line)
    try:
        return int(args.run(args))
    except (CommandError, No) as error:
        print(f"heluo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def start_django() -> None:
    """Load the settings and the models; a mistake in the settings ends the command with its sentence."""
    from heluo.web.config import ConfigError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heluo.web.settings")
    import django

    try:
        django.setup()
    except ConfigError as error:
        raise CommandError("the settings have to be put right first.\n  " + "\n  ".join(error.mistakes)) from None
