"""Sending what waits: each notice is taken, sent and marked; what fails is tried again, later and later."""

import logging
from datetime import timedelta

from django.db.models import Q

from heluo.base import clock
from heluo.base.models import Notice
from heluo.base.outbox import channels, words

logger = logging.getLogger(__name__)
# Minutes until the next try, after the first, second … failure; after the last one it is given up.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)
# A worker that died while sending loses its notice after this. The receiver may then get it twice.
TAKEN_MINUTES = 5
# A code that nobody fetched is of no use after this.
SECRET_DAYS = 60
AT_ONCE = 200


def send_due() -> int:
    """Send what is due, one after another; returns how many were dealt with. Several workers may do this at once."""
    now = clock.now()
    due = Notice.objects.filter(state__in=["waiting", "sending"], due_at__lte=now).order_by("due_at", "pk")
    count = 0
    for notice in due[:AT_ONCE]:
        # Each is taken when its turn has come: a slow gateway must not let those behind it run out of their time.
        if _take(notice):
            _send(notice)
            count += 1
    return count


def wipe_old_secrets() -> int:
    """Wipe the codes of notices that were kept and never fetched."""
    before = clock.now() - timedelta(days=SECRET_DAYS)
    old = Notice.objects.filter(created_at__lt=before, state__in=["kept", "dead", "sent"])
    ids = [notice.pk for notice in old.exclude(secret=b"").only("pk")[:AT_ONCE]]
    return Notice.objects.filter(pk__in=ids).update(secret="")


def hand_over(notice: Notice) -> str:
    """The text with its code, of a notice that was kept, for whoever tells or prints it; the code is wiped.

    The caller's action has asked the rule. Raises NoWords.
    """
    text = words.text_of(notice, with_code=True)
    Notice.objects.filter(pk=notice.pk).update(secret="", state="sent", sent_at=clock.now())
    return text


def _take(notice: Notice) -> bool:
    """Claim it for a while; false when another worker was quicker."""
    until = clock.now() + timedelta(minutes=TAKEN_MINUTES)
    as_seen = Q(pk=notice.pk, state=notice.state, due_at=notice.due_at, attempts=notice.attempts)
    notice.attempts += 1
    return bool(Notice.objects.filter(as_seen).update(state="sending", due_at=until, attempts=notice.attempts))


def _send(notice: Notice) -> None:
    try:
        channels.deliver(notice, words.text_for_addressee(notice))
    except channels.Kept as reason:
        _mark(notice, state="kept", error=str(reason))
    except channels.NotDelivered as error:
        _try_again(notice, str(error))
    except words.NoWords as error:
        _give_up(notice, str(error))
    except Exception as error:
        # A gateway's own fault must not keep the other notices.
        logger.exception("Sending the notice %s failed.", notice.public_id)
        _try_again(notice, type(error).__name__)
    else:
        _mark(notice, state="sent", error="", secret="", sent_at=clock.now())


def _try_again(notice: Notice, error: str) -> None:
    if notice.attempts > len(RETRY_MINUTES):
        _give_up(notice, error)
    else:
        due_at = clock.now() + timedelta(minutes=RETRY_MINUTES[notice.attempts - 1])
        _mark(notice, state="waiting", error=error, due_at=due_at)


def _give_up(notice: Notice, error: str) -> None:
    logger.error("The notice %s is given up: %s", notice.public_id, error)
    _mark(notice, state="dead", error=error)


def _mark(notice: Notice, *, error: str, **values: object) -> None:
    Notice.objects.filter(pk=notice.pk).update(error=error[:300], **values)
