"""A specialist's month: what was held, what is wanted and promised, what waits for an answer, when one is away."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Need, Offer, Service
from heluo.needs.queries.services import served_by
from heluo.people.models import Specialist


@dataclass
class Day:
    """One day of the month's weeks; those of the months beside it are shown paler."""

    date: date
    is_inside: bool
    services: list[Service] = field(default_factory=list)
    wanted: list[Need] = field(default_factory=list)
    to_answer: list[Offer] = field(default_factory=list)
    is_away: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.services or self.wanted or self.to_answer or self.is_away)


def weeks_of(specialist: Specialist, first: date) -> list[list[Day]]:
    """The weeks of the month that begins with `first`, Monday first. Four queries."""
    weeks = [
        [Day(one, one.month == first.month) for one in week]
        for week in calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    ]
    days = {day.date: day for week in weeks for day in week}
    begins, ends = min(days), max(days)
    for service in _held(specialist, begins, ends):
        started, ended = timezone.localtime(service.started_at), timezone.localtime(service.ended_at)
        for one in _between(started.date(), ended.date(), days):
            one.services.append(service)
    for need in _promised(specialist, begins, ends):
        for one in _between(need.wanted_from or need.wanted_to, need.wanted_to or need.wanted_from, days):
            one.wanted.append(need)
    for offer in _unanswered(specialist, begins, ends):
        days[offer.answer_by].to_answer.append(offer)
    for absence in specialist.absences.filter(withdrawn_at=None, first_day__lte=ends, last_day__gte=begins):
        for one in _between(absence.first_day, absence.last_day, days):
            one.is_away = True
    return weeks


def _between(first: Any, last: Any, days: dict[date, Day]) -> Iterator[Day]:
    one, last = max(first, min(days)), min(last, max(days))
    while one <= last:
        yield days[one]
        one += timedelta(days=1)


def _held(specialist: Specialist, begins: date, ends: date) -> Any:
    """By the days here, not by those of Greenwich."""
    rows = Service.objects.filter(served_by(specialist), state__in=GRADES).distinct()
    within = rows.filter(started_at__date__lte=ends, ended_at__date__gte=begins)
    return within.select_related("place").order_by("started_at", "pk")


def _promised(specialist: Specialist, begins: date, ends: date) -> Any:
    """Accepted by the specialist or by a team of theirs, and wanted on days that are known."""
    own = Q(specialist=specialist) | Q(team__leader=specialist) | Q(team__members=specialist)
    accepted = Offer.objects.filter(own, state="accepted")
    rows = Need.objects.filter(offers__in=accepted, state__in=("offered", "assigned", "serving")).distinct()
    reaches = Q(wanted_to__gte=begins) | Q(wanted_to=None, wanted_from__gte=begins)
    starts = Q(wanted_from__lte=ends) | Q(wanted_from=None, wanted_to__lte=ends)
    return rows.filter(reaches & starts).select_related("place").order_by("wanted_to", "pk")


def _unanswered(specialist: Specialist, begins: date, ends: date) -> Any:
    own = Q(specialist=specialist) | Q(team__leader=specialist)
    rows = Offer.objects.filter(own, state="invited", answer_by__range=(begins, ends))
    return rows.select_related("need__place").order_by("answer_by", "pk")
