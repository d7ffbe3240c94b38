"""Issuing one-time codes to the people served. The one who serves never sees them.

A code goes out by SMS, or somebody in charge of the place prints it or reads it out. Nobody keeps the plain code: a
code that reached nobody is replaced when it is handed over (`queries.codes` knows which ones those are).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heluo.base import outbox
from heluo.base.errors import Refused
from heluo.base.writing import Step, writing
from heluo.needs.actions.locks import lock_need_of
from heluo.needs.codes import PlainCode, digits_hash, make_code, token_hash
from heluo.needs.deadlines import CODE_DAYS
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import USABLE_CODES, ConfirmationCode, Need, Service
from heluo.needs.queries.codes import is_in_hand, seen_by_its_own
from heluo.needs.queries.needs import UNSERVED


@dataclass(frozen=True)
class IssuedCode:
    """The plain code, shown or sent once, and its row."""

    plain: PlainCode
    row: ConfirmationCode


def issue_unless_in_hand(step: Step[Need]) -> None:
    """With a need that waits for its service again: whoever still holds a code needs no other."""
    if step.thing.contact_phone and not is_in_hand(need=step.thing, service=None):
        issue_for_need(step)


def issue_for_need(step: Step[Need]) -> None:
    """With the publishing of a need: a code goes to the contact's telephone. Without one the town hands it over."""
    need = step.thing
    _replace_usable(step, ConfirmationCode.objects.filter(need=need, service=None))
    if need.contact_phone:
        _send(step, _make(step, need=need), "needs.code", need.number, need.contact_phone)


def reissue_for_need(*, actor: Any, need: Need) -> IssuedCode:
    """A need that is not served yet gets a new code, to be printed or read out; the earlier one ends."""
    with writing(actor, "needs.issue_code", need) as step:
        if step.thing.state not in UNSERVED:
            raise Refused(_("Codes are issued for a need that waits for its service."))
        _replace_usable(step, ConfirmationCode.objects.filter(need=step.thing, service=None))
        return _make(step, need=step.thing)


def issue_code(*, actor: Any, service: Service, phone: str = "") -> IssuedCode:
    """For an unplanned service, or when a code was lost: a new one is issued; earlier ones of the service end.

    With `phone` it is sent there; the plain code is returned once, for the slip or to be read out.
    """
    with transaction.atomic():
        lock_need_of(service)
        with writing(actor, "services.issue_code", service) as step:
            if step.thing.state not in GRADES:
                raise Refused(_("Codes are issued for a registered service."))
            _replace_usable(step, ConfirmationCode.objects.filter(service=step.thing))
            return _make_for_service(step, step.thing, phone)


def bind_codes(step: Step[Service]) -> None:
    """With the registering of a service: the codes given out for its need are now this service's, for 30 days.

    One whose digits were seen by whoever registers or served ends: nobody is to confirm oneself. A new one goes to the
    contact's telephone; without a telephone the town hands it over.
    """
    service = step.thing
    if service.need is None:
        return
    given_out = ConfirmationCode.objects.filter(need=service.need, service=None, state__in=USABLE_CODES)
    known = seen_by_its_own(service, given_out)
    for code in given_out.exclude(pk__in=known):
        code.service, code.expires_at = service, step.at + timedelta(days=CODE_DAYS)
        step.save(code)
    if known:
        _end_usable(step, ConfirmationCode.objects.filter(pk__in=known), "ended")
        if service.need.contact_phone and not is_in_hand(service=service):
            _make_for_service(step, service, service.need.contact_phone)


def hand_on_codes(step: Step[Service], old: Service, new: Service) -> None:
    """`new` stands for `old` now: the slip in people's hands confirms it. Where they have none that can still be used,
    a new one goes to the contact's telephone; without a telephone the town hands it over."""
    need, waits = new.need, new.state == "registered" and not is_in_hand(service__in=(old, new))
    if waits and need is not None and need.contact_phone:
        _replace_usable(step, ConfirmationCode.objects.filter(service__in=(old, new)))
        _make_for_service(step, new, need.contact_phone)
        return
    kept = _one_each(step, old.codes.all(), ConfirmationCode.objects.filter(service=new), is_in_hand(service=new))
    for code in kept.filter(state__in=USABLE_CODES).select_for_update():
        code.service = new
        step.save(code)


def end_codes(step: Step[Any], rows: QuerySet[ConfirmationCode]) -> None:
    """With what they would have confirmed: nobody comes any more, or what was registered is void."""
    _end_usable(step, rows, "ended")


def end_codes_of_need(step: Step[Need]) -> None:
    """With a need that ends unserved. Those of an earlier service stay with it."""
    end_codes(step, ConfirmationCode.objects.filter(need=step.thing, service=None))


def give_back_codes(step: Step[Service]) -> None:
    """With the voiding of a service: the slip in people's hands confirms the one for which the need waits again."""
    need = step.thing.need
    of_need = ConfirmationCode.objects.filter(need=need, service=None)
    kept = _one_each(step, step.thing.codes.all(), of_need, is_in_hand(need=need, service=None))
    for code in kept.filter(state__in=USABLE_CODES, expires_at__gte=step.at).select_for_update():
        code.service, code.expires_at = None, None
        step.save(code)


def _one_each(
    step: Step[Service], coming: QuerySet[ConfirmationCode], there: QuerySet[ConfirmationCode], in_hand: bool
) -> QuerySet[ConfirmationCode]:
    """Two codes of one thing would let the same people confirm it twice: the one in hand `there` replaces what comes,
    else what comes replaces it. Returns what comes."""
    if coming.filter(state__in=USABLE_CODES).exists():
        _replace_usable(step, coming if in_hand else there)
    return coming


def _make_for_service(step: Step[Service], service: Service, phone: str) -> IssuedCode:
    issued = _make(step, service=service, need=service.need, expires_at=step.at + timedelta(days=CODE_DAYS))
    if phone:
        _send(step, issued, "services.code", service.number, phone)
    return issued


def _make(step: Step[Any], **about: Any) -> IssuedCode:
    plain = make_code()
    row = ConfirmationCode(issued_at=step.at, issued_by_id=step.actor.pk, **about)
    row.code_hash = digits_hash(plain.digits, row.public_id)
    row.token_hash = token_hash(plain.token)
    step.save(row)
    step.note(code=str(row.public_id))
    return IssuedCode(plain, row)


def _replace_usable(step: Step[Any], rows: QuerySet[ConfirmationCode]) -> None:
    _end_usable(step, rows, "replaced")


def _end_usable(step: Step[Any], rows: QuerySet[ConfirmationCode], state: str) -> None:
    """End those that can be used; what would still bring one of them to somebody is called back."""
    for row in rows.filter(state__in=USABLE_CODES).select_for_update():
        row.state = state
        step.save(row)
        outbox.call_back(row)


def _send(step: Step[Any], issued: IssuedCode, template: str, number: str, phone: str) -> None:
    """The six digits and where to type them. Not the slip's long link: it would cost a second SMS, and people are told
    not to follow long links in messages."""
    outbox.queue(
        template=template,
        to=outbox.Address("sms", phone),
        about=issued.row,
        at=step.at,
        context={"number": number, "address": settings.HELUO_BASE_URL.rstrip("/") + reverse("needs:confirm")},
        secret=issued.plain.digits,
    )
