"""The rows that the figures of a specialist's year are counted from. Whoever adds up those that count comes to the
figure (`queries.year`)."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import NotVisible
from heluo.needs.models import Attendance, Confirmation, Help, Introduction, Promotion, Service
from heluo.needs.queries.days import days_of
from heluo.needs.queries.judged import asked_about
from heluo.needs.queries.year import GAINED, services_of
from heluo.people.models import Specialist

# A service, what it is in the figure, and what stands in its row.
Found = tuple[Service, Hashable, Any]


@dataclass(frozen=True)
class YearRow:
    """A service, what in it is counted, and whether it counts: what comes several times in the year counts once."""

    service: Service
    what: Any
    counts: bool


@dataclass(frozen=True)
class Opened:
    """A figure of the year opened into its rows, the latest service first."""

    name: str | Promise
    rows: list[YearRow]

    @property
    def counted(self) -> int:
        return sum(row.counts for row in self.rows)


def open_year(specialist: Specialist, year: int, of: str) -> Opened:
    """One figure of the year, opened; NotVisible where there is none of that name. A constant number of queries."""
    if of not in OPENED:
        raise NotVisible("")
    name, find = OPENED[of]
    rows, seen = [], set()
    for service, key, what in find(listed_services(specialist, year)):
        rows.append(YearRow(service, what, key is not None and key not in seen))
        seen.add(key)
    return Opened(name, rows)


def listed_services(specialist: Specialist, year: int) -> list[Service]:
    """The services that the year is counted from, the latest first."""
    return list(services_of(specialist, year).select_related("place", "need").order_by("-started_at", "-pk"))


def how_confirmed(services: list[Service]) -> dict[int, Any]:
    """By the service's key: in which way the people served confirmed it."""
    said = Confirmation.objects.filter(service__in=services, took_place=True).order_by("at", "pk")
    return {one.service_id: one.get_channel_display() for one in said}


def years_of(specialist: Specialist) -> list[int]:
    """The years in which there is something to see, a term or services, and the present one; the latest first."""
    this_year = clock.today().year
    years = {this_year, *specialist.terms.filter(year__lte=this_year).values_list("year", flat=True)}
    years |= {day.year for day in services_of(specialist).dates("started_at", "year")}
    return sorted(years, reverse=True)


def _days(services: list[Service]) -> Iterable[Found]:
    return [(one, day, day.isoformat()) for one in services for day in days_of(one.started_at, one.ended_at)]


def _needs(services: list[Service]) -> Iterable[Found]:
    return [(one, one.need_id, one.need.number) for one in services if one.need is not None]


def _villages(services: list[Service]) -> Iterable[Found]:
    return [(one, one.place_id, one.place.path) for one in services if one.place.level == "village"]


def _satisfied(services: list[Service]) -> Iterable[Found]:
    """Of those that were asked about; only what everyone is content with counts."""
    known = {one.pk: one for one in services}
    judged = asked_about(Service.objects.filter(pk__in=known)).order_by("-started_at", "-pk")
    for one in judged:
        said = _("satisfied") if one.is_content else _("not satisfied") if one.is_judged else _("nobody has answered")
        yield known[one.pk], one.pk if one.is_content else None, said


def _lines(model: Any, field: str, say: Callable[[Any], Any], which: Q | None = None) -> Callable[..., Iterable[Found]]:
    """The lines of one kind, service by service."""

    def find(services: list[Service]) -> Iterable[Found]:
        known = {one.pk: (order, one) for order, one in enumerate(services)}
        lines = model.objects.filter(which or Q(), service__in=services, **{f"{field}__isnull": False})
        lines = lines.select_related(*([] if field == "pk" else [field]))
        for line in sorted(lines, key=lambda line: (known[line.service_id][0], line.pk)):
            yield known[line.service_id][1], getattr(line, field if field == "pk" else f"{field}_id"), say(line)

    return find


def _helped(line: Help) -> str:
    return f"{line.household.masked_name} · {line.measure}"


# Address → name of the figure, and where its rows come from.
OPENED: dict[str, tuple[str | Promise, Callable[[list[Service]], Iterable[Found]]]] = {
    "services": (_("Services registered"), lambda services: [(one, one.pk, "") for one in services]),
    "days": (_("Days of service"), _days),
    "villages": (_("Villages served"), _villages),
    "needs": (_("Needs answered"), _needs),
    "attendances": (_("Attendances"), _lines(Attendance, "pk", lambda line: line.sequence)),
    "people": (_("Different named people"), _lines(Attendance, "person", lambda line: line.person.masked_name)),
    "varieties": (_("New varieties introduced"), _lines(Introduction, "variety", lambda line: line.variety.name)),
    "technologies": (
        _("New technologies promoted"),
        _lines(Promotion, "technology", lambda line: line.technology.name),
    ),
    "households": (_("Households helped"), _lines(Help, "household", _helped)),
    "gained": (_("Poor households with more income"), _lines(Help, "household", _helped, GAINED)),
    "satisfied": (_("Satisfied"), _satisfied),
}
