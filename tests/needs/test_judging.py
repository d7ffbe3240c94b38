"""What a judgement does: to the need that the visit answers, in the figures, and how often one may be given."""

import pytest
from django.urls import reverse

from heluo.base.errors import Denied
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import reopen_need
from heluo.needs.actions.services import correct_service, dispute_service
from heluo.needs.models import Need, Service
from heluo.needs.queries.services import latest_of, to_answer
from tests.needs.test_codes import asked, corrected, digits_sent, signed_in, visited

HAPPY, UNHAPPY = Judgement(is_satisfied=True), Judgement(is_satisfied=False, comment="没用")


def state(need: Need) -> str:
    need.refresh_from_db()
    return need.state


# --- a visit from before the need was opened again ------------------------------------------------------------------


@pytest.fixture
def before(cast) -> Service:
    """The visit that was no good; its need was opened again."""
    service = visited(cast, asked(cast))
    reopen_need(actor=cast.requester, need=service.need, reason="没有解决")
    service.refresh_from_db()
    return service


@pytest.mark.parametrize("judgement", [HAPPY, UNHAPPY])
def test_it_changes_the_need_no_more(cast, before, judgement):
    visited(cast, before.need)
    evaluate_service(actor=cast.committee, service=before, judgement=judgement)
    assert (state(before.need), before.need.times_reopened) == ("served", 1)


def test_nor_does_its_slip_after_the_next_visit_was_good(cast):
    service, digits = visited(cast, asked(cast)), digits_sent()
    reopen_need(actor=cast.requester, need=service.need, reason="没有解决")
    again = visited(cast, service.need)
    evaluate_service(actor=cast.requester, service=again, judgement=HAPPY)
    service.refresh_from_db()
    confirm_service(
        actor=cast.visitor, service=service, took_place=False, channel="sms", code=digits, judgement=UNHAPPY
    )
    assert (state(service.need), service.need.times_reopened) == ("closed", 1)


def test_nobody_is_asked_about_it_any_more(cast, before):
    assert latest_of(before.need) is None
    again = visited(cast, before.need)
    assert to_answer(cast.requester) == [again]
    assert latest_of(before.need) == again


def test_it_is_not_said_to_have_opened_the_need(cast, before):
    answer = signed_in(cast.requester).post(
        reverse("needs:evaluate", args=[before.public_id]), {"satisfied": "no"}, follow=True
    )
    assert "Your answer stands with the service." in answer.content.decode()


# --- a disputed visit -----------------------------------------------------------------------------------------------


def test_a_disputed_visit_is_corrected_by_the_office_alone(cast):
    service = visited(cast, asked(cast))
    dispute_service(actor=cast.county_officer, service=service, reason="日期不对")
    page = signed_in(cast.specialist_account).get(reverse("needs:service", args=[service.public_id])).content.decode()
    assert "until the science office corrects or voids it" in page
    assert reverse("needs:service-correct", args=[service.public_id]) not in page
    with pytest.raises(Denied, match="Tell the office what is right"):
        corrected(cast, service)
    changes = {"title": "花椒冬剪"}
    new = correct_service(
        actor=cast.county_officer, service=service, changes=changes, lines=ServiceLines(), reason="日期改正"
    )
    assert new.state == "registered"
