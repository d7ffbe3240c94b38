"""What the people served say: they confirm with a one-time code, and they judge."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from heluo.base import clock
from heluo.base.errors import Invalid, Refused
from heluo.base.rules import SYSTEM, require
from heluo.base.writing import Step, locked, writing
from heluo.needs.actions.locks import lock_need_of
from heluo.needs.actions.needs import are_content, close_need, reopen_need
from heluo.needs.actions.notices import tell_officers
from heluo.needs.codes import Bearer, digits_hash, same, token_hash
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import USABLE_CODES, Confirmation, ConfirmationCode, Evaluation, Need, Service
from heluo.needs.queries.judged import said_before, word_of
from heluo.needs.queries.needs import may_still_be_said
from heluo.needs.queries.services import answering

PROXY_CHANNELS = ("hotline", "proxy")


@dataclass(frozen=True)
class Judgement:
    """Content or not; three marks from 1 to 5, each optional; a comment."""

    is_satisfied: bool
    usefulness: int | None = None
    timeliness: int | None = None
    manner: int | None = None
    comment: str = ""


def confirm_service(
    *,
    actor: Any,
    service: Service,
    took_place: bool,
    channel: str,
    code: str = "",
    token: str = "",
    comment: str = "",
    caller: str = "",
    judgement: Judgement | None = None,
) -> Confirmation:
    """Someone served says whether the service took place, with the code's six digits or the link's token.

    By hotline or through the informant, `actor` is the one who enters it: such answers are kept apart. A no
    disputes the service. Raises Invalid with the tries that are left when the code is wrong.
    """
    # Asked before the digits are looked at: whoever may not confirm must not use up the tries of those who may.
    require(actor, "services.bring_code", service)
    if channel in PROXY_CHANNELS:
        require(actor, "services.answer_for_others", service)
    row = _matched_code(actor, service, code=code, token=token)
    act = "services.confirm" if took_place else "services.dispute"
    with transaction.atomic():
        need = lock_need_of(service)
        with writing(Bearer(actor, service.pk), act, service) as step:
            confirmation = _use(step, row, took_place, channel, actor)
            confirmation.comment, confirmation.caller = comment, caller
            if not took_place:
                step.thing.dispute_reason = comment
                tell_officers(step, "services.disputed")
            step.save(confirmation)
            if judgement is not None:
                _write_judgement(step, judgement, channel, actor, confirmation)
        _conclude(need, service, judgement if took_place else _DENIED)
    return confirmation


def evaluate_service(*, actor: Any, service: Service, judgement: Judgement, channel: str = "web") -> Evaluation:
    """The one who asked, or the village committee, judges a service. An unhappy answer reopens the need."""
    with transaction.atomic():
        need = lock_need_of(service)
        with writing(actor, "services.evaluate", service) as step:
            if step.thing.state not in GRADES:
                raise Refused(_("Only a registered service can be judged."))
            _refuse_late(need)
            evaluation = _write_judgement(step, judgement, channel, actor, None)
        _conclude(need, service, judgement)
    return evaluation


_DENIED = Judgement(is_satisfied=False, comment="")


def _matched_code(actor: Any, service: Service, *, code: str, token: str) -> ConfirmationCode:
    """The code that was brought. A wrong one costs each live code of the service a try, and is written down."""
    with transaction.atomic():
        current = locked(service)
        if any(_belongs(row, code, token) for row in current.codes.filter(state="used")):
            raise Refused(_("This code has been used: the answer is written down. Who has more to say tells the town."))
        rows = list(current.codes.filter(state__in=USABLE_CODES).order_by("pk"))
        if not rows:
            raise Refused(_("There is no code for this service that can be used: ask the town for a new one."))
        in_time = [row for row in rows if row.expires_at is None or row.expires_at >= clock.now()]
        if not in_time:
            raise Refused(_("The code was valid for 30 days and has run out: ask the town for a new one."))
        for row in in_time:
            if _fits(row, code, token):
                return row
        left = max((_fail(actor, row) for row in in_time if row.state == "live"), default=0)
    if left:
        told = ngettext(
            "These digits do not belong to this number: compare both with the slip. %(left)s try is left.",
            "These digits do not belong to this number: compare both with the slip. %(left)s tries are left.",
            left,
        )
        raise Invalid(_("This code is not right."), {"code": told % {"left": left}})
    raise Refused(
        _("Five wrong tries: these digits are locked. The slip's QR code still works; or ask the town for a new code.")
    )


def _fits(row: ConfirmationCode, code: str, token: str) -> bool:
    """The token also of a code whose digits were guessed at: whoever scans it holds the slip."""
    return _belongs(row, code if row.state == "live" else "", token)


def _belongs(row: ConfirmationCode, code: str, token: str) -> bool:
    by_token = bool(token) and same(row.token_hash, token_hash(token))
    return by_token or (bool(code) and same(row.code_hash, digits_hash(code, row.public_id)))


def _fail(actor: Any, row: ConfirmationCode) -> int:
    with writing(actor, "codes.fail", row) as step:
        step.thing.tries_left -= 1
        if step.thing.tries_left == 0:
            step.thing.state = "locked"
        step.note(left=step.thing.tries_left)
    return step.thing.tries_left


def _use(step: Step[Service], row: ConfirmationCode, took_place: bool, channel: str, actor: Any) -> Confirmation:
    used = step.lock(row)
    if used.state not in USABLE_CODES:
        raise Refused(_("This code was used a moment ago."))
    used.state = "used"
    step.save(used)
    step.note(took_place=took_place, channel=channel, proxied=channel in PROXY_CHANNELS)
    return Confirmation(
        service=step.thing,
        code=used,
        at=step.at,
        took_place=took_place,
        channel=channel,
        proxied_by_id=actor.pk if channel in PROXY_CHANNELS else None,
    )


def _write_judgement(
    step: Step[Service],
    judgement: Judgement,
    channel: str,
    actor: Any,
    confirmation: Confirmation | None,
) -> Evaluation:
    marks = (judgement.usefulness, judgement.timeliness, judgement.manner)
    if any(mark is not None and not 1 <= mark <= 5 for mark in marks):
        raise Invalid(_("Marks go from 1 to 5."))
    is_proxied = channel in PROXY_CHANNELS
    evaluation = word_of(actor, step.thing, by_code=confirmation is not None, is_proxied=is_proxied)
    evaluation.at, evaluation.channel, evaluation.confirmation = step.at, channel, confirmation
    for name, value in vars(judgement).items():
        setattr(evaluation, name, value)
    _refuse_twice(evaluation)
    step.save(evaluation)
    step.note(satisfied=judgement.is_satisfied, evaluation=str(evaluation.public_id))
    return evaluation


def _refuse_twice(evaluation: Evaluation) -> None:
    """One's word is said once: who thinks otherwise since has the need opened again, which is dated and answered."""
    earlier = said_before(evaluation)
    if earlier is None:
        return
    if evaluation.confirmation is None:
        told = _(
            "This visit was judged on %(day)s already. If it was no good after all, tell the village committee or the "
            "science office: they can open the need again."
        )
    else:
        told = _(
            "This visit was judged on %(day)s already. To confirm alone, choose “I'd rather not say”; if it was no "
            "good after all, tell the village committee or the science office: they can open the need again."
        )
    day = date_format(timezone.localtime(earlier.at), "DATE_FORMAT")
    raise Invalid(_("This visit was judged already."), {"satisfied": told % {"day": day}})


def _conclude(need: Need | None, service: Service, judgement: Judgement | None) -> None:
    """Content: the need closes. Not content, or it never took place: the need opens again while that may still be said.

    A code lives for 30 days: what it says later, or of a visit after which the need was opened again, stands with the
    service and changes the need no more.
    """
    if need is None or judgement is None or not answering(need).filter(pk=service.pk).exists():
        return
    if judgement.is_satisfied and need.state == "served" and are_content(need):
        close_need(actor=SYSTEM, need=need)
    elif not judgement.is_satisfied and need.state in ("served", "closed") and may_still_be_said(need):
        reason = judgement.comment or str(_("The people served are not content."))
        reopen_need(actor=SYSTEM, need=need, reason=reason)


def _refuse_late(need: Need | None) -> None:
    if need is not None and not may_still_be_said(need):
        raise Refused(_("The 14 days in which a closed need can be judged are over."))
