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
from heluo.enginekit.text import LANGUAGES, terminal_language

# Not commands: what commands share.
SHARED = {"beside", "frame", "given", "words"}
# Commands that need neither settings nor a database.
WITHOUT_SITE = {"check", "engines", "messages", "solve"}
# Those that take the site from the others (ledger's acts that only read say it of themselves).
NOT_AT_WORK = {"restore"}
DJANGO_LANGUAGES = {"zh": "zh-hans", "en": "en"}


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
        has_site = name not in WITHOUT_SITE
        command.set_defaults(run=module.run, has_site=has_site, is_at_work=has_site and name not in NOT_AT_WORK)
        if only in (None, name):
            module.add_arguments(command)
            _add_language(command)
    return top


def _add_language(command: argparse.ArgumentParser, default: str | None = None) -> None:
    """Every command speaks both languages; the engines' own have the option already, so that they need no frame.

    It may stand behind the act of a command as well (`heluo ledger verify --language zh`); there it has no default,
    which would go before what was said in front of the act.
    """
    if not any("--language" in action.option_strings for action in command._actions):
        command.add_argument(
            "--language",
            choices=LANGUAGES,
            default=default or terminal_language(),
            help="the language of what is said (default: the terminal's, else the site's)",
        )
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for act in action.choices.values():
                _add_language(act, argparse.SUPPRESS)


def main(line: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status."""
    line = sys.argv[1:] if line is None else line
    args = parser(line[0] if line else "").parse_args(line)
    try:
        return _run(args)
    except (CommandError, No) as error:
        print(f"heluo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(args: argparse.Namespace) -> int:
    """One command, on a site that nobody replaces meanwhile."""
    if args.has_site:
        start_django(args.language)
    if not args.is_at_work:
        return int(args.run(args))
    from heluo.base import running

    with running.at_work():
        return int(args.run(args))


def start_django(language: str | None = None) -> None:
    """Load the settings and the models, and speak `language` (`zh`, `en`; None: the site's) from here on.

    A mistake in the settings ends the command with its sentence.
    """
    from heluo.web.config import ConfigError

    # Whatever a site's command writes is for the owner alone.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heluo.web.settings")
    import django

    try:
        django.setup()
    except ConfigError as error:
        raise CommandError("the settings have to be put right first.\n  " + "\n  ".join(error.mistakes)) from None
    from django.conf import settings
    from django.utils import translation

    translation.activate(DJANGO_LANGUAGES[language] if language else settings.LANGUAGE_CODE)


def bring_up_to_date(*, quiet: bool = True) -> None:
    """The database's tables, a new site's keys, and the taxonomy of industries that comes with this version.

    Whoever calls holds `running.at_work`, as every command does.
    """
    from django.core.management import call_command

    from heluo.base import keys
    from heluo.base.rules import SYSTEM
    from heluo.industries.actions import import_industries

    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    keys.ensure()
    import_industries(actor=SYSTEM)
