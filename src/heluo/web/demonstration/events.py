"""The story of the demonstration as events: each happens through an action, on its own day, the earliest first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from django.utils import timezone

from heluo.base import clock
from heluo.people.models import User
from heluo.web.demonstration.progress import Progress


@dataclass(frozen=True)
class Event:
    """What happens, and when."""

    at: datetime
    act: Callable[[], object]


def play(events: Iterable[Event]) -> None:
    """Let the events happen in the order of their moments; what happens at one moment, in the order given."""
    ordered = sorted(events, key=lambda event: event.at)
    progress = Progress()
    for number, event in enumerate(ordered, start=1):
        with clock.at(event.at):
            event.act()
        progress(number, len(ordered), f"{event.at:%Y-%m-%d}")


def moment(day: date, hour: float) -> datetime:
    """An hour such as 9.5 of a day, at the site."""
    return aware(datetime.combine(day, time(int(hour), int(hour % 1 * 60))))


def aware(naive: datetime) -> datetime:
    """A workbook's time at the site."""
    return timezone.make_aware(naive, timezone.get_default_timezone())


@cache
def account(username: str) -> User:
    """An account of the demonstration, with its grants looked up once."""
    return User.objects.select_related("specialist").get(username=username)
