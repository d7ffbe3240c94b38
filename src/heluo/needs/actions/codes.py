"""Issuing one-time codes to the people served. The one who serves never sees them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import outbox
from heluo.base.errors import Refused
from heluo.base.writing import Step, writing
from heluo.needs.codes import PlainCode, digits_hash, make_code, token_hash
from heluo.needs.deadlines import CODE_DAYS
from heluo.needs.models import ConfirmationCode, Need, Service
from heluo.needs.queries.needs import UNSERVED


@dataclass(frozen=True)
class IssuedCode:
    """The plain code, shown or sent once, and its row."""

    plain: PlainCode
    row: ConfirmationCode


def issue_for_need(step: Step[Need]) -> None:
    """With the publishing of a need: a code goes to the contact's telephone, or waits for the town's slip."""
    _replace_live(step, ConfirmationCode.objects.filter(need=step.thing, service=None, state="live"))
    issued = _make(step, need=step.thing)
    _send(step, issued, step.thing, step.thing.contact_phone)


def reissue_for_need(*, actor: Any, need: Need) -> IssuedCode:
    """The town prints a new slip for a need that is not served yet; the earlier code ends."""
    with writing(actor, "needs.issue_code", need) as step:
        if step.thing.state not in UNSERVED:
            raise Refused(_("Codes are issued for a need that waits for its service."))
        _replace_live(step, ConfirmationCode.objects.filter(need=step.thing, service=None, state="live"))
        return _make(step, need=step.thing)


def issue_code(*, actor: Any, service: Service, phone: str = "") -> IssuedCode:
    """For an unplanned service, or when a code was lost: the town issues a new one; earlier ones of the service end.

    With `phone` it is sent there as well; the plain code is returned once, for the slip or to be read out.
    """
    with writing(actor, "services.issue_code", service) as step:
        if step.thing.state not in ("registered", "confirmed", "checked"):
            raise Refused(_("Codes are issued for a registered service."))
        _replace_live(step, ConfirmationCode.objects.filter(service=step.thing, state="live"))
        issued = _make(step, service=step.thing, need=step.thing.need)
        issued.row.expires_at = step.at + timedelta(days=CODE_DAYS)
        step.save(issued.row)
        if phone:
            _send(step, issued, step.thing, phone)
    return issued


def bind_codes(step: Step[Service]) -> None:
    """With the registering of a service: the codes given out for its need are now this service's, for 30 days."""
    service = step.thing
    if service.need is None:
        return
    for code in ConfirmationCode.objects.filter(need=service.need, service=None, state="live"):
        code.service, code.expires_at = service, step.at + timedelta(days=CODE_DAYS)
        step.save(code)


def hand_on_codes(step: Step[Service], old: Service) -> None:
    """With a correction: the slip in people's hands confirms the new version."""
    for code in old.codes.select_for_update().filter(state="live"):
        code.service = step.thing
        step.save(code)


def _make(step: Step[Any], **about: Any) -> IssuedCode:
    plain = make_code()
    row = ConfirmationCode(issued_at=step.at, issued_by_id=step.actor.pk, **about)
    row.code_hash = digits_hash(plain.digits, row.public_id)
    row.token_hash = token_hash(plain.token)
    step.save(row)
    step.note(code=str(row.public_id))
    return IssuedCode(plain, row)


def _replace_live(step: Step[Any], rows: Any) -> None:
    for row in rows.select_for_update():
        row.state = "replaced"
        step.save(row)


def _send(step: Step[Any], issued: IssuedCode, about: Need | Service, phone: str) -> None:
    to = outbox.Address("sms", phone) if phone else outbox.Address("slip")
    outbox.queue(
        template="needs.code",
        to=to,
        about=about,
        at=step.at,
        context={"number": about.number},
        secret=f"{issued.plain.digits} {issued.plain.token}",
    )
