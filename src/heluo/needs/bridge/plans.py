"""A stored plan, read with the rows as they are now: who serves what, whether that still holds, what stays open."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.enginekit.text import Text
from heluo.engines.matching import problem as engine
from heluo.needs.bridge.candidates import Candidate, candidate_of, why_never
from heluo.needs.bridge.problem import days_away, need_of, offers_of, persons_of
from heluo.needs.lifecycle import LIVE_OFFERS
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench as people
from heluo.people.models import Specialist, Team
from heluo.runs.models import Run


@dataclass(frozen=True)
class Assigned:
    """One assignment of a stored plan, with the rows as they are now."""

    need: Need
    row: Specialist | Team
    told: engine.Assignment
    candidate: Candidate
    # Whether an invitation of this one for this need is on the table, or accepted.
    is_asked: bool = False
    # Why the plan holds no longer for this pair; nothing while it does.
    why_not: Sentence = ""

    @property
    def holds(self) -> bool:
        """Whether this one may still be invited as the plan says."""
        return not self.is_asked and not self.why_not

    @property
    def key(self) -> str:
        """Names the assignment in a form."""
        return f"{self.need.public_id}:{self.row.public_id}"


@dataclass(frozen=True)
class Open:
    """A need, or some of its places, that the plan leaves open, and why."""

    need: Need
    places: int
    why: Text
    others: Text


def plan_of(run: Run) -> engine.Plan | None:
    """The stored plan; None while there is none."""
    return engine.Plan.model_validate(run.plan) if run.plan else None


def assignments_of(run: Run, keys: Collection[str] | None = None) -> list[Assigned]:
    """Who serves what, by the plan, and whether that still holds now: all, or these; rows that are gone are left out.

    Who stands earlier in the plan is counted first where places are left for some only.
    """
    plan = plan_of(run)
    if plan is None:
        return []
    needs = _needs_of(plan)
    rows = people.found({pair.specialist for pair in plan.assignments})
    offers = defaultdict[int, list[Offer]](list)
    for offer in offers_of(needs.values()):
        offers[offer.need_id].append(offer)
    planned: list[Assigned] = []
    for pair in plan.assignments:
        if pair.need not in needs or pair.specialist not in rows:
            continue
        need, row = needs[pair.need], rows[pair.specialist]
        one = Assigned(need, row, pair, candidate_of(row, pair))
        if keys is None or one.key in keys:
            before = [other.row for other in planned if other.need == need and other.holds]
            planned.append(_as_it_stands(one, offers[need.pk], before))
    return planned


def why_no_longer(need: Need, row: Specialist | Team) -> Sentence:
    """Why a plan holds no longer for this need, as it is locked, and this one; nothing while it does."""
    return _why_no_longer(need, row, list(offers_of([need])), ())


def _as_it_stands(one: Assigned, offers: Sequence[Offer], before: Sequence[Specialist | Team]) -> Assigned:
    if any(offer.candidate == one.row and offer.state in LIVE_OFFERS for offer in offers):
        return replace(one, is_asked=True)
    return replace(one, why_not=_why_no_longer(one.need, one.row, offers, before))


def _why_no_longer(
    need: Need, row: Specialist | Team, offers: Sequence[Offer], before: Sequence[Specialist | Team]
) -> Sentence:
    latest = next((offer for offer in reversed(offers) if offer.candidate == row), None)
    if latest is not None:
        return _ASKED_SINCE[latest.state]
    if need.lifecycle.find(need.state, "offer") is None:
        return need.lifecycle.refusal(need.state, "offer")
    live = [offer.candidate for offer in offers if offer.state in LIVE_OFFERS]
    taken = {who.pk for one in (*live, *before) for who in persons_of(one)}
    if taken & {who.pk for who in persons_of(row)}:
        # The engine counts a team's places, not its people.
        return _("Somebody of these is asked already, alone or in a team: invite the others by name.")
    if len(taken) >= need.places_to_fill:
        return _("Every place of this need is filled, or offered to somebody, by now.")
    if why := why_never(need, row):
        return why
    return _("This one is away on all wanted days.") if _is_away(need, row) else ""


_ASKED_SINCE: dict[str, Sentence] = {
    "invited": _("This one is invited already."),
    "accepted": _("This one is invited already."),
    "declined": _("This one has declined the invitation."),
    "lapsed": _("This one was invited and did not answer in time."),
    "withdrawn": _("The invitation of this one was taken back."),
}


def _is_away(need: Need, row: Specialist | Team) -> bool:
    """Whether this one, or too many of a team, are away on all wanted days. Without wanted days nobody is."""
    from heluo.engines.matching.scoring import window_of

    window = window_of(need_of(need, {}))
    if window is None:
        return False
    first, last = window
    wanted = {first + timedelta(days=day) for day in range((last - first).days + 1)}
    who = persons_of(row)
    can_be_spared = len(who) - min(need.places_to_fill, len(who))
    away = Counter(day for one in who for day in days_away(one))
    return all(away[day] > can_be_spared for day in wanted)


def left_open(run: Run) -> list[Open]:
    """The needs for which the plan found nobody, or too few."""
    plan = plan_of(run)
    if plan is None:
        return []
    needs = _needs_of(plan)
    return [
        Open(needs[answer.need], answer.unserved.places, answer.unserved.sentence, answer.others)
        for answer in plan.answers
        if answer.unserved is not None and answer.need in needs
    ]


def _needs_of(plan: engine.Plan) -> dict[str, Need]:
    rows = Need.objects.filter(public_id__in=[answer.need for answer in plan.answers])
    return {str(need.public_id): need for need in rows.select_related("place", "industry", "requester_organisation")}
