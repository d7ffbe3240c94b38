"""Figures are counted from rows: by grade, by place, by period, each thing once."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from heluo.base import clock
from heluo.base.errors import Invalid, NotVisible
from heluo.base.ledger.seal import seal
from heluo.figures import queries
from heluo.figures.counting import Scope, count
from heluo.figures.indicator import all_indicators
from heluo.figures.period import parse_period
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.actions.needs import decline_need, mark_duplicate, publish_need, withdraw_need
from heluo.needs.actions.offers import Candidate, accept_offer, invite
from heluo.needs.actions.services import check_service, correct_service, register_service, void_service
from heluo.needs.models import Need, Service

NOON = datetime(2020, 11, 5, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def in_late_2020():
    with clock.at(NOON):
        yield


def held(cast, *, side=None, days_ago: int = 0, **lines) -> Service:
    """A class held by a county's specialist in its village."""
    side = side or cast
    end = NOON - timedelta(days=days_ago)
    return register_service(
        actor=side.specialist_account,
        service=Service(
            kind="training",
            specialist=side.specialist,
            industry=cast.pepper,
            place=side.village,
            title="花椒冬剪培训",
            started_at=end - timedelta(hours=2),
            ended_at=end,
        ),
        lines=ServiceLines(**lines),
    )


def confirmed(cast, service: Service) -> Service:
    code = issue_code(actor=cast.officer, service=service).plain.digits
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=code)
    return service


def value(slug: str, scope: Scope | None = None) -> int:
    return count(queries.indicator(slug), scope).value


def test_an_unnamed_attendance_is_an_attendance_but_no_person(cast):
    held(cast, attendees=[Attendee("张福来"), Attendee("李二妮")], unnamed=9)
    assert value("attendances") == 11
    assert value("people_trained") == 2


def test_who_comes_twice_is_two_attendances_and_one_person(cast):
    held(cast, attendees=[Attendee("张福来")])
    held(cast, days_ago=3, attendees=[Attendee("张福来")])
    assert value("attendances") == 2
    assert value("people_trained") == 1


def test_the_grades_add_up_and_each_thing_counts_at_its_best(cast):
    held(cast, varieties=[(cast.variety, None)], unnamed=4)
    confirmed(cast, held(cast, days_ago=1, varieties=[(cast.variety, None)], unnamed=3))
    best = confirmed(cast, held(cast, days_ago=2, unnamed=2))
    check_service(actor=cast.officer, service=best, how="call", note="回访属实")
    came = count(queries.indicator("attendances"))
    assert (came.value, came.claimed, came.confirmed, came.checked) == (9, 4, 3, 2)
    varieties = count(queries.indicator("varieties"))
    assert (varieties.value, varieties.claimed, varieties.confirmed) == (1, 0, 1)


def test_a_household_counts_once_and_only_when_it_gained(cast):
    held(cast, helps=[(cast.household, "修剪", None)])
    assert value("households_gained") == 0
    held(cast, days_ago=1, helps=[(cast.household, "修剪", 80_000)])
    held(cast, days_ago=2, helps=[(cast.household, "防虫", 50_000)])
    assert value("households_gained") == 1


def test_a_corrected_class_counts_once_and_a_voided_one_not_at_all(cast):
    first = held(cast, unnamed=30)
    correct_service(
        actor=cast.specialist_account, service=first, changes={}, lines=ServiceLines(unnamed=13), reason="数错了"
    )
    assert (value("trainings"), value("attendances")) == (1, 13)
    void_service(actor=cast.officer, service=held(cast, days_ago=1, unnamed=5), reason="登记了两次")
    assert (value("trainings"), value("attendances")) == (1, 13)


def test_a_place_counts_its_own(cast):
    held(cast, unnamed=3)
    held(cast, side=cast.stranger, unnamed=4)
    assert value("attendances", Scope(cast.county)) == 3
    assert value("attendances", Scope(cast.stranger.county)) == 4
    assert value("attendances", Scope(cast.city)) == 7


def test_a_period_counts_its_own_days_in_local_time(cast):
    held(cast, unnamed=3)
    held(cast, days_ago=40, unnamed=4)
    for key, expected in (("2020", 7), ("2020-11", 3), ("2020-Q3", 4), ("2020-Q4", 3), ("2020-H1", 0), ("2020-H2", 7)):
        assert value("attendances", Scope(period=parse_period(key))) == expected, key


@pytest.mark.parametrize("key", ["20", "2020-13", "2020-Q5", "2020-1", "x", "2020-00", "2020-H3"])
def test_a_wrong_period_is_a_sentence(key):
    with pytest.raises(Invalid, match="2026-Q3"):
        parse_period(key)


def test_periods_are_chosen_from_those_in_which_something_was_counted(cast):
    """Latest first; a period that somebody's link names stays chosen even where it is not among them."""
    held(cast, days_ago=400)
    page = Client(headers={"accept-language": "en"}).get(reverse("figures:figures"), {"period": "2020-10"})
    options = re.findall(r'<option value="([^"]*)"( selected)?>', page.content.decode())
    this_year = ["2020", "2020-H2", "2020-Q4", "2020-Q3", "2020-H1", "2020-Q2", "2020-Q1"]
    assert [key for key, _chosen in options] == ["", "2020-10", *this_year, "2019", "2019-H2", "2019-Q4"]
    assert [key for key, chosen in options if chosen] == ["2020-10"]


def test_satisfaction_is_of_those_who_answered(cast):
    for days_ago, satisfied in enumerate((True, True, False)):
        service = held(cast, days_ago=days_ago, unnamed=1)
        evaluate_service(actor=cast.committee, service=service, judgement=Judgement(is_satisfied=satisfied))
    figure = count(queries.indicator("satisfied"))
    assert (figure.part, figure.whole, figure.value) == (2, 3, 67)
    # Wilson's interval for 2 of 3, as published tables give it.
    assert figure.interval == (21, 94)


def published(cast, days_ago: int) -> Need:
    with clock.at(NOON - timedelta(days=days_ago)):
        return publish_need(
            actor=cast.informant,
            need=Need(
                title="花椒蚜虫防治",
                industry=cast.pepper,
                place=cast.village,
                contact_name="张福来",
                contact_phone="13700000001",
            ),
        )


def test_silence_after_the_deadline_counts_against_answers_in_time(cast):
    late, early = published(cast, days_ago=30), published(cast, days_ago=1)
    assert count(queries.indicator("answered_in_time")).whole == 1, "what is not due yet does not count"
    accept_offer(
        actor=cast.specialist_account,
        offer=invite(actor=cast.county_officer, need=early, candidate=Candidate(specialist=cast.specialist)),
    )
    figure = count(queries.indicator("answered_in_time"))
    assert (figure.part, figure.whole) == (1, 2)
    assert late.state == "published"


def test_a_late_no_does_not_make_the_answers_more_timely(cast):
    """After its deadline a need that is declined or withdrawn was not answered in time; before, none was due."""
    officer, figure = cast.county_officer, queries.indicator("answered_in_time")
    late, prompt, merged = (published(cast, days_ago=30) for _number in range(3))
    with clock.at(NOON - timedelta(days=29)):
        decline_need(actor=officer, need=prompt, reason="不属科技服务", do_instead="请找农机站")
    assert count(figure).whole == 2
    decline_need(actor=officer, need=late, reason="不属科技服务", do_instead="请找农机站")
    mark_duplicate(actor=officer, need=merged, parent=published(cast, days_ago=1))
    assert (count(figure).part, count(figure).whole) == (0, 1)
    withdraw_need(actor=officer, need=published(cast, days_ago=30), reason="不需要了")
    assert count(figure).whole == 2


def test_what_one_may_not_see_is_counted_and_not_shown(cast):
    held(cast, helps=[(cast.household, "修剪", 80_000)])
    shown = queries.open_figure(cast.informant, "households_gained", Scope(), 1).rows
    hidden = queries.open_figure(cast.visitor, "households_gained", Scope(), 1).rows
    assert not shown[0].is_hidden
    assert hidden[0].is_hidden
    assert "张" not in str(hidden[0].label)


def test_who_may_not_see_a_household_learns_its_town_the_day_and_the_service(cast, client):
    service = held(cast, helps=[(cast.household, "修剪", 80_000)])
    row = read_rows(client, "households_gained")[0]
    assert cast.household.place.path_names[1] in row["where"]
    assert cast.household.place.name not in row["where"]
    assert row["when"] == "2020-11-05"
    assert service.number in row["what"]


def read_rows(client: Client, slug: str, **asked: str) -> list[dict[str, str]]:
    """The rows of a figure as they stand on its pages, all of them."""
    rows, number = [], 1
    while True:
        page = client.get(
            reverse("figures:figure", args=[slug]), asked | {"page": number}, headers={"accept-language": "en"}
        )
        drawn = re.findall(r"<tr>\s*(<td>.*?)</tr>", page.content.decode().partition("<tbody>")[2], re.S)
        for one in drawn:
            cells = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", one, re.S)]
            rows.append(dict(zip(("what", "where", "when", "evidence", "counts"), cells, strict=False)))
        if number == page.context["opened"].page.paginator.num_pages:
            return rows
        number += 1


def test_every_figure_is_recounted_from_its_rows(cast, client):
    """Whoever adds up the rows that count comes to the figure; the chips above them give just these."""
    lines = {"attendees": [Attendee("张福来")], "unnamed": 52, "varieties": [(cast.variety, None)]}
    for days_ago, satisfied in enumerate((True, True, False, None)):
        service = held(cast, days_ago=days_ago, helps=[(cast.household, "修剪", 80_000)], **lines)
        if satisfied is None:
            confirmed(cast, service)
        else:
            evaluate_service(actor=cast.committee, service=service, judgement=Judgement(is_satisfied=satisfied))
    published(cast, days_ago=30)
    early = published(cast, days_ago=1)
    accept_offer(
        actor=cast.specialist_account,
        offer=invite(actor=cast.county_officer, need=early, candidate=Candidate(specialist=cast.specialist)),
    )
    for slug, one in all_indicators().items():
        figure = count(one)
        counted, rows = read_rows(client, slug, counted="yes"), read_rows(client, slug)
        assert len(counted) == (figure.part if one.is_share else figure.value), slug
        assert len(read_rows(client, slug, counted="no")) == len(rows) - len(counted), slug
        if one.is_share:
            assert (len(rows), 0 < len(counted) < len(rows)) == (figure.whole, True), slug
        if one.has_rows_beside:
            assert [row["counts"] for row in rows].count(str(one.counted_word)) == len(counted), slug
        if one.service is not None:
            assert [row["evidence"] for row in counted].count("confirmed") == figure.confirmed, slug


def test_a_need_says_by_when_it_was_due_and_when_it_was_answered(cast, client):
    need = published(cast, days_ago=30)
    assert f"deadline {need.deadline}, no answer" in read_rows(client, "answered_in_time")[0]["what"]


def test_every_figure_opens_for_everybody(cast):
    held(cast, attendees=[Attendee("张福来")], unnamed=2, varieties=[(cast.variety, None)])
    visitor = Client()
    assert visitor.get(reverse("figures:figures")).status_code == 200
    for slug in all_indicators():
        page = visitor.get(reverse("figures:figure", args=[slug]), {"place": cast.county.code, "period": "2020"})
        assert page.status_code == 200, slug
        assert "张福来" not in page.content.decode()


def test_a_figure_that_is_none_does_not_exist(db):
    with pytest.raises(NotVisible):
        queries.indicator("happiness")
    assert Client().get(reverse("figures:figure", args=["happiness"])).status_code == 404
    assert Client().get(reverse("figures:figures"), {"place": "999999"}).status_code == 404


def test_a_wrong_period_in_the_address_is_said(db):
    page = Client(headers={"accept-language": "en"}).get(reverse("figures:figures"), {"period": "yesterday"})
    assert page.status_code == 200
    assert "A period is a year (2026)" in page.content.decode()


def test_the_front_page_counts_again_when_something_was_written_and_only_then(cast, client):
    def attendances() -> tuple[list[int], int]:
        with CaptureQueriesContext(connection) as asked:
            compared = client.get("/").context["compared"]
        return [figure.value for figure in compared if figure.indicator.slug == "attendances"], len(asked)

    held(cast, unnamed=9)
    first, counted = attendances()
    again, remembered = attendances()
    assert first == again == [9]
    assert remembered < counted - 8
    seal()
    assert attendances() == (again, remembered)
    held(cast, unnamed=2)
    assert attendances()[0] == [11]
