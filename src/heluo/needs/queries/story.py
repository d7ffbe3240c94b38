"""A need's story: what the ledger says about it, its offers, services and answers, in words; newest first."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heluo.base.models import LedgerEntry
from heluo.needs.models import Confirmation, Evaluation, Need, Offer, Reopening, Service
from heluo.needs.queries.corrections import what_changed
from heluo.needs.queries.needs import sees_contact
from heluo.needs.queries.offers import OfNeed


@dataclass(frozen=True)
class Point:
    """One dated point. `bad` is the word for what went wrong, empty where nothing did."""

    when: datetime
    text: str
    note: str = ""
    quote: str = ""
    href: str = ""
    bad: str = ""


@dataclass
class _Seen:
    """The rows that the entries speak of, by public id, and how much this user may read of them."""

    need: Need
    inside: bool
    offers: dict[str, Offer]
    services: dict[str, Service]
    confirmations: dict[str, Confirmation]
    evaluations: dict[str, Evaluation]
    reopenings: dict[str, Reopening]


def of_need(user: Any, need: Need, offers: OfNeed) -> list[Point]:
    """The points that this user may read; names of the invited and comments only for those in charge or concerned."""
    seen = _rows(user, need, offers)
    ids = [str(need.public_id), *seen.offers, *seen.services, *seen.evaluations]
    entries = LedgerEntry.objects.filter(subject_id__in=ids).order_by("id")
    points = [point for entry in entries for point in _points(entry, seen)]
    # What came with a workbook is written down long after it happened.
    return sorted(points, key=lambda point: point.when)[::-1]


def _rows(user: Any, need: Need, offers: OfNeed) -> _Seen:
    services = Service.objects.filter(need=need).annotate(people=Count("attendances"))
    answers = {"service__need": need}
    return _Seen(
        need=need,
        inside=sees_contact(user, need),
        offers={str(offer.public_id): offer for offer in (*offers.coming, *offers.visible)},
        services={str(service.public_id): service for service in services},
        confirmations={str(row.public_id): row for row in Confirmation.objects.filter(**answers)},
        evaluations={str(row.public_id): row for row in Evaluation.objects.filter(**answers)},
        reopenings={str(row.public_id): row for row in need.reopenings.all()},
    )


def _points(entry: LedgerEntry, seen: _Seen) -> Iterable[Point]:
    say = _SAYINGS.get(entry.action)
    if say is not None:
        payload = json.loads(entry.payload)
        written = {public_id for _label, public_id, _commitment in payload.get("rows", ())}
        yield from say(entry, payload.get("facts", {}), written, seen)


Saying = Callable[[LedgerEntry, dict[str, Any], set[str], _Seen], Iterable[Point]]


def _published(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    need, note = seen.need, ""
    if facts.get("from") != "draft":
        text = {
            "proxy": _("Taken down for somebody else and published"),
            "phone": _("Asked by telephone, taken down and published"),
            "workbook": _("Came with a workbook and was published"),
        }.get(need.channel, _("Published"))
    else:
        text = _("Reviewed by the town and published") if need.channel == "qr" else _("Published")
    if need.deadline and not need.times_reopened:
        note = _("to be answered by %(day)s") % {"day": date_format(need.deadline, "MONTH_DAY_FORMAT")}
    yield Point(entry.at, text, note)


def _plain(text: Callable[[], str], bad: Callable[[], str] | None = None) -> Saying:
    def say(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
        yield Point(entry.at, text(), bad=bad() if bad else "")

    return say


def _drafted(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    """Once, however often the same form was kept."""
    if facts.get("from") != "draft":
        yield Point(entry.at, _("Taken down"))


def _edited(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    names = [_FIELD_NAMES[name]() for name in facts.get("changed", ()) if name in _FIELD_NAMES]
    yield Point(entry.at, _("What is asked was changed"), note=_(", ").join(names))


def _declined(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    need = seen.need
    text = _("Not taken up: %(reason)s") % {"reason": need.decline_reason}
    yield Point(entry.at, text, note=need.do_instead, bad=_("no"))


def _withdrawn(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    yield Point(entry.at, _("Withdrawn"), quote=seen.need.withdraw_reason if seen.inside else "")


def _duplicate(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    parent = seen.need.parent
    href = reverse("needs:need", args=[parent.public_id]) if parent else ""
    text = _("The same as %(number)s; it goes on there") % {"number": parent.number if parent else ""}
    yield Point(entry.at, text, href=href)


def _reopened(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    """What was written is quoted to those inside; a judgement's own words stand with the judgement."""
    quote = next((seen.reopenings[public_id].reason for public_id in written if public_id in seen.reopenings), "")
    text = _("Reopened: the people served were not content")
    yield Point(entry.at, text, quote=quote if seen.inside else "", bad=_("reopened"))


def _closed(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    text = _("Closed: the people served are content")
    yield Point(entry.at, text if facts.get("outcome", "satisfied") == "satisfied" else _("Closed"))


def _fewer(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    yield Point(
        entry.at,
        _("Fewer people are enough: %(size)s") % {"size": facts.get("size", "")},
        quote=seen.need.accepted_size_reason if seen.inside else "",
    )


def _offer(words: Callable[[], str], *, bad: Callable[[], str] | None = None, why: bool = False) -> Saying:
    def say(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
        offer = seen.offers.get(entry.subject_id)
        if offer is None or (not seen.inside and entry.action not in ("offers.accept", "offers.record_yes")):
            return
        quote = offer.decline_reason if why and seen.inside else ""
        if entry.action == "offers.invite" and offer.override_reason:
            quote = offer.override_reason
        rung = entry.action in ("offers.record_yes", "offers.record_no") and offer.recorded_by and seen.inside
        note = _("told over the telephone, recorded by %(who)s") % {"who": offer.recorded_by} if rung else ""
        yield Point(entry.at, words() % {"who": offer.candidate}, note, quote, bad=bad() if bad else "")

    return say


_TAKEN_BACK = _offer(lambda: _("The invitation of %(who)s was taken back"), why=True)
_NOT_AGAIN = _offer(lambda: _("%(who)s is not to come again: somebody else is looked for"), why=True)


def _offer_ended(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    """Whoever had been there was not called off before."""
    return (_NOT_AGAIN if facts.get("because") == "needs.reopen" else _TAKEN_BACK)(entry, facts, written, seen)


def _service(words: Callable[[], str], bad: Callable[[], str] | None = None) -> Saying:
    def say(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
        service = seen.services.get(entry.subject_id)
        if service is None or service.registered_at is None:
            return
        people = getattr(service, "people", 0)
        note = ngettext("%d attendance", "%d attendances", people) % people if people else ""
        text = words() % {"what": service.get_kind_display(), "title": service.title}
        href = reverse("needs:service", args=[service.public_id])
        yield Point(entry.at, text, note, href=href, bad=bad() if bad else "")

    return say


def _registered(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    """A corrected version is told of with its correction."""
    service = seen.services.get(entry.subject_id)
    if service is None or service.replaces_id is None:
        yield from _service(lambda: _("Registered: %(what)s, %(title)s"))(entry, facts, written, seen)


def _corrected(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    """What differs, and what the record is since then: whatever was confirmed or checked of it was the old one."""
    old = seen.services.get(entry.subject_id)
    new = next((one for one in seen.services.values() if old is not None and one.replaces_id == old.pk), None)
    if old is None or new is None:
        return
    text = _("The record was corrected: %(what)s, %(title)s") % {"what": new.get_kind_display(), "title": new.title}
    changed = _(", ").join(what_changed(old, new)) or _("nothing that is shown")
    state = Service.lifecycle.label("registered")
    note = _("changed: %(changed)s; since then: %(state)s, to be confirmed anew") % {"changed": changed, "state": state}
    quote = old.correction_reason if seen.inside else ""
    yield Point(entry.at, text, note, quote, reverse("needs:service", args=[new.public_id]))


def _confirmed(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    judged = {seen.evaluations[public_id].comment for public_id in written if public_id in seen.evaluations}
    for row in (seen.confirmations[public_id] for public_id in written if public_id in seen.confirmations):
        how = row.get_channel_display()
        # What was written in one form stands with the judgement.
        quote = row.comment if seen.inside and row.comment not in judged else ""
        text, bad = _("Confirmed by the people served"), ""
        if not row.took_place:
            text, bad = _("The people served say: it did not take place"), _("disputed")
        yield Point(entry.at, text, note=how, quote=quote, bad=bad)
    yield from _judged(entry, facts, written, seen)


def _judged(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    for row in (seen.evaluations[public_id] for public_id in written if public_id in seen.evaluations):
        text = _("Judged: content") if row.is_satisfied else _("Judged: not content")
        bad = "" if row.is_satisfied else _("not content")
        yield Point(entry.at, text, note=row.get_channel_display(), quote=row.comment if seen.inside else "", bad=bad)


def _imported(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    """A need from a workbook: one entry for all that had happened to it, at the days that the workbook gives."""
    need, source = seen.need, _("came with a workbook")
    yield Point(need.asked_at, _("Asked"), source)
    ended = need.closed_at or need.asked_at
    match entry.action:
        # Closed once and opened again since: the day of that first closing is not kept.
        case "needs.import_closed" if need.closed_at and not need.times_reopened:
            text = _("Closed: the people served are content")
            silent = _("Closed without an answer from the people served")
            yield Point(ended, {"satisfied": text, "no_answer": silent}.get(need.outcome, _("Closed")), source)
        case "needs.import_declined":
            yield from (replace(point, when=ended) for point in _declined(entry, facts, written, seen))
        case "needs.import_withdrawn":
            yield from (replace(point, when=ended) for point in _withdrawn(entry, facts, written, seen))


def _imported_service(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    for point in _SAYINGS["services.register"](entry, facts, written, seen):
        yield replace(point, when=seen.services[entry.subject_id].started_at)


def _imported_judgement(entry: LedgerEntry, facts: dict[str, Any], written: set[str], seen: _Seen) -> Iterable[Point]:
    for point in _judged(entry, facts, {entry.subject_id}, seen):
        yield replace(point, when=seen.evaluations[entry.subject_id].at)


_FIELD_NAMES: dict[str, Callable[[], str]] = {
    "title": lambda: _("title"),
    "body": lambda: _("description"),
    "industry": lambda: _("trade"),
    "kind": lambda: _("what would help"),
    "urgency": lambda: _("urgency"),
    "wanted_from": lambda: _("first day"),
    "wanted_to": lambda: _("last day"),
    "team_size": lambda: _("number of people"),
    "contact_name": lambda: _("contact"),
    "contact_phone": lambda: _("telephone"),
}

_SAYINGS: dict[str, Saying] = {
    "needs.draft": _drafted,
    "needs.submit": _plain(lambda: _("Asked by QR code, waits for the town")),
    "needs.publish": _published,
    "needs.edit": _edited,
    "needs.assign": _plain(lambda: _("Enough people have said yes")),
    "needs.release": _plain(lambda: _("Nobody is coming any more: looking again")),
    "needs.unstart": _plain(lambda: _("No service stands any more: it is still to come")),
    "needs.unoffer": _plain(lambda: _("Nobody is invited any more: looking again")),
    "needs.accept_fewer": _fewer,
    "needs.start": _plain(lambda: _("The service has begun")),
    "needs.close": _closed,
    "needs.close_unanswered": _plain(lambda: _("Closed without an answer from the people served")),
    "needs.reopen": _reopened,
    "needs.reopen_to_same": _reopened,
    "needs.withdraw": _withdrawn,
    "needs.decline": _declined,
    "needs.mark_duplicate": _duplicate,
    "needs.expire": _plain(lambda: _("Its time has passed without an answer"), lambda: _("expired")),
    "needs.republish": _plain(lambda: _("Published again")),
    "offers.invite": _offer(lambda: _("%(who)s was invited")),
    "offers.accept": _offer(lambda: _("%(who)s said yes")),
    "offers.decline": _offer(lambda: _("%(who)s cannot come"), why=True),
    "offers.record_yes": _offer(lambda: _("%(who)s said yes")),
    "offers.record_no": _offer(lambda: _("%(who)s cannot come"), why=True),
    "offers.lapse": _offer(lambda: _("%(who)s did not answer in time"), bad=lambda: _("late")),
    "offers.withdraw": _offer_ended,
    "offers.tell": _offer(lambda: _("%(who)s was told by telephone")),
    "services.register": _registered,
    "services.correct": _corrected,
    "services.check": _service(lambda: _("Checked by someone independent")),
    "services.dispute": _service(lambda: _("Disputed"), lambda: _("disputed")),
    "services.void": _service(lambda: _("The record was voided"), lambda: _("voided")),
    "services.confirm": _confirmed,
    "services.evaluate": _judged,
    **{f"needs.import_{end}": _imported for end in ("open", "served", "closed", "declined", "withdrawn")},
    "services.import": _imported_service,
    "evaluations.import": _imported_judgement,
}
