"""Services: drafted, registered, corrected by a new version, checked, disputed, voided."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Invalid, Refused
from heluo.base.numbering import next_number
from heluo.base.rules import SYSTEM
from heluo.base.writing import Step, locked, sent_once, writing
from heluo.needs.actions import codes
from heluo.needs.actions.lines import ServiceLines, write_lines
from heluo.needs.actions.locks import lock_need_of
from heluo.needs.actions.needs import await_service
from heluo.needs.actions.notices import tell_officers, tell_requester, tell_town
from heluo.needs.actions.sentences import required
from heluo.needs.models import WAYS_OF_CHECKING, Evidence, Need, Service
from heluo.needs.queries.needs import SERVABLE, UNSERVED, may_still_be_said
from heluo.needs.queries.services import OTHER_COUNTY, answering, is_one_county

CORRECTABLE = ("kind", "industry", "place", "started_at", "ended_at", "title", "narrative", "specialist", "team")
# A clock that is a little fast must not stop anybody.
_CLOCK_TOLERANCE = timedelta(minutes=10)
MOST_DAYS = 15
# Nothing older is registered: an earlier day is a slip of the finger.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def draft_service(
    *,
    actor: Any,
    service: Service,
    lines: ServiceLines | None = None,
    evidence: Iterable[Evidence] = (),
    instead_of: Service | None = None,
) -> Service:
    """Keep a service that is not finished, anew or `instead_of` an earlier draft. The need it answers is under way."""
    return sent_once(
        lambda: _already_sent(actor, service),
        lambda: _draft(actor, service, lines, evidence, instead_of or _kept_before(service)),
    )


def _draft(
    actor: Any, service: Service, lines: ServiceLines | None, evidence: Iterable[Evidence], earlier: Service | None
) -> Service:
    need, left = _locked_needs(service, earlier)
    if earlier is not None:
        _end_draft(actor, earlier, "services.replace")
    with writing(actor, "services.draft", service) as step:
        _save_new(step, actor, lines, evidence)
    _await_again(left)
    if need is not None and need.state == "assigned":
        with writing(SYSTEM, "needs.start", need):
            pass
    return step.thing


def register_service(
    *,
    actor: Any,
    service: Service,
    lines: ServiceLines,
    evidence: Iterable[Evidence] = (),
    instead_of: Service | None = None,
) -> Service:
    """Register a service, `instead_of` its draft where there is one: its grade is `claimed` until it is confirmed.

    Idempotent by `client_uuid`: what was sent before is returned as it is stored. What was only kept as a draft from
    the same form is not: it is finished by this.
    """
    return sent_once(
        lambda: _already_sent(actor, service),
        lambda: _register(actor, service, lines, evidence, instead_of or _kept_before(service)),
    )


def _register(
    actor: Any, service: Service, lines: ServiceLines, evidence: Iterable[Evidence], draft: Service | None
) -> Service:
    need, left = _locked_needs(service, draft)
    if draft is not None:
        _end_draft(actor, draft, "services.replace")
    with writing(actor, "services.register", service) as step:
        step.thing.registered_at, step.thing.registered_by_id = step.at, actor.pk
        _save_new(step, actor, lines, evidence)
        step.note(proxied=step.thing.is_proxied)
        codes.bind_codes(step)
        if step.thing.need is None:
            tell_town(step, "services.unplanned")
    _await_again(left)
    if need is not None:
        _serve(need, step.thing)
    return step.thing


def correct_service(
    *,
    actor: Any,
    service: Service,
    changes: Mapping[str, Any],
    lines: ServiceLines,
    reason: str,
    evidence: Iterable[Evidence] | None = None,
) -> Service:
    """Replace a service by a new version. The old one stays and stops counting; the new one is `claimed` again.

    `evidence` is all that the new version has; None hands on what the old one had.
    """
    required(reason=reason)
    with transaction.atomic():
        lock_need_of(service)
        with writing(actor, "services.correct", service) as step:
            old = step.thing
            old.correction_reason = reason
        new = _next_version(old, changes)
        with writing(actor, "services.register", new) as step:
            step.thing.registered_at, step.thing.registered_by_id = step.at, actor.pk
            _check(step.thing)
            step.save(step.thing)
            write_lines(step, lines)
            _save_evidence(step, [handed_on(item) for item in old.evidence.all()] if evidence is None else evidence)
            codes.hand_on_codes(step, old, new)
            step.note(replaces=str(old.public_id), version=new.version)
            if new.need is not None:
                tell_requester(step, "services.corrected")
    return new


def check_service(*, actor: Any, service: Service, how: str, note: str) -> Service:
    """Somebody independent looked into a confirmed service and found it right: `how` (see WAYS_OF_CHECKING), and what
    they found. The highest grade is not given by a press alone."""
    required(note=note)
    if how not in dict(WAYS_OF_CHECKING):
        raise Invalid(_("Say how it was checked."), {"how": _("Say how it was checked.")})
    with writing(actor, "services.check", service) as step:
        step.thing.checked_by_id, step.thing.checked_at = actor.pk, step.at
        step.thing.checked_how, step.thing.check_note = how, note
    return step.thing


def dispute_service(*, actor: Any, service: Service, reason: str) -> Service:
    """It is doubted that the service took place as registered; it stops counting until corrected or voided."""
    required(reason=reason)
    with writing(actor, "services.dispute", service) as step:
        step.thing.dispute_reason = reason
        tell_officers(step, "services.disputed")
    return step.thing


def void_service(*, actor: Any, service: Service, reason: str) -> Service:
    """The service did not take place, or was registered twice. It stays visible and counts nowhere.

    A need that it alone had answered waits for its service again. The codes in people's hands go to the service that
    still answers the need, or back to the need that waits; where nothing waits they end.
    """
    required(reason=reason)
    with transaction.atomic():
        need = lock_need_of(service)
        with writing(actor, "services.void", service) as step:
            step.thing.void_reason = reason
            _pass_on_codes(step, need)
        _await_again(need)
    return step.thing


def discard_draft(*, actor: Any, draft: Service) -> None:
    """Throw a draft away; the need that it was for waits for its service again."""
    with transaction.atomic():
        need = lock_need_of(draft)
        _end_draft(actor, draft, "services.void")
        _await_again(need)


def handed_on(item: Evidence) -> Evidence:
    """An unsaved copy of a version's evidence, for the next one."""
    kept = ("kind", "file", "sha256", "latitude", "longitude", "note")
    return Evidence(**{name: getattr(item, name) for name in kept})


def _end_draft(actor: Any, draft: Service, act: str) -> None:
    """A draft that was finished, kept anew or discarded was never registered, and nobody else sees it."""
    if locked(draft).state != "drafted":
        raise Refused(_("This draft was registered or discarded meanwhile."))
    with writing(actor, act, draft) as step:
        # The form from which it was kept may be sent again.
        step.thing.client_uuid = None


def _pass_on_codes(step: Step[Service], need: Need | None) -> None:
    other = answering(need).exclude(pk=step.thing.pk).first() if need is not None else None
    if other is not None:
        codes.hand_on_codes(step, step.thing, other)
    elif need is not None and (need.state in UNSERVED or _may_wait_again(need)):
        codes.give_back_codes(step)
    else:
        codes.end_codes(step, step.thing.codes.all())


def _may_wait_again(need: Need) -> bool:
    """A need that was closed longer ago than it could be reopened stays closed."""
    return need.state in ("serving", "served") or (need.state == "closed" and may_still_be_said(need))


def _await_again(need: Need | None) -> None:
    """After a service of the need was voided: is there another one under way, or one that answers it?"""
    if need is None or not _may_wait_again(need):
        return
    if not (_is_begun(need) if need.state == "serving" else answering(need).exists()):
        await_service(need)


def _is_begun(need: Need) -> bool:
    """Whether somebody who is to come has a draft. Who was released, or left the team, keeps theirs for themselves."""
    return any(_is_by_who_comes(need, draft) for draft in need.services.filter(state="drafted"))


def _already_sent(actor: Any, service: Service) -> Service | None:
    if service.client_uuid is None or not service._state.adding:
        return None
    earlier = Service.objects.filter(client_uuid=service.client_uuid).first()
    if earlier is not None and earlier.registered_by_id != actor.pk:
        raise Refused(_("This record was sent by another account already; open a new form."))
    return None if earlier is not None and earlier.state == "drafted" else earlier


def _kept_before(service: Service) -> Service | None:
    """The draft that was kept from the same form, which is being sent again."""
    if service.client_uuid is None:
        return None
    return Service.objects.filter(client_uuid=service.client_uuid, state="drafted").first()


def _locked_needs(service: Service, draft: Service | None) -> tuple[Need | None, Need | None]:
    """The need that is answered, and the one that the draft was for where it is finished without it; both locked.

    Needs are always locked before their offers and services, and in one order.
    """
    begun = draft.need if draft is not None and draft.need_id != service.need_id else None
    current = {row.pk: locked(row) for row in sorted(filter(None, (service.need, begun)), key=lambda row: row.pk)}
    need = current[service.need.pk] if service.need is not None else None
    if need is not None:
        _refuse_unless_served_by(need, service)
    return need, current[begun.pk] if begun is not None else None


def _refuse_unless_served_by(need: Need, service: Service) -> None:
    if need.state not in SERVABLE:
        raise Refused(
            _(
                "The need %(number)s is no longer with you (its state is “%(state)s”). Nothing is lost: "
                "register the service without the need, or ring the county's science office."
            )
            % {"number": need.number, "state": need.lifecycle.label(need.state)}
        )
    _refuse_strangers(need, service)


def _refuse_strangers(need: Need, service: Service) -> None:
    if not _is_by_who_comes(need, service):
        raise Refused(_("This need was assigned to somebody else meanwhile; the service can be registered without it."))


def _is_by_who_comes(need: Need, service: Service) -> bool:
    """Whether one of those whose acceptance holds serves, alone or in a team."""
    teams = need.offers.filter(state="accepted", team__isnull=False).values_list("team", flat=True)
    return service.specialist_id in need.server_ids or service.team_id in teams


def _save_new(step: Step[Service], actor: Any, lines: ServiceLines | None, evidence: Iterable[Evidence]) -> None:
    service = step.thing
    _check(service)
    if service._state.adding:
        service.registered_by_id = actor.pk
        service.number = next_number("S", timezone.localtime(service.started_at).year)
        step.save(service)
    if lines is not None:
        write_lines(step, lines)
    _save_evidence(step, evidence)
    step.note(kind=service.kind, place=service.place.code)


def _save_evidence(step: Step[Service], evidence: Iterable[Evidence]) -> None:
    for item in evidence:
        item.service = step.thing
        step.save(item)


def _serve(need: Need, service: Service) -> None:
    with writing(SYSTEM, "needs.serve", need) as step:
        step.thing.served_at = step.at
        step.note(service=str(service.public_id))
        tell_requester(step, "needs.served")


def _next_version(old: Service, changes: Mapping[str, Any]) -> Service:
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise Invalid(_("This can't be changed."), {name: _("This can't be changed.") for name in unknown})
    kept = {name: getattr(old, name) for name in CORRECTABLE} | dict(changes)
    return Service(number=old.number, version=old.version + 1, replaces=old, need=old.need, **kept)


def _check(service: Service) -> None:
    wrong = time_faults(service)
    if not service.title:
        wrong["title"] = _("Say in a few words what it was about.")
    if service.need is not None and _lies_before(service, service.need):
        day = date_format(timezone.localtime(service.need.asked_at), "DATE_FORMAT")
        told = _("The need was asked on %(day)s: what was done before does not answer it. Look at the day.")
        wrong.setdefault("started_at", told % {"day": day})
    if service.need is not None and not is_one_county(service.need.place, service.place):
        wrong["place"] = OTHER_COUNTY
    if wrong:
        raise Invalid(_("Something in the form is not right yet."), wrong)


def _lies_before(service: Service, need: Need) -> bool:
    """A call may be written down the day after the visit; nothing older is an answer."""
    asked, came = (timezone.localtime(moment).date() for moment in (need.asked_at, service.started_at))
    return came < asked - timedelta(days=1)


def time_faults(service: Service) -> dict[str, Any]:
    """What is wrong with a service's begin and end: a sentence for `started_at`, for `ended_at`."""
    wrong: dict[str, Any] = {}
    if service.started_at < EARLIEST:
        wrong["started_at"] = _("This lies before the year 2000.")
    if service.ended_at < service.started_at:
        wrong["ended_at"] = _("The end lies before the beginning.")
    elif service.ended_at - service.started_at > timedelta(days=MOST_DAYS):
        wrong["ended_at"] = _("A service lasts 15 days at most; register longer work as several.")
    if service.ended_at > clock.now() + _CLOCK_TOLERANCE:
        wrong.setdefault("ended_at", _("This lies in the future: register a service when it is over."))
    if service.replaces_id is None and (last := _served_until(service)) is not None:
        wrong.setdefault("started_at", _("The last day of whoever served was %(day)s.") % {"day": last})
    return wrong


def _served_until(service: Service) -> str | None:
    """The last day of whoever ended before this service; None where nobody did."""
    day = timezone.localtime(service.started_at).date()
    ends = [who.ended_on for who in (service.specialist, service.team) if who is not None and who.ended_on]
    return date_format(min(ends), "DATE_FORMAT") if ends and min(ends) < day else None
