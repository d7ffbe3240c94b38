"""Offers: invite, accept, decline, withdraw; and when a need counts as assigned."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid, Refused
from heluo.base.rules import SYSTEM, require
from heluo.base.writing import Step, locked, writing
from heluo.needs.actions.notices import tell_invited, tell_officers, tell_requester
from heluo.needs.actions.sentences import required
from heluo.needs.bridge import Candidate, first_free, why_never
from heluo.needs.deadlines import ANSWER_INVITATION_DAYS, add_working_days
from heluo.needs.lifecycle import LIVE_OFFERS, UNANSWERED_OFFERS
from heluo.needs.models import Need, Offer
from heluo.people.models import Specialist, Team
from heluo.runs.models import Run


def invite(*, actor: Any, need: Need, candidate: Candidate, override_reason: str = "", run: Run | None = None) -> Offer:
    """Invite one candidate. Passing over a better-ranked one that is still free, or inviting somebody who is not
    among the candidates, needs a reason."""
    with transaction.atomic():
        current = locked(need)
        offer = Offer(need=current, made_by_id=actor.pk, run=run, override_reason=override_reason, **candidate.columns)
        require(actor, "offers.invite", offer)
        _refuse_unsuitable(current, candidate)
        if not override_reason and (candidate.against_advice or _passes_over(current, candidate)):
            required(override_reason=override_reason)
        with writing(actor, "offers.invite", offer) as step:
            step.thing.invited_at = step.at
            step.thing.answer_by = _answer_by(current, step)
            step.note(need=str(current.public_id), rank=candidate.rank, score=candidate.score)
            step.note(overridden=bool(override_reason))
            step.save(step.thing)
            tell_invited(step, "offers.invited", step.thing, current.number)
        with writing(actor, "needs.offer", current) as step:
            step.note(offer=str(offer.public_id))
    return offer


def accept_offer(*, actor: Any, offer: Offer) -> Offer:
    """The one invited says yes. When every place is filled the need is assigned."""
    return _accept(actor, "offers.accept", offer)


def decline_offer(*, actor: Any, offer: Offer, reason: str) -> Offer:
    """The one invited, or already accepted, can't come. The need is open again where a place became free."""
    return _decline(actor, "offers.decline", offer, reason)


def record_yes(*, actor: Any, offer: Offer) -> Offer:
    """Somebody without an account was rung up and said yes."""
    return _accept(actor, "offers.record_yes", offer, recorded_by=actor)


def record_no(*, actor: Any, offer: Offer, reason: str) -> Offer:
    """Somebody without an account was rung up, or rang up, and can't come."""
    return _decline(actor, "offers.record_no", offer, reason, recorded_by=actor)


def _accept(actor: Any, act: str, offer: Offer, recorded_by: Any = None) -> Offer:
    with transaction.atomic():
        need = locked(offer.need)
        with writing(actor, act, offer) as step:
            if need.state != "offered":
                raise Refused(_("This need is no longer open: it was filled, withdrawn or closed meanwhile."))
            step.thing.answered_at, step.thing.recorded_by = step.at, recorded_by
            step.note(proxied=recorded_by is not None)
        assign_when_full(need)
    return step.thing


def _decline(actor: Any, act: str, offer: Offer, reason: str, recorded_by: Any = None) -> Offer:
    required(reason=reason)
    with transaction.atomic():
        need = locked(offer.need)
        with writing(actor, act, offer) as step:
            step.thing.answered_at, step.thing.decline_reason = step.at, reason
            step.thing.recorded_by, step.thing.to_tell = recorded_by, ""
            step.note(proxied=recorded_by is not None)
            tell_officers(step, "offers.declined", who=str(step.thing.candidate))
        _open_when_unfilled(need)
    return step.thing


def withdraw_offer(*, actor: Any, offer: Offer, reason: str) -> Offer:
    """The officer takes an invitation back."""
    required(reason=reason)
    with transaction.atomic():
        need = locked(offer.need)
        with writing(actor, "offers.withdraw", offer) as step:
            step.thing.decline_reason = reason
            tell_invited(step, "offers.withdrawn", step.thing, need.number)
        _open_when_unfilled(need)
    return step.thing


def record_told(*, actor: Any, offer: Offer) -> Offer:
    """Somebody without an account was rung up and told that they are to come again, or no more."""
    with writing(actor, "offers.tell", offer) as step:
        step.note(told=step.thing.to_tell)
        step.thing.to_tell = ""
    return step.thing


def lapse_offer(*, offer: Offer) -> Offer:
    """No answer in time (by the worker)."""
    with transaction.atomic():
        need = locked(offer.need)
        with writing(SYSTEM, "offers.lapse", offer) as step:
            tell_officers(step, "offers.lapsed", who=str(step.thing.candidate))
        _open_when_unfilled(need)
    return step.thing


def accept_fewer(*, actor: Any, need: Need, size: int, reason: str) -> Need:
    """Go ahead with fewer people than were asked for."""
    required(reason=reason)
    with transaction.atomic():
        current = locked(need)
        if current.state != "offered":
            raise Refused(_("Fewer people are accepted only while somebody is still looked for."))
        filled = current.places_filled
        if not 1 <= size < current.team_size or size > filled:
            raise Invalid(
                _("Fewer people means at least one, fewer than asked for, and no more than have accepted."),
                {"size": _("Accepted so far: %(filled)s.") % {"filled": filled}},
            )
        with writing(actor, "needs.accept_fewer", current) as step:
            step.thing.accepted_size, step.thing.accepted_size_reason = size, reason
            step.note(size=size)
        assign_when_full(step.thing)
    return step.thing


def withdraw_offers(
    step: Step[Need],
    *,
    states: tuple[str, ...] = LIVE_OFFERS,
    reason: str = "",
    told: str = "offers.withdrawn",
) -> None:
    """Within an action on a need: end its offers in these states, and tell those who were invited, in these words."""
    for offer in Offer.objects.select_for_update(of=("self",)).filter(need=step.thing, state__in=states):
        with writing(SYSTEM, "offers.withdraw", offer) as inner:
            inner.thing.decline_reason = reason
            inner.note(because=step.act)
            tell_invited(inner, told, inner.thing, step.thing.number)


def assign_when_full(need: Need) -> None:
    if need.state == "offered" and not need.free_places:
        with writing(SYSTEM, "needs.assign", need) as step:
            step.thing.answered_at = step.thing.answered_at or step.at
            tell_requester(step, "needs.assigned")
            # Whoever was invited beside them is not left to say yes in vain.
            withdraw_offers(step, states=UNANSWERED_OFFERS)


def _open_when_unfilled(need: Need) -> None:
    """After an answer that was no: assigned needs with a free place, and needs without a live offer, open again."""
    waiting = need.offers.filter(state__in=("invited", "accepted")).exists()
    if need.state == "assigned" and need.free_places:
        with writing(SYSTEM, "needs.reoffer" if waiting else "needs.release", need) as step:
            look_again(step.thing)
            tell_requester(step, "needs.looking_again")
    elif need.state == "offered" and not waiting:
        with writing(SYSTEM, "needs.unoffer", need):
            pass


def look_again(need: Need) -> None:
    """Somebody is sought once more, for as many as were asked for: that fewer do was said of those who came then."""
    need.answered_at, need.accepted_size, need.accepted_size_reason = None, None, ""


def _passes_over(need: Need, candidate: Candidate) -> bool:
    """Whether somebody whom nobody has asked yet stands higher."""
    # Only for a lower rank everybody is weighed once more.
    first = first_free(need) if candidate.rank > 1 else None
    return first is not None and first.told.rank < candidate.rank


def _refuse_unsuitable(need: Need, candidate: Candidate) -> None:
    if (candidate.specialist is None) == (candidate.team is None):
        raise Invalid(_("Choose one specialist or one team."))
    if why := why_never(need, _locked_with_members(candidate)):
        raise Refused(why)
    live = need.offers.filter(state__in=LIVE_OFFERS)
    if live.filter(specialist=candidate.specialist, team=candidate.team).exists():
        raise Refused(_("This one is invited already."))


def _locked_with_members(candidate: Candidate) -> Specialist | Team:
    """As they are now, and nobody of them ends meanwhile."""
    if candidate.specialist is not None:
        return locked(candidate.specialist)
    team: Any = locked(candidate.team)  # type: ignore[type-var]
    list(team.members.select_for_update(of=("self",)).order_by("pk"))
    return team


def _answer_by(need: Need, step: Step[Offer]) -> Any:
    """Two working days, but not past the need's own deadline unless that is over already."""
    today = timezone.localtime(step.at).date()
    day = add_working_days(today, ANSWER_INVITATION_DAYS).day
    tomorrow = today + timedelta(days=1)
    return max(min(day, need.deadline or day), tomorrow)
