"""Sending what waits: each notice is taken, sent and marked; what fails is tried again, later and later."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.db.models import Q

from heluo.base import clock
from heluo.base.models import Notice
from heluo.base.outbox import channels, words

logger = logging.getLogger(__name__)
# Minutes until the next try, after the first, second … failure; after the last one it is given up.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)
# A worker that died while sending loses its notice after this. The receiver may then get it twice.
TAKEN_MINUTES = 5
# Where it went, and a code that nobody fetched, are of no use after this.
PRIVATE_DAYS = 60
# What was sent or read is forgotten after this. What reached nobody stays, without its address: it says whom it missed.
SENT_DAYS = 365
AT_ONCE = 200
# A round ends after this, so that a worker that is told to stop does not wait for a slow gateway's two hundred.
ROUND_SECONDS = 5


def send_due() -> int:
    """Send what is due, one after another, for a while; returns how many were dealt with.

    Several workers may do this at once.
    """
    due = Notice.objects.filter(state__in=["waiting", "sending"], due_at__lte=clock.now()).order_by("due_at", "pk")
    # Their rows are read one at a time: one that can't be decrypted must not keep the others.
    found = list(due.values_list("pk", "state", "due_at", "attempts", named=True)[:AT_ONCE])
    end = time.monotonic() + ROUND_SECONDS
    count = 0
    for seen in found:
        # Each is taken when its turn has come: a slow gateway must not let those behind it run out of their time.
        if _take(seen):
            _send(seen.pk, seen.attempts + 1)
            count += 1
        if time.monotonic() > end:
            break
    return count


def wipe_old() -> int:
    """Wipe the addresses of notices that went out long ago or never will, and the codes that were never fetched."""
    before = clock.now() - timedelta(days=PRIVATE_DAYS)
    old = Notice.objects.filter(created_at__lt=before, state__in=["sent", "kept", "dead"])
    return old.exclude(secret=b"", address=b"").update(secret="", address="")


def forget_old() -> int:
    """Delete the notices that reached somebody a year ago."""
    return Notice.objects.filter(state="sent", sent_at__lt=clock.now() - timedelta(days=SENT_DAYS)).delete()[0]


def _take(seen: Any) -> bool:
    """Claim it for a while, as it was seen; false when another worker was quicker."""
    until = clock.now() + timedelta(minutes=TAKEN_MINUTES)
    as_seen = Q(pk=seen.pk, state=seen.state, due_at=seen.due_at, attempts=seen.attempts)
    return bool(Notice.objects.filter(as_seen).update(state="sending", due_at=until, attempts=seen.attempts + 1))


def _send(pk: int, attempt: int) -> None:
    try:
        notice = Notice.objects.get(pk=pk)
        channels.deliver(notice, words.text_for_addressee(notice))
    except Notice.DoesNotExist:
        return  # called back at this very moment
    except channels.Kept as reason:
        _mark(pk, state="kept", error=str(reason))
    except channels.NotDelivered as error:
        _try_again(pk, attempt, str(error))
    except words.NoWords as error:
        _give_up(pk, str(error))
    except Exception as error:
        # One that can't be read, or a gateway's own fault, must not keep the other notices.
        logger.exception("Sending the notice %s failed.", pk)
        _try_again(pk, attempt, type(error).__name__)
    else:
        _mark(pk, state="sent", error="", secret="", sent_at=clock.now())


def _try_again(pk: int, attempt: int, error: str) -> None:
    if attempt > len(RETRY_MINUTES):
        _give_up(pk, error)
    else:
        due_at = clock.now() + timedelta(minutes=RETRY_MINUTES[attempt - 1])
        _mark(pk, state="waiting", error=error, due_at=due_at)


def _give_up(pk: int, error: str) -> None:
    logger.error("The notice %s is given up: %s", pk, error)
    _mark(pk, state="dead", error=error)


def _mark(pk: int, *, error: str, **values: object) -> None:
    Notice.objects.filter(pk=pk).update(error=error[:300], **values)
