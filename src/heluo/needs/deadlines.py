"""By when a need is to be answered: working days by kind and urgency, on the Chinese calendar.

Working days are Monday to Friday without the public holidays, and with the weekend days that are worked in their
stead (调休). The holidays are those of the State Council's 《全国年节及纪念日放假办法》; which days are free and which
are made up for, the notice of its General Office says anew each year for the year to come
(国务院办公厅关于…年部分节假日安排的通知). The package chinesecalendar holds these notices; beyond its last one weekdays
alone are counted, the need's page says so, and a chore counts again when the package has learnt the year. The day of
publishing itself does not count.

How many days each kind gets is our own choice, not a rule of any office.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import chinese_calendar
from django.utils import timezone

# Working days from publishing to the first accepted invitation.
WORKING_DAYS = {"visit": 5, "training": 10, "introduction": 10, "incubation": 20, "project": 20, "design": 10}
WORKING_DAYS_BY_URGENCY = {"soon": 3, "urgent": 1}
ANSWER_INVITATION_DAYS = 2
# Calendar days, as the people served are told.
REOPEN_DAYS = 14
CODE_DAYS = 30


@dataclass(frozen=True)
class Deadline:
    """A day, and whether it was counted by the holiday calendar or, where its data end, by weekdays alone."""

    day: date
    by_calendar: bool


def need_deadline(kind: str, urgency: str, published_on: date) -> Deadline:
    """The last day on which an answer is in time. Urgency shortens, never lengthens."""
    days = min(WORKING_DAYS[kind], WORKING_DAYS_BY_URGENCY.get(urgency, WORKING_DAYS[kind]))
    return add_working_days(published_on, days)


def deadline_of(need: Any) -> Deadline:
    """The deadline of a published need, from when it was published or opened again last."""
    since = max(filter(None, (need.published_at, need.reopened_at)))
    return need_deadline(need.kind, need.urgency, timezone.localtime(since).date())


def add_working_days(start: date, days: int) -> Deadline:
    """The `days`-th working day after `start`."""
    day, by_calendar = start, True
    while days:
        day += timedelta(days=1)
        works, known = _is_working_day(day)
        by_calendar = by_calendar and known
        days -= works
    return Deadline(day, by_calendar)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    return sum(_is_working_day(start + timedelta(days=n))[0] for n in range(1, (end - start).days + 1))


def _is_working_day(day: date) -> tuple[bool, bool]:
    """(is it a working day, is the calendar known for it)."""
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < 5, False
