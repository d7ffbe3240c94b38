"""Matching many needs at once: the engine `matching` weighs them as a whole, an officer invites from its plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import No, Refused, Sentence
from heluo.base.rules import require
from heluo.base.writing import locked
from heluo.needs import bridge
from heluo.needs.actions.offers import invite
from heluo.needs.models import Need, Offer
from heluo.needs.queries.needs import open_in
from heluo.places.models import Place
from heluo.places.queries import county_over
from heluo.runs.actions import start_run
from heluo.runs.models import Run

ENGINE = "matching"


@dataclass(frozen=True)
class _Scope:
    """A place as a rule about needs asks for it."""

    place: Place


@dataclass(frozen=True)
class Outcome:
    """What came of inviting one assignment: the offer, or why not."""

    need: Need
    offer: Offer | None = None
    refusal: Sentence = ""


def match_place(*, actor: Any, place: Place, by_worker: bool = True) -> Run:
    """Have all open needs of a place matched by the worker (or by the caller). Refused where nothing is open."""
    require(actor, "needs.match", _Scope(place))
    return _start(actor, list(open_in(actor, place)), place, by_worker)


def match_needs(*, actor: Any, needs: Sequence[Need]) -> Run:
    """Have these needs matched as a whole; one may match each of them."""
    for need in needs:
        require(actor, "needs.match", need)
    waiting = [need for need in needs if need.state in ("published", "offered")]
    return _start(actor, waiting, county_over(need.place for need in waiting))


def _start(actor: Any, needs: Sequence[Need], place: Place | None, by_worker: bool = True) -> Run:
    if not needs:
        raise Refused(_("Nothing is open here: there is no need for which somebody has to be found."))
    return start_run(actor=actor, engine=ENGINE, problem=bridge.problem_of(needs), about=place, by_worker=by_worker)


def invite_from_run(*, actor: Any, run: Run, keys: Iterable[str] | None = None) -> list[Outcome]:
    """Invite those whom the plan assigned: all, or those of these keys. What has changed since is told, not forced.

    Each invitation is an action of its own: one that is refused does not undo the others. Refused whole where the
    checker found a fault in the plan, or where the run was not made here from the needs themselves.
    """
    _refuse_unsound(run)
    wanted = None if keys is None else set(keys)
    return [_invite(actor, run, one) for one in bridge.assignments_of(run, wanted) if not one.is_asked]


def _refuse_unsound(run: Run) -> None:
    if run.engine != ENGINE or not run.about:
        raise Refused(_("This run was made by hand; have the needs matched from the desk."))
    if run.state != "done":
        raise Refused(_("The checker found faults in this plan: nobody is invited from it. Have them matched again."))


def _invite(actor: Any, run: Run, assignment: bridge.Assigned) -> Outcome:
    reason = ""
    if assignment.candidate.rank > 1:
        reason = str(_("Matched as a whole: those ranked higher are worth more elsewhere."))
    try:
        with transaction.atomic():
            # Asked once more on the locked need: somebody else may be inviting at the same moment.
            need = locked(assignment.need)
            if why := bridge.why_no_longer(need, assignment.row):
                raise Refused(why)
            offer = invite(actor=actor, need=need, candidate=assignment.candidate, override_reason=reason, run=run)
    except No as refusal:
        return Outcome(assignment.need, refusal=refusal.reason)
    return Outcome(assignment.need, offer)
