"""Match all open needs of a place with specialists and teams, and say why; with --apply, invite them.

`heluo match --place 410328 --as USER` weighs the open needs of a county at once. The account must be an officer of
the place. Nothing is sent without --apply. The status is 3 when no plan is possible.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from heluo.cli import given
from heluo.cli.words import _
from heluo.enginekit.text import Text

if TYPE_CHECKING:
    from heluo.runs.models import Run

INFEASIBLE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", required=True, metavar="CODE", help="code of a county or city, such as 410328")
    parser.add_argument("--as", dest="username", required=True, metavar="USER", help="the officer who matches")
    parser.add_argument("--apply", action="store_true", help="invite those whom the plan assigns")


def run(args: argparse.Namespace) -> int:
    from heluo.needs.actions.matching import match_place
    from heluo.runs.tasks import compute_now

    actor, place = given.actor(args.username), given.place(args.place)
    done = compute_now(match_place(actor=actor, place=place, by_worker=False))
    if done.state == "infeasible":
        print("\n".join(_said(finding) for finding in done.error or ()))
        return INFEASIBLE
    _tell(done)
    if args.apply:
        _invite(actor, done)
    return 0


def _tell(done: Run) -> None:
    from heluo.needs import bridge

    for one in bridge.assignments_of(done):
        print(f"{one.need.number} {one.need.title} → {one.row} ({one.told.score}) {_in_words(one.told.reason)}")
    for left in bridge.left_open(done):
        print(f"{left.need.number} {left.need.title} × {_in_words(left.why)}")
    for finding in done.findings:
        print(f"! {_said(finding)}")


def _invite(actor: Any, done: Run) -> None:
    from heluo.needs.actions.matching import invite_from_run

    outcomes = invite_from_run(actor=actor, run=done)
    for outcome in outcomes:
        if outcome.offer is None:
            print(f"{outcome.need.number}: {outcome.refusal}")
    print(_("%(count)d invited.") % {"count": sum(outcome.offer is not None for outcome in outcomes)})


def _in_words(text: Text) -> str:
    from django.utils.translation import get_language

    return text.said_in(get_language() or "")


def _said(finding: dict[str, str]) -> str:
    """A stored finding has both languages."""
    return _in_words(Text(finding["zh"], finding["en"]))
