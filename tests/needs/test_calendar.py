"""The specialist's month."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from heluo.base import clock
from heluo.needs.models import Need, Service
from heluo.needs.queries.calendar import weeks_of
from heluo.people.actions.specialists import add_absence
from tests.needs.test_service_pages import assigned, signed_in

__all__ = ["assigned"]

HERE = ZoneInfo("Asia/Shanghai")
MAY = date(2026, 5, 1)


def days(cast, first: date = MAY):
    return {day.date: day for week in weeks_of(cast.specialist, first) for day in week}


@pytest.fixture
def early(cast) -> Service:
    """Held on the first of May at seven in the morning, which is April in Greenwich."""
    return Service.objects.create(
        number="S-1",
        kind="visit",
        specialist=cast.specialist,
        industry=cast.pepper,
        place=cast.village,
        started_at=datetime(2026, 5, 1, 7, tzinfo=HERE),
        ended_at=datetime(2026, 5, 2, 7, tzinfo=HERE),
        title="花椒修剪",
        state="registered",
    )


def test_a_service_stands_on_each_of_its_days_here(cast, early):
    found = days(cast)
    assert [one for one, day in found.items() if day.services] == [date(2026, 5, 1), date(2026, 5, 2)]


def test_the_weeks_begin_on_monday_and_hold_the_whole_month(cast):
    weeks = weeks_of(cast.specialist, MAY)
    assert [week[0].date.isoweekday() for week in weeks] == [1] * 5
    assert sum(day.is_inside for week in weeks for day in week) == 31


def test_what_is_promised_stands_on_every_day_that_would_suit(cast, assigned):
    Need.objects.filter(pk=assigned.pk).update(wanted_from=date(2026, 5, 30), wanted_to=date(2026, 6, 2))
    assert [one.day for one, day in days(cast).items() if day.wanted and day.is_inside] == [30, 31]
    assert [one.day for one, day in days(cast, date(2026, 6, 1)).items() if day.wanted and day.is_inside] == [1, 2]


def test_what_waits_for_an_answer_stands_on_its_last_day_and_absences_are_marked(cast, assigned):
    assigned.offers.update(state="invited", answer_by=date(2026, 5, 7))
    add_absence(actor=cast.system, specialist=cast.specialist, first_day=date(2026, 5, 8), last_day=date(2026, 5, 9))
    found = days(cast)
    assert found[date(2026, 5, 7)].to_answer
    assert [one.day for one, day in found.items() if day.is_away] == [8, 9]
    page = signed_in(cast.specialist_account).get(reverse("needs:calendar", args=[2026, 5]))
    assert "answer by this day" in page.content.decode()


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "2026年5月"), ("en", "May 2026")])
def test_a_month_is_named_in_the_readers_language_and_says_when_it_is_free(cast, language, name):
    page = signed_in(cast.specialist_account).get(
        reverse("needs:calendar", args=[2026, 5]), headers={"accept-language": language}
    )
    assert f"<h1>{name}</h1>" in page.content.decode()
    assert page.context["free"]


def test_today_is_marked_and_only_on_its_day(cast):
    client, today = signed_in(cast.specialist_account), clock.today()
    now, in_a_year = (
        client.get(reverse("needs:calendar", args=[year, today.month])).content.decode()
        for year in (today.year, today.year + 1)
    )
    assert [page.count('aria-current="date"') for page in (now, in_a_year)] == [1, 0]
