"""Working days on the Chinese calendar: holidays, days made up for, and where the calendar's data end."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from heluo.base import clock
from heluo.base.models import LedgerEntry
from heluo.needs.actions import sweep
from heluo.needs.actions.needs import edit_need, publish_need, reopen_need
from heluo.needs.deadlines import add_working_days, need_deadline, working_days_between
from heluo.needs.models import Need

# 2020: National Day and Mid-Autumn, 1 to 8 October; worked on Sunday 27 September and Saturday 10 October.
# 2026: Spring Festival, 15 to 23 February; worked on Saturday 14 and Saturday 28 February.


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2020, 9, 14), 1, date(2020, 9, 15)),
        (date(2020, 9, 18), 1, date(2020, 9, 21)),  # over a weekend
        (date(2020, 9, 25), 1, date(2020, 9, 27)),  # a Sunday that is worked on
        (date(2020, 9, 30), 1, date(2020, 10, 9)),  # over the holidays
        (date(2020, 9, 30), 2, date(2020, 10, 10)),  # to a Saturday that is worked on
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
    ],
)
def test_the_nth_working_day(start: date, days: int, end: date):
    found = add_working_days(start, days)
    assert (found.day, found.by_calendar) == (end, True)
    assert working_days_between(start, end) == days
    assert working_days_between(end, start) == -days


def test_beyond_the_calendars_data_weekdays_are_counted_and_that_is_said():
    """Labour Day of a year that the State Council has not arranged yet."""
    found = add_working_days(date(2099, 4, 30), 1)
    assert (found.day, found.by_calendar) == (date(2099, 5, 1), False)


@pytest.mark.parametrize(
    ("kind", "urgency", "end"),
    [
        ("visit", "normal", date(2020, 9, 21)),
        ("visit", "soon", date(2020, 9, 17)),
        ("training", "urgent", date(2020, 9, 15)),
        ("training", "normal", date(2020, 9, 27)),
        ("incubation", "normal", date(2020, 10, 16)),
    ],
)
def test_urgency_shortens_what_the_kind_allows(kind: str, urgency: str, end: date):
    assert need_deadline(kind, urgency, date(2020, 9, 14)).day == end


def published(cast, on: date) -> Need:
    with clock.at(datetime(on.year, on.month, on.day, 9, tzinfo=get_default_timezone())):
        return publish_need(
            actor=cast.informant, need=Need(title="花椒修剪", kind="visit", industry=cast.pepper, place=cast.village)
        )


def test_a_deadline_by_weekdays_is_said_on_the_needs_page(cast):
    need = published(cast, date(2099, 4, 30))
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.informant)
    assert "by weekdays" in client.get(reverse("needs:need", args=[need.public_id])).content.decode()


def test_when_the_calendar_has_got_the_year_the_deadline_is_counted_again(cast):
    """A need from before the calendar's data came: its deadline lies in the holidays."""
    need, beyond = published(cast, date(2020, 9, 30)), published(cast, date(2099, 4, 30))
    Need.objects.filter(pk=need.pk).update(deadline=date(2020, 10, 7), deadline_by_calendar=False)
    before = LedgerEntry.objects.count()
    assert [sweep.recount_deadlines(), sweep.recount_deadlines()] == [1, 0]
    need.refresh_from_db()
    assert (need.deadline, need.deadline_by_calendar) == (date(2020, 10, 14), True)
    assert not Need.objects.get(pk=beyond.pk).deadline_by_calendar
    entry = LedgerEntry.objects.latest("pk")
    assert (LedgerEntry.objects.count(), entry.action) == (before + 1, "needs.recount_deadline")


def test_a_reopened_need_that_is_edited_keeps_its_time(cast):
    """Its days run from the reopening."""
    need = published(cast, date(2020, 6, 1))
    Need.objects.filter(pk=need.pk).update(state="served", served_at=clock.now())
    need.refresh_from_db()
    again = reopen_need(actor=cast.county_officer, need=need, reason="没有解决")
    edited = edit_need(actor=cast.county_officer, need=again, changes={"title": "花椒修剪和防蚜"})
    assert edited.deadline == again.deadline
