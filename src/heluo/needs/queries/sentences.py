"""What happens next with a need, in a sentence for the one who asked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heluo.needs.models import Need, Offer
from heluo.needs.queries.needs import UNSERVED, may_still_be_said


def what_next(needs: Iterable[Need], user: Any) -> dict[int, str]:
    """Database key → sentence; one query for all."""
    rows = list(needs)
    live = Offer.objects.filter(need__in=rows, state__in=("invited", "accepted")).select_related("specialist", "team")
    offers: defaultdict[int, list[Offer]] = defaultdict(list)
    for offer in live.order_by("pk"):
        offers[offer.need_id].append(offer)
    return {need.pk: _sentence(need, offers[need.pk]) for need in rows}


def next_with(need: Need, offers: Iterable[Offer]) -> str:
    """The same for one need whose offers are read already."""
    return _sentence(need, [offer for offer in offers if offer.state in ("invited", "accepted")])


def not_good(need: Need) -> str:
    """The words with which an open need was opened again, for those inside; empty where nobody wrote any."""
    if need.reopened_at is None or need.state not in UNSERVED:
        return ""
    by_hand = need.reopenings.filter(at__gte=need.reopened_at).first()
    if by_hand is not None:
        return by_hand.reason
    said = need.evaluations.filter(is_satisfied=False, at__lte=need.reopened_at).select_related("confirmation")
    last = said.order_by("at", "pk").last()
    if last is None:
        return ""
    return last.comment or (last.confirmation.comment if last.confirmation else "")


def _sentence(need: Need, offers: list[Offer]) -> str:
    say = _BY_STATE.get(need.state)
    return say(need, offers) if say else ""


def _draft(need: Need, offers: list[Offer]) -> str:
    if need.channel != "qr":
        return _("A draft: nobody looks for anyone before it is published.")
    return _("The town reads it first and then publishes it, or says why not.")


def _published(need: Need, offers: list[Offer]) -> str:
    day = _day(need.deadline)
    if need.times_reopened:
        return _("It is open again; the office looks for somebody and answers by %(day)s.") % {"day": day}
    return _("The office looks for somebody who fits and answers by %(day)s.") % {"day": day}


def _offered(need: Need, offers: list[Offer]) -> str:
    coming = [str(offer.candidate) for offer in offers if offer.state == "accepted"]
    waiting = sum(offer.state == "invited" for offer in offers)
    asked = ngettext("%d was invited and has not answered yet.", "%d were invited and have not answered yet.", waiting)
    said = [_("%(names)s will come.") % {"names": _(", ").join(coming)}] if coming else []
    said.append(asked % waiting if waiting else _("The office looks for more people."))
    return " ".join(said)


def _assigned(need: Need, offers: list[Offer]) -> str:
    names = _(", ").join(str(offer.candidate) for offer in offers if offer.state == "accepted")
    return _("%(names)s will come and get in touch about the day.") % {"names": names}


def _served(need: Need, offers: list[Offer]) -> str:
    return _(
        "Somebody was there. Was it any good? Say so with the six digits that you were given, "
        "or tell the hotline or the informant."
    )


def _closed(need: Need, offers: list[Offer]) -> str:
    match need.outcome:
        case "satisfied":
            said = _("Closed: the people served are content.")
        case "unhappy":
            said = _("Closed, though the people served are not content.")
        case "no_answer":
            said = _("Closed without an answer.")
        case _other:
            said = _("Closed.")
    if may_still_be_said(need):
        said += " " + _("If it was no good, you may still have it reopened within 14 days.")
    return said


def _declined(need: Need, offers: list[Offer]) -> str:
    if need.parent_id is not None:
        return _("Another need asks the same; it goes on there.")
    if not need.do_instead:
        return _("Not taken up: %(reason)s") % {"reason": need.decline_reason}
    return _("Not taken up: %(reason)s What to do instead: %(instead)s") % {
        "reason": need.decline_reason,
        "instead": need.do_instead,
    }


_BY_STATE = {
    "draft": _draft,
    "published": _published,
    "offered": _offered,
    "assigned": _assigned,
    "serving": lambda need, offers: _("The service is under way."),
    "served": _served,
    "closed": _closed,
    "declined": _declined,
    "withdrawn": lambda need, offers: _("It was withdrawn."),
    "expired": lambda need, offers: _("Nobody was found in time. The office may publish it again: ring them up."),
}


def _day(day: Any) -> str:
    return date_format(day, "MONTH_DAY_FORMAT") if day else "—"
