"""A specialist's year: what the yearly assessment form is filled from, counted from rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from heluo.base.intervals import interval_of_share
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Attendance, Help, Introduction, Promotion, Service
from heluo.needs.queries.days import days_served
from heluo.needs.queries.judged import asked_about
from heluo.needs.queries.services import served_by
from heluo.people.models import Household, Specialist

GAINED = Q(income_gain_fen__gt=0, household__category__in=Household.POOR)


@dataclass(frozen=True)
class Graded:
    """A count, and how much of it is confirmed or checked."""

    count: int
    confirmed: int
    checked: int

    @property
    def claimed(self) -> int:
        return self.count - self.confirmed - self.checked


@dataclass(frozen=True)
class Year:
    """What one specialist did in one calendar year. Of the services of which people were `asked`, `answers` were
    judged at all."""

    specialist: Specialist
    year: int
    services: Graded
    by_kind: dict[str, int]
    days: int
    attendances: Graded
    people: int
    varieties: int
    technologies: int
    households: int
    poor_households_gained: int
    villages: int
    needs_answered: int
    asked: int
    answers: int
    satisfied: int

    @property
    def response_percent(self) -> int | None:
        return round(100 * self.answers / self.asked) if self.asked else None

    @property
    def satisfied_percent(self) -> int | None:
        return round(100 * self.satisfied / self.answers) if self.answers else None

    @property
    def satisfied_interval(self) -> tuple[int, int] | None:
        """Between which percentages the share lies at 95 %, with as few answers as there are."""
        return interval_of_share(self.satisfied, self.answers)


def year_of(specialist: Specialist, year: int) -> Year:
    """Count a specialist's year. A constant number of queries."""
    services = services_of(specialist, year)
    ids = list(services.values_list("pk", flat=True))
    kinds = dict(Service.objects.filter(pk__in=ids).values_list("kind").annotate(n=Count("pk")))
    helped = Help.objects.filter(service_id__in=ids).aggregate(
        every=Count("household", distinct=True), gained=Count("household", filter=GAINED, distinct=True)
    )
    rows = Service.objects.filter(pk__in=ids)
    places = rows.aggregate(
        villages=Count("place", filter=Q(place__level="village"), distinct=True),
        needs=Count("need", distinct=True),
    )
    judged = asked_about(rows).aggregate(
        asked=Count("pk"),
        answers=Count("pk", filter=Q(is_judged=True)),
        satisfied=Count("pk", filter=Q(is_content=True)),
    )
    came = Attendance.objects.filter(service_id__in=ids)
    return Year(
        specialist=specialist,
        year=year,
        services=_graded(rows, ""),
        by_kind={kind: kinds.get(kind, 0) for kind, _label in Service.KINDS},
        days=days_served(rows.values_list("started_at", "ended_at")),
        attendances=_graded(came, "service__"),
        people=came.aggregate(n=Count("person", distinct=True))["n"],
        varieties=Introduction.objects.filter(service_id__in=ids).aggregate(n=Count("variety", distinct=True))["n"],
        technologies=Promotion.objects.filter(service_id__in=ids).aggregate(n=Count("technology", distinct=True))["n"],
        households=helped["every"],
        poor_households_gained=helped["gained"],
        villages=places["villages"],
        needs_answered=places["needs"],
        **judged,
    )


def services_of(specialist: Specialist, year: int | None = None) -> QuerySet[Service]:
    """The services of a specialist that count, of one year or of all."""
    rows = Service.objects.filter(served_by(specialist), state__in=GRADES)
    return (rows if year is None else rows.filter(started_at__year=year)).distinct()


def _graded(rows: QuerySet[Any], path: str) -> Graded:
    found = rows.aggregate(
        every=Count("pk"),
        confirmed=Count("pk", filter=Q(**{f"{path}state": "confirmed"})),
        checked=Count("pk", filter=Q(**{f"{path}state": "checked"})),
    )
    return Graded(found["every"], found["confirmed"], found["checked"])
