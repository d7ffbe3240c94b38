"""What happens by itself when a day has passed: invitations lapse, needs expire, silence closes."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Refused
from heluo.base.rules import SYSTEM
from heluo.base.writing import locked, writing
from heluo.needs.actions.needs import let_go, recount_deadline
from heluo.needs.actions.notices import tell_officers, tell_requester
from heluo.needs.actions.offers import lapse_offer
from heluo.needs.deadlines import REOPEN_DAYS, deadline_of
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Need, Offer, Service
from heluo.needs.queries.judged import with_judgements
from heluo.needs.queries.needs import UNSERVED
from heluo.needs.queries.services import OF_THE_LAST_OPENING

logger = logging.getLogger(__name__)
# A need that found nobody this long after its deadline ends, unless it must be served.
EXPIRY = timedelta(days=30)
AT_ONCE = 200

Row = TypeVar("Row", Need, Offer)


def lapse_offers() -> int:
    """End the invitations whose day of answer has passed. Returns how many."""
    late = Offer.objects.filter(state="invited", answer_by__lt=clock.today())
    return _each_unless_overtaken(_lapse, _few(late))


def expire_needs() -> int:
    """End the needs that found nobody until 30 days after their deadline."""
    return expire_each(_few(late_needs()))


def close_unanswered_needs() -> int:
    """Close the needs of whose service nobody said anything for 14 days; that counts in the response rate."""
    return close_each(_few(silent_needs()))


def recount_deadlines() -> int:
    """Count again the deadlines that were counted by weekdays, for the years that the calendar has got since."""
    by_weekdays = Need.objects.filter(state__in=UNSERVED, deadline_by_calendar=False)
    known = [need for need in by_weekdays if deadline_of(need).by_calendar]
    return _each_unless_overtaken(lambda need: recount_deadline(need=need), known[:AT_ONCE])


def late_needs() -> QuerySet[Need]:
    """Those that are to expire."""
    until = clock.today() - EXPIRY
    return Need.objects.filter(state__in=("published", "offered"), deadline__lt=until, must_serve=False)


def silent_needs() -> QuerySet[Need]:
    """Those of which nobody has judged what answers them, 14 days after its last record: a correction is news to the
    people served, and gives them the days anew (ADR 21).

    While a service is disputed nothing closes by itself, nor where none counts. What was judged and is served still is
    the office's to close or to open again.
    """
    since = clock.now() - timedelta(days=REOPEN_DAYS)
    services = Service.objects.filter(OF_THE_LAST_OPENING, need=OuterRef("pk"))
    counting = services.filter(state__in=GRADES)
    return Need.objects.filter(
        Exists(counting),
        ~Exists(services.filter(state="disputed")),
        ~Exists(counting.filter(replaces__isnull=False, registered_at__gte=since)),
        ~Exists(with_judgements(counting).filter(is_judged=True)),
        state="served",
        served_at__lt=since,
    )


def _few(rows: QuerySet[Row]) -> QuerySet[Row]:
    """A round's worth. The rest of a row is read in its turn: one that can't be decrypted must not keep the others."""
    return rows.only("public_id")[:AT_ONCE]


def expire_each(needs: Iterable[Need]) -> int:
    return _each_unless_overtaken(_expire, needs)


def close_each(needs: Iterable[Need]) -> int:
    return _each_unless_overtaken(_close_unanswered, needs)


def _lapse(offer: Offer) -> None:
    lapse_offer(offer=offer)


def _expire(need: Need) -> None:
    with transaction.atomic():
        _refuse_unless_still(need, late_needs())
        with writing(SYSTEM, "needs.expire", need) as step:
            let_go(step)
            tell_requester(step, "needs.expired")
            tell_officers(step, "needs.expired")


def _close_unanswered(need: Need) -> None:
    with transaction.atomic():
        _refuse_unless_still(need, silent_needs())
        with writing(SYSTEM, "needs.close_unanswered", need) as step:
            step.thing.closed_at, step.thing.outcome = step.at, "no_answer"


def _refuse_unless_still(need: Need, due: QuerySet[Need]) -> None:
    """Between finding it and locking it somebody may have given it more time."""
    locked(need)
    if not due.filter(pk=need.pk).exists():
        raise Refused(_("This need is not due any more."))


def _each_unless_overtaken(end: Callable[[Row], object], rows: Iterable[Row]) -> int:
    """End each row, unless somebody was quicker; returns how many were ended. One that fails does not keep the rest."""
    ended = 0
    for row in rows:
        try:
            end(row)
            ended += 1
        except Refused:
            continue
        except Exception:
            logger.exception("%s %s could not be ended; it will be tried again.", row._meta.label, row.public_id)
    return ended
