"""Needs, services and judgements from workbooks: what came to pass elsewhere, one ledger entry each.

The exchange has checked every cell before. Needs come in the state that the workbook tells; open ones are published
like any other, with a deadline and a code for the people served.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from heluo.base import clock
from heluo.base.checking import check_values
from heluo.base.numbering import next_numbers
from heluo.base.rules import require
from heluo.base.writing import Step, writing_many
from heluo.catalogue.models import Technology, Variety
from heluo.needs.actions.codes import issue_for_need
from heluo.needs.deadlines import REOPEN_DAYS, deadline_of
from heluo.needs.models import Attendance, Evaluation, Help, Introduction, Member, Need, Offer, Promotion, Service
from heluo.people.actions.served import KnownPeople, Served
from heluo.people.models import Household, Specialist
from heluo.people.search_keys import phone_hash
from heluo.places.models import Place

Source = dict[str, Any]


@dataclass(frozen=True)
class ImportedNeed:
    """A need in its state: open, served, closed, withdrawn or declined; who accepted it, where that is known."""

    need: Need
    state: str
    source: Source
    offer: Offer | None = None


@dataclass(frozen=True)
class ImportedService:
    """A service with its lines, in order. An attendee of None is unnamed. Areas in mu, gains in fen a year."""

    service: Service
    source: Source
    attendees: Sequence[Served | None] = ()
    varieties: Sequence[tuple[Variety, Decimal | None]] = ()
    technologies: Sequence[tuple[Technology, Decimal | None]] = ()
    helps: Sequence[tuple[Household, str, int | None]] = field(default=())
    members: Sequence[Specialist] = ()


def import_needs(*, actor: Any, needs: Sequence[ImportedNeed]) -> None:
    """Write needs; `asked_at` says since when they are published, and in which year they are numbered."""
    for one in needs:
        _complete(one.need, actor)
    _number(needs)
    by_state: dict[str, list[ImportedNeed]] = defaultdict(list)
    for one in needs:
        by_state[one.state].append(one)
    for state, some in by_state.items():
        with writing_many(actor, f"needs.import_{state}", [one.need for one in some]) as steps:
            for step, one in zip(steps, some, strict=True):
                _write_need(step, one)


def _complete(need: Need, actor: Any) -> None:
    if need.requester_household is not None:
        require(actor, "households.name_in_workbook", need.requester_household)
    if need.requester_organisation is not None:
        require(actor, "organisations.name_in_workbook", need.requester_organisation)
    need.publisher_id = actor.pk
    need.contact_phone_hash = phone_hash(need.contact_phone)
    need.published_at = need.asked_at
    deadline = deadline_of(need)
    need.deadline, need.deadline_by_calendar = deadline.day, deadline.by_calendar
    check_values(need, leave_out=("number",))


def _number(needs: Iterable[ImportedNeed]) -> None:
    by_year: dict[int, list[Need]] = defaultdict(list)
    for one in needs:
        by_year[timezone.localtime(one.need.asked_at).year].append(one.need)
    for year, some in by_year.items():
        for need, number in zip(some, next_numbers("", year, len(some)), strict=True):
            need.number = number


def _write_need(step: Step[Need], one: ImportedNeed) -> None:
    need = step.thing
    if one.state == "open":
        issue_for_need(step)
    if one.offer is not None:
        one.offer.need = need
        step.add(one.offer)
    step.note(
        kind=need.kind,
        place=need.place.code,
        industry=need.industry.code,
        channel=need.channel,
        deadline=need.deadline,
        source=one.source,
    )


def import_services(*, actor: Any, services: Sequence[ImportedService]) -> None:
    """Write services with their lines. Their grade is `claimed`, whoever brought the workbook.

    The need that a service answers learns when it was answered and served.
    """
    for one in services:
        one.service.registered_at, one.service.registered_by_id = clock.now(), actor.pk
        _require_households(actor, one)
        check_values(one.service, leave_out=("number",))
    _number_services(services)
    needs = _locked_needs(services)
    for need in needs.values():
        require(actor, "needs.name_in_workbook", need)
    people = KnownPeople(
        (_home(attendee, one.service), attendee) for one in services for attendee in one.attendees if attendee
    )
    with writing_many(actor, "services.import", [one.service for one in services]) as steps:
        for step, one in zip(steps, services, strict=True):
            _write_attendances(step, one, people)
            _write_lines(step, one)
            if step.thing.need_id is not None:
                _answer(step, needs[step.thing.need_id])


def _require_households(actor: Any, one: ImportedService) -> None:
    """What is written of a household needs leave where it lives, whatever the service's place."""
    came = (attendee.household for attendee in one.attendees if attendee and attendee.household)
    for household in {*came, *(household for household, _measure, _gain in one.helps)}:
        require(actor, "households.name_in_workbook", household)


def _number_services(services: Iterable[ImportedService]) -> None:
    by_year: dict[int, list[Service]] = defaultdict(list)
    for one in services:
        by_year[timezone.localtime(one.service.started_at).year].append(one.service)
    for year, some in by_year.items():
        for service, number in zip(some, next_numbers("S", year, len(some)), strict=True):
            service.number = number


def _locked_needs(services: Iterable[ImportedService]) -> dict[int, Need]:
    keys = {one.service.need_id for one in services if one.service.need_id is not None}
    return {need.pk: need for need in Need.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}


def _home(attendee: Served, service: Service) -> Place:
    """People are looked for where they live; where that is not known, where they came."""
    return attendee.household.place if attendee.household else service.place


def _write_attendances(step: Step[Service], one: ImportedService, people: KnownPeople) -> None:
    came = iter(people.of_list((_home(attendee, step.thing), attendee) for attendee in one.attendees if attendee))
    for number, attendee in enumerate(one.attendees, 1):
        person = next(came) if attendee is not None else None
        if person is not None and person._state.adding:
            step.add(person)
        step.add(Attendance(service=step.thing, sequence=number, person=person))


def _write_lines(step: Step[Service], one: ImportedService) -> None:
    service = step.thing
    step.add(*(Introduction(service=service, variety=variety, area_mu=area) for variety, area in one.varieties))
    step.add(*(Promotion(service=service, technology=item, area_mu=area) for item, area in one.technologies))
    step.add(
        *(
            Help(service=service, household=household, measure=measure, income_gain_fen=gain)
            for household, measure, gain in one.helps
        )
    )
    step.add(*(Member(service=service, specialist=specialist) for specialist in one.members))
    step.note(
        kind=service.kind,
        place=service.place.code,
        attendances=len(one.attendees),
        varieties=len(one.varieties),
        technologies=len(one.technologies),
        households=len(one.helps),
        source=one.source,
    )


def _answer(step: Step[Service], need: Need) -> None:
    """A workbook has no hour of acceptance: the first visit is when the need was answered at the latest."""
    service = step.thing
    need.answered_at = min(need.answered_at or service.started_at, service.started_at)
    need.served_at = max(need.served_at or service.ended_at, service.ended_at)
    if need.state == "closed" and need.outcome == "no_answer":
        need.closed_at = closed_by_silence(need.served_at)
    step.save(need)
    step.note(need=str(need.public_id))


def closed_by_silence(served_at: datetime) -> datetime:
    """When a need that nobody judges is closed."""
    return served_at + timedelta(days=REOPEN_DAYS)


def import_evaluations(*, actor: Any, evaluations: Sequence[Evaluation], sources: Sequence[Source]) -> None:
    """Write what the people served said about services that are stored already."""
    for evaluation in evaluations:
        evaluation.channel, evaluation.is_proxied, evaluation.by_id = "workbook", True, actor.pk
        check_values(evaluation)
    with writing_many(actor, "evaluations.import", evaluations) as steps:
        for step, source in zip(steps, sources, strict=True):
            step.note(
                satisfied=step.thing.is_satisfied,
                service=str(step.thing.service.public_id),
                evaluation=str(step.thing.public_id),
                source=source,
            )
