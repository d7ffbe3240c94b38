"""Import workbooks: organisations, specialists, teams, households, catalogue, needs, services.

All rows of all files are checked first. If anything is wrong, nothing is imported, and each faulty file comes back
as NAME-问题.xlsx (in English NAME-problems.xlsx) with the cells marked and a sentence for each. Files may be
given in any order and refer to one another; what was imported before is skipped. Empty workbooks to fill in:
`--templates FOLDER`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heluo.cli import given
from heluo.cli.frame import CommandError
from heluo.cli.words import _, ngettext

if TYPE_CHECKING:
    from heluo.base.exchange.planning import Plan

MOST_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="an .xlsx workbook")
    parser.add_argument("--as", dest="username", help="the account that imports (default: the system itself)")
    parser.add_argument("--check-only", action="store_true", help="check, and write nothing into the database")
    parser.add_argument("--marked", type=Path, metavar="FOLDER", help="where faulty workbooks go (default: here)")
    parser.add_argument("--templates", type=Path, metavar="FOLDER", help="write empty workbooks there, and end")


def run(args: argparse.Namespace) -> int:
    if args.templates:
        return write_templates(args.templates)
    if not args.files:
        raise CommandError(_("name at least one workbook (.xlsx); `heluo import --help` says which kinds there are."))
    from heluo.base.exchange.applying import apply
    from heluo.base.exchange.planning import Plan

    plan = Plan([_upload(file) for file in args.files], actor=_actor(args.username))
    for notice in plan.notices:
        print(notice)
    if plan.problems:
        return _send_back(plan, args.marked or Path())
    if not args.check_only:
        apply(plan, progress=_Line())
    _say(plan, is_written=not args.check_only)
    return 0


def write_templates(folder: Path) -> int:
    """Write every kind of workbook, empty, into a folder."""
    from heluo.base.exchange.discovery import books
    from heluo.base.exchange.output import template

    folder.mkdir(parents=True, exist_ok=True)
    for book in books():
        path = folder / f"{book.name}.xlsx"
        path.write_bytes(template(book))
        print(path)
    return 0


def _upload(file: Path) -> Any:
    from heluo.base.exchange.reader import Upload

    try:
        return Upload(file.name, file.read_bytes())
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read (%(why)s).") % {"file": file, "why": error.strerror}) from None


def _actor(username: str | None) -> Any:
    from heluo.base.rules import SYSTEM

    return SYSTEM if username is None else given.actor(username)


def _send_back(plan: Plan, folder: Path) -> int:
    from heluo.base.exchange.marking import mark, marked_name

    for problem in plan.problems[:MOST_SHOWN]:
        where = " ".join(filter(None, (problem.file, problem.sheet, problem.cell or str(problem.row or ""))))
        print(f"{where}: {problem.sentence}", file=sys.stderr)
    if len(plan.problems) > MOST_SHOWN:
        print(_("… and %(count)d more.") % {"count": len(plan.problems) - MOST_SHOWN}, file=sys.stderr)
    for file in plan.batch.files:
        is_faulty = any(problem.file == file.upload.name for problem in plan.problems)
        if is_faulty and file.book is not None:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / marked_name(file.upload.name)
            path.write_bytes(mark(file, plan.problems))
            print(_("Marked: %(file)s") % {"file": path}, file=sys.stderr)
    count = len(plan.problems)
    print(
        ngettext("%(count)d problem; nothing was imported.", "%(count)d problems; nothing was imported.", count)
        % {"count": count},
        file=sys.stderr,
    )
    return 1


def _say(plan: Plan, *, is_written: bool) -> None:
    sentence = (
        _("%(sheet)s: %(new)d imported, %(already)d there already")
        if is_written
        else _("%(sheet)s: %(new)d to import, %(already)d there already")
    )
    for share in plan.shares:
        print(sentence % {"sheet": share.loader.heading, "new": len(share.new), "already": share.already})


class _Line:
    """One line that moves on a terminal; elsewhere one line a sheet."""

    def __init__(self) -> None:
        self._last = ""
        self._moves = sys.stdout.isatty()

    def __call__(self, done: int, total: int, sheet: str) -> None:
        if self._moves:
            end = "\n" if done == total else "\r"
            counted = {"done": f"{done:,}", "total": f"{total:,}"}
            print("\x1b[2K" + _("%(done)s of %(total)s rows") % counted + f" · {sheet}", end=end, flush=True)
        elif sheet != self._last:
            print(f"{sheet} …", flush=True)
        self._last = sheet
