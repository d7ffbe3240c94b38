"""The lines of a service: who came, what was introduced and promoted, whom it helped. Counted, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid
from heluo.base.writing import Step
from heluo.catalogue.models import Technology, Variety
from heluo.needs.models import Attendance, Help, Introduction, Member, Promotion, Service
from heluo.people import telephone, tidying
from heluo.people.actions.served import Served, find_or_add_people
from heluo.people.models import Household, Person, Specialist

MOST_ATTENDANCES = 2000
# Of one variety or technology in one service.
MOST_MU = 100_000
Attendee = Served


@dataclass(frozen=True)
class ServiceLines:
    """What a service's lines are made from. Areas in mu, gains in fen a year; None where not known.

    Attendees are names to be looked for in the service's place, or people that are known already.
    """

    attendees: Sequence[Attendee | Person] = ()
    unnamed: int = 0
    varieties: Sequence[tuple[Variety, Decimal | None]] = ()
    technologies: Sequence[tuple[Technology, Decimal | None]] = ()
    helps: Sequence[tuple[Household, str, int | None]] = ()
    members: Sequence[Specialist] = field(default=())


def twice(attendees: Sequence[Attendee]) -> list[str]:
    """Names of those who stand on the list twice: of one name, and without two telephone numbers that differ."""
    numbers: dict[str, list[str]] = {}
    found: dict[str, None] = {}
    for one in attendees:
        name, number = tidying.person_name(one.name), telephone.tidy(one.phone)
        earlier = numbers.setdefault(name, [])
        if any(not phone or not number or phone == number for phone in earlier):
            found[name] = None
        earlier.append(number)
    return list(found)


def write_lines(step: Step[Service], lines: ServiceLines) -> None:
    """Write every line of `lines`. Raises Invalid when something stands twice or there are too many."""
    _check(lines)
    service = step.thing
    _write_attendances(step, lines)
    step.insert_all(Introduction(service=service, variety=one, area_mu=area) for one, area in lines.varieties)
    step.insert_all(Promotion(service=service, technology=one, area_mu=area) for one, area in lines.technologies)
    step.insert_all(
        Help(service=service, household=household, measure=measure, income_gain_fen=gain)
        for household, measure, gain in lines.helps
    )
    step.insert_all(Member(service=service, specialist=one) for one in lines.members)
    step.note(
        attendances=len(lines.attendees) + lines.unnamed,
        varieties=len(lines.varieties),
        technologies=len(lines.technologies),
        households=len(lines.helps),
    )


def _write_attendances(step: Step[Service], lines: ServiceLines) -> None:
    people = _people(step, lines.attendees)
    if len({person.pk for person in people}) < len(people):
        raise Invalid(_("Someone is on the list twice."), {"attendees": _("Each person once, please.")})
    everyone: list[Any] = [*people, *[None] * lines.unnamed]
    step.insert_all(
        Attendance(service=step.thing, sequence=number, person=person) for number, person in enumerate(everyone, 1)
    )


def _people(step: Step[Service], attendees: Sequence[Attendee | Person]) -> list[Person]:
    """A person for each, in order."""
    named = [one for one in attendees if isinstance(one, Attendee)]
    found = iter(find_or_add_people(step, step.thing.place, named))
    return [next(found) if isinstance(one, Attendee) else one for one in attendees]


def _check(lines: ServiceLines) -> None:
    if lines.unnamed < 0 or len(lines.attendees) + lines.unnamed > MOST_ATTENDANCES:
        raise Invalid(
            _("Too many attendances."),
            {"attendees": _("At most %(most)s in one service.") % {"most": MOST_ATTENDANCES}},
        )
    listed: dict[str, list[Model]] = {
        "varieties": [one for one, _area in lines.varieties],
        "technologies": [one for one, _area in lines.technologies],
        "helps": [household for household, _measure, _gain in lines.helps],
        "members": list(lines.members),
    }
    for name, things in listed.items():
        if len({thing.pk for thing in things}) < len(things):
            raise Invalid(_("Something is listed twice."), {name: _("Each one once, please.")})
    if twice([one for one in lines.attendees if isinstance(one, Attendee)]):
        raise Invalid(_("Someone is on the list twice."), {"attendees": _("Each person once, please.")})
    if any(not measure.strip() for _household, measure, _gain in lines.helps):
        raise Invalid(
            _("Something in the form is not right yet."), {"helps": _("Say what was done for each household.")}
        )
