"""What lies on an account's page, and what reached nobody."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.db.models import QuerySet

from heluo.base import clock
from heluo.base.models import Notice
from heluo.base.outbox.leads import Lead, leads_of
from heluo.base.outbox.words import NoWords, text_of

# Of what reached nobody, no more than the newest of one's places are shown; they are looked for in portions.
LATEST = 500


def notices_for(user: Any) -> QuerySet[Notice]:
    """The account's notices, newest first; unread ones have no `read_at`."""
    return Notice.objects.filter(user_id_text=str(user.public_id), channel="page").order_by("-created_at", "-pk")


def unread_count(user: Any) -> int:
    return notices_for(user).filter(read_at=None).count()


def mark_read(user: Any, notice_id: Any = None) -> int:
    """Mark one of the account's notices as read, by its public id, or all of them; returns how many."""
    unread = notices_for(user).filter(read_at=None)
    if notice_id is not None:
        unread = unread.filter(public_id=notice_id)
    return unread.update(read_at=clock.now())


def shown(notice: Notice) -> str:
    """The text for the page, in the reader's language; a notice of an older version may have lost its words."""
    try:
        return text_of(notice)
    except NoWords:
        return str(notice.context.get("number", "")) or notice.template


def undelivered(prefixes: Iterable[str]) -> list[tuple[Notice, Lead]]:
    """What was given up, newest first, about things in places whose codes begin with one of the prefixes."""
    dead = Notice.objects.filter(state="dead").order_by("-created_at", "-pk")
    theirs = tuple(prefixes)
    found: list[tuple[Notice, Lead]] = []
    for start in count(0, LATEST):
        portion = list(dead[start : start + LATEST])
        leads = leads_of(portion)
        found += [(one, leads[one]) for one in portion if one in leads and leads[one].place_code.startswith(theirs)]
        if len(portion) < LATEST or len(found) >= LATEST:
            return found[:LATEST]
    raise AssertionError("counting has no end")
