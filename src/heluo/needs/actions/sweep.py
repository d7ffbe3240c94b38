"""What happens by itself when a day has passed: invitations lapse, needs expire, silence closes."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from heluo.base import clock
from heluo.base.errors import Refused
from heluo.base.rules import SYSTEM
from heluo.base.writing import writing
from heluo.needs.actions.notices import tell_officers, tell_requester
from heluo.needs.actions.offers import lapse_offer
from heluo.needs.deadlines import REOPEN_DAYS
from heluo.needs.models import Need, Offer

# A need that found nobody this long after its deadline ends, unless it must be served.
EXPIRY = timedelta(days=30)
AT_ONCE = 200

Row = TypeVar("Row", Need, Offer)


def lapse_offers() -> int:
    """End the invitations whose day of answer has passed. Returns how many."""
    late = Offer.objects.filter(state="invited", answer_by__lt=clock.today()).select_related("need")[:AT_ONCE]
    return _each_unless_overtaken(_lapse, late)


def expire_needs() -> int:
    """End the needs that found nobody until 30 days after their deadline."""
    until = clock.today() - EXPIRY
    late = Need.objects.filter(state__in=("published", "offered"), deadline__lt=until, must_serve=False)[:AT_ONCE]
    return _each_unless_overtaken(_expire, late)


def close_unanswered_needs() -> int:
    """Close the needs whose service nobody judged within 14 days; that counts in the response rate."""
    until = clock.now() - timedelta(days=REOPEN_DAYS)
    silent = Need.objects.filter(state="served", served_at__lt=until)[:AT_ONCE]
    return _each_unless_overtaken(_close_unanswered, silent)


def _lapse(offer: Offer) -> None:
    lapse_offer(offer=offer)


def _expire(need: Need) -> None:
    with writing(SYSTEM, "needs.expire", need) as step:
        tell_requester(step, "needs.expired")
        tell_officers(step, "needs.expired")


def _close_unanswered(need: Need) -> None:
    with writing(SYSTEM, "needs.close_unanswered", need) as step:
        step.thing.closed_at, step.thing.outcome = step.at, "no_answer"


def _each_unless_overtaken(end: Callable[[Row], None], rows: Iterable[Row]) -> int:
    """End each row, unless somebody was quicker; returns how many were ended."""
    ended = 0
    for row in rows:
        with suppress(Refused):
            end(row)
            ended += 1
    return ended
