"""What may be tried with services: drafted, gone on with, registered, corrected, confirmed, judged, voided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from heluo.base import clock
from heluo.base.models import Notice
from heluo.base.rules import VISITOR
from heluo.needs.actions import answers, codes, services
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.models import USABLE_CODES, ConfirmationCode, Need, Offer, Service
from heluo.needs.queries.services import find_by_number
from heluo.people.models import Household, Person
from tests.needs.walks.walk import NothingThere, Walk

# What is registered and not settled by a correction or a voiding.
STANDING = ("registered", "confirmed", "checked", "disputed")
NAMES = ("张福来", "李春花", "王大山", "赵小满", "孙有田")


def keep_draft(walk: Walk) -> object:
    service = _service(walk)
    return services.draft_service(actor=_server(walk, service), service=service, lines=_lines(walk))


def register(walk: Walk) -> object:
    service = _service(walk)
    return services.register_service(actor=_server(walk, service), service=service, lines=_lines(walk))


def go_on(walk: Walk) -> object:
    """A draft is kept anew or registered; for its need, for another one, or for none."""
    draft = walk.one(Service.objects.filter(state="drafted"))
    again = _service(walk, specialist=draft.specialist, team=draft.team)
    if walk.chance(0.7):
        again.need = draft.need
    by_form = draft.client_uuid is not None and walk.chance(0.5)
    again.client_uuid = draft.client_uuid if by_form else again.client_uuid
    act = walk.dice.choice((services.register_service, services.register_service, services.draft_service))
    return act(actor=_server(walk, draft), service=again, lines=_lines(walk), instead_of=None if by_form else draft)


def discard(walk: Walk) -> object:
    draft = walk.one(Service.objects.filter(state="drafted"))
    services.discard_draft(actor=_server(walk, draft), draft=draft)
    return draft


def correct(walk: Walk) -> object:
    service = walk.lately(Service.objects.filter(state__in=STANDING))
    changes = walk.dice.choice(
        ({"title": "花椒整形修剪"}, {"kind": "training"}, {"kind": "visit"}, {"place": walk.cast.neighbour_village})
    )
    return services.correct_service(
        actor=walk.somebody(_server(walk, service), walk.officer(service.place)),
        service=service,
        changes=changes,
        lines=_lines(walk),
        reason="人数写错",
    )


def check(walk: Walk) -> object:
    service = walk.lately(Service.objects.filter(state__in=STANDING))
    who = walk.somebody(walk.officer(service.place), walk.cast.auditor)
    return services.check_service(actor=who, service=service, how="call", note="回访属实")


def dispute(walk: Walk) -> object:
    service = walk.lately(Service.objects.filter(state__in=STANDING))
    return services.dispute_service(actor=walk.officer(service.place), service=service, reason="没来")


def void(walk: Walk) -> object:
    service = walk.lately(Service.objects.filter(state__in=STANDING))
    return services.void_service(actor=walk.officer(service.place), service=service, reason="重复")


def judge(walk: Walk) -> object:
    service = walk.lately(Service.objects.filter(state__in=STANDING))
    asked = service.need.requester_account if service.need else None
    who = walk.somebody(asked, walk.side_of(service.place).committee)
    return answers.evaluate_service(actor=who, service=service, judgement=_judgement(walk))


def issue_code(walk: Walk) -> object:
    service = walk.lately(Service.objects.filter(state__in=STANDING))
    phone = walk.dice.choice(("", "", "13700000007"))
    issued = codes.issue_code(actor=walk.town(service.place), service=service, phone=phone)
    walk.slips[issued.row.pk] = issued.plain
    return service


def confirm(walk: Walk) -> object:
    """By whoever holds a code; now and then the digits are wrong."""
    code = walk.lately(ConfirmationCode.objects.filter(state__in=USABLE_CODES).exclude(service=None))
    token = walk.slips[code.pk].token if code.pk in walk.slips and walk.chance(0.3) else ""
    return _confirm(walk, code.service, code=_digits(walk, code), token=token)


def confirm_by_number(walk: Walk) -> object:
    """With the number that people call a need or a service by, as on the page for six digits."""
    code = walk.lately(ConfirmationCode.objects.exclude(need=None))
    service = find_by_number(code.need.number)  # type: ignore[union-attr]
    if service is None:
        raise NothingThere
    return _confirm(walk, service, code=_digits(walk, code), token="")


ACTS = (
    (keep_draft, 6),
    (register, 10),
    (go_on, 8),
    (discard, 1),
    (correct, 3),
    (check, 1),
    (dispute, 1),
    (void, 3),
    (judge, 2),
    (issue_code, 2),
    (confirm, 8),
    (confirm_by_number, 2),
)


def _service(walk: Walk, **by: Any) -> Service:
    """For a need that somebody has accepted, most often; else unplanned."""
    offer = None
    if walk.chance(0.85):
        offer = walk.lately(Offer.objects.filter(state="accepted", need__state__in=("assigned", "serving", "served")))
    need: Need | None = offer.need if offer else None
    by = by or _by(walk, offer)
    now = clock.now()
    return Service(
        kind=walk.dice.choice(("training", "visit")),
        industry=walk.cast.pepper,
        place=need.place if need else walk.cast.village,
        need=need,
        title="花椒修剪",
        started_at=now - timedelta(hours=2),
        ended_at=now,
        client_uuid=UUID(int=walk.dice.getrandbits(128), version=4) if walk.chance(0.5) else None,
        **by,
    )


def _by(walk: Walk, offer: Offer | None) -> dict[str, Any]:
    """Who registers it: the one invited; of a team its leader, or a member for oneself."""
    if offer is None:
        return {"specialist": walk.dice.choice(walk.sides).specialist}
    if offer.team is None:
        return {"specialist": offer.specialist}
    member = walk.one(offer.team.members.all())
    return walk.dice.choice(({"team": offer.team, "specialist": member}, {"team": offer.team}, {"specialist": member}))


def _server(walk: Walk, service: Service) -> Any:
    return walk.somebody(walk.account_of(service.specialist, service.team))


def _lines(walk: Walk) -> ServiceLines:
    """Names typed anew, people known already, households helped: some of each."""
    names = walk.dice.sample(NAMES, walk.dice.randint(0, 3))
    known = list(Person.objects.exclude(name_hash="").order_by("pk"))
    helped = Household.objects.exclude(head_hash="").order_by("pk")[: walk.dice.randint(0, 2)]
    return ServiceLines(
        attendees=[Attendee(name=name) for name in names] if walk.chance(0.8) else known[:2],
        unnamed=walk.dice.randint(0, 4),
        varieties=[(walk.cast.variety, None)] if walk.chance(0.3) else (),
        technologies=[(walk.cast.technology, None)] if walk.chance(0.3) else (),
        helps=[(household, "送苗木", walk.dice.choice((None, 0, 120_000))) for household in helped],
    )


def _judgement(walk: Walk) -> answers.Judgement:
    return answers.Judgement(is_satisfied=walk.chance(0.6), comment="还行")


def _confirm(walk: Walk, service: Service, **by: str) -> object:
    channel = walk.dice.choice(("sms", "qr", "hotline", "proxy"))
    by_other = channel in answers.PROXY_CHANNELS
    return answers.confirm_service(
        actor=walk.town(service.place) if by_other else VISITOR,
        service=service,
        took_place=walk.chance(0.8),
        channel=channel,
        judgement=_judgement(walk) if walk.chance(0.7) else None,
        **by,
    )


def _digits(walk: Walk, code: ConfirmationCode) -> str:
    """From the slip, or from the SMS that was sent, as long as it says them."""
    if walk.chance(0.2):
        return "123456"
    if code.pk in walk.slips:
        return walk.slips[code.pk].digits
    told = Notice.objects.filter(about=code._meta.label_lower, about_id=str(code.public_id)).exclude(secret=b"")
    return walk.one(told).secret
