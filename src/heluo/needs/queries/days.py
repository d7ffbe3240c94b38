"""The days on which somebody served: how much of a year's capacity is used, and what the assessment form says."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone


def days_served(times: Iterable[tuple[datetime, datetime]]) -> int:
    """How many days of the calendar services took, from when each began and ended.

    One that took several days counts each of them, half an hour takes a day too, for the way there, and two on one day
    take that one day.
    """
    return len({day for started, ended in times for day in days_of(started, ended)})


def days_of(started: datetime, ended: datetime) -> Iterator[date]:
    """The days of one service. What ends at midnight does not reach into the next day."""
    first = timezone.localtime(started).date()
    last = timezone.localtime(max(started, ended - timedelta(microseconds=1))).date()
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
