"""What a judgement does: to the need that the visit answers, in the figures, and how often one may be given."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from heluo.base import clock
from heluo.base.errors import Denied, Invalid
from heluo.figures.counting import count
from heluo.figures.queries import indicator
from heluo.needs.actions import sweep
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.imports import import_evaluations
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import are_content, reopen_need
from heluo.needs.actions.services import correct_service, dispute_service
from heluo.needs.models import Evaluation, Need, Service
from heluo.needs.queries.bench import everyone
from heluo.needs.queries.services import latest_of, to_answer
from heluo.needs.queries.year import year_of
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


# --- silence --------------------------------------------------------------------------------------------------------


def after(days: float):
    return clock.at(clock.now() + timedelta(days=days))


def test_a_correction_gives_the_days_of_silence_anew(cast):
    service = visited(cast, asked(cast))
    with after(10):
        corrected(cast, service)
    with after(23):
        assert sweep.close_unanswered_needs() == 0
    with after(25):
        assert sweep.close_unanswered_needs() == 1


def test_as_long_as_it_is_not_closed_an_unhappy_answer_opens_it_again(cast):
    """Also on the twentieth day, where silence has not closed it because the record was corrected."""
    service = visited(cast, asked(cast))
    with after(10):
        new = corrected(cast, service)
    with after(20):
        evaluate_service(actor=cast.requester, service=new, judgement=UNHAPPY)
    with after(40):
        assert sweep.close_unanswered_needs() == 0
    assert state(service.need) == "published"


@pytest.mark.parametrize("said", [HAPPY, UNHAPPY])
def test_what_was_judged_never_closes_as_silent(cast, said):
    """A workbook brought the judgement, which neither closes a need nor opens it again."""
    service = visited(cast, asked(cast))
    told = Evaluation(need=service.need, service=service, at=clock.now(), is_satisfied=said.is_satisfied)
    import_evaluations(actor=cast.county_officer, evaluations=[told], sources=[{}])
    with after(40):
        assert sweep.close_unanswered_needs() == 0
    assert state(service.need) == "served"


def test_what_was_judged_before_it_was_opened_again_does_not_keep_it_from_closing(cast, before):
    evaluate_service(actor=cast.committee, service=before, judgement=UNHAPPY)
    visited(cast, before.need)
    with after(15):
        assert sweep.close_unanswered_needs() == 1
    before.need.refresh_from_db()
    assert before.need.outcome == "no_answer"


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


# --- in the figures -------------------------------------------------------------------------------------------------


def counted(cast) -> set[tuple[int, int, int]]:
    """(asked, answered, content), by the year's form, by the ranking of candidates and by the figures."""
    year, bench = year_of(cast.specialist, clock.today().year), everyone()
    responses, satisfied = (count(indicator(slug)) for slug in ("responses", "satisfied"))
    key = cast.specialist.pk
    return {
        (year.asked, year.answers, year.satisfied),
        (year.asked, bench.judged[key], bench.satisfied[key]),
        (responses.whole, satisfied.whole, satisfied.part),
        (responses.whole, responses.part, satisfied.part),
    }


def test_a_correction_leaves_what_was_said(cast):
    service = visited(cast, asked(cast))
    evaluate_service(actor=cast.requester, service=service, judgement=UNHAPPY)
    new = corrected(cast, service)
    assert counted(cast) == {(1, 1, 0)}
    page = signed_in(cast.requester).get(reverse("needs:service", args=[new.public_id])).content.decode()
    assert "not satisfied" in page
    with pytest.raises(Invalid, match="already"):
        evaluate_service(actor=cast.requester, service=new, judgement=HAPPY)


def test_a_visit_counts_once_however_many_judge_it_and_as_content_where_all_are(cast):
    service = visited(cast, asked(cast))
    evaluate_service(actor=cast.committee, service=service, judgement=HAPPY)
    assert counted(cast) == {(1, 1, 1)}
    evaluate_service(actor=cast.requester, service=service, judgement=UNHAPPY)
    assert counted(cast) == {(1, 1, 0)}


def test_no_more_answer_than_were_asked(cast):
    """Of a visit that nobody had asked for, people are asked when they get a code, or say it unasked."""
    visited(cast)
    assert counted(cast) == {(0, 0, 0)}
    with_a_code, unasked = visited(cast), visited(cast)
    slip = issue_code(actor=cast.informant, service=with_a_code).plain.digits
    assert counted(cast) == {(1, 0, 0)}
    confirm_service(actor=cast.visitor, service=with_a_code, took_place=True, channel="sms", code=slip, judgement=HAPPY)
    evaluate_service(actor=cast.committee, service=unasked, judgement=UNHAPPY)
    assert counted(cast) == {(2, 2, 1)}


# --- whose word counts ----------------------------------------------------------------------------------------------


def says(cast, service: Service, who: str, judgement: Judgement) -> None:
    """`asker`: from the account of the one who asked; `slip`: with their code; `rings`: to the hotline, with the code;
    `typed`: written down by who had taken down the need; `book`: in a workbook; `committee`, `contact`: as named."""
    match who:
        case "slip" | "rings":
            code = issue_code(actor=cast.clerk, service=service).plain.digits
            actor, channel = (cast.visitor, "sms") if who == "slip" else (cast.clerk, "hotline")
            confirm_service(
                actor=actor, service=service, took_place=True, channel=channel, code=code, judgement=judgement
            )
        case "book":
            told = Evaluation(need=service.need, service=service, at=clock.now(), is_satisfied=judgement.is_satisfied)
            import_evaluations(actor=cast.county_officer, evaluations=[told], sources=[{}])
        case _:
            account = {"asker": cast.requester, "typed": cast.informant}.get(who) or getattr(cast, who)
            evaluate_service(actor=account, service=service, judgement=judgement)


# Who says what, one after the other; whether the people are content in the end.
WORDS = [
    ("asker yes", True),
    ("asker no", False),
    ("committee yes, asker no", False),
    ("committee yes, asker yes", True),
    ("asker yes, committee no", False),
    ("typed no, asker yes", True),
    ("typed yes, asker no", False),
    ("typed no, slip yes", True),
    ("typed yes, slip no", False),
    ("typed yes, rings no", False),
    ("rings no, asker yes", True),
    ("rings yes, asker no", False),
    ("rings no, rings yes", True),
    ("book no, slip yes", True),
    ("book yes, asker no", False),
    ("asker no, book yes", False),
    ("committee no, typed yes", False),
    ("typed no, committee yes, asker yes", True),
]


@pytest.mark.parametrize(("words", "are_content"), WORDS)
def test_the_word_of_each_counts(cast, words: str, are_content: bool):
    service = visited(cast, asked(cast))
    for number, word in enumerate(words.split(", ")):
        who, said = word.split()
        with after(number):
            says(cast, service, who, HAPPY if said == "yes" else UNHAPPY)
    assert counted(cast) == {(1, 1, int(are_content))}


# Who has spoken, and who may not speak any more.
TWICE = [
    ("asker", "slip"),
    ("slip", "asker"),
    ("slip", "slip"),
    ("asker", "typed"),
    ("asker", "rings"),
    ("slip", "rings"),
    ("typed", "typed"),
    ("committee", "committee"),
]


@pytest.mark.parametrize(("first", "second"), TWICE)
def test_one_s_word_is_said_once_and_it_says_when(cast, first: str, second: str):
    service = visited(cast, asked(cast))
    says(cast, service, first, HAPPY)
    with pytest.raises(Invalid) as refusal:
        says(cast, service, second, UNHAPPY)
    today = date_format(clock.today(), "DATE_FORMAT")
    assert today in str(refusal.value.fields["satisfied"])
    assert counted(cast) == {(1, 1, 1)}


def test_the_contacts_of_an_organisation_have_one_word(cast):
    service = visited(cast, asked(cast, requester_organisation=cast.cooperative))
    says(cast, service, "slip", HAPPY)
    with pytest.raises(Invalid):
        says(cast, service, "contact", UNHAPPY)


def test_at_an_unplanned_visit_each_code_is_somebody_else(cast):
    service = visited(cast)
    for judgement in (HAPPY, UNHAPPY):
        says(cast, service, "slip", judgement)
    assert service.evaluations.count() == 2
    assert counted(cast) == {(1, 1, 0)}


def test_whoever_judged_already_still_confirms(cast):
    """What was refused keeps the slip, and what was typed; without a judgement it confirms."""
    service, digits = visited(cast, asked(cast)), digits_sent()
    says(cast, service, "asker", HAPPY)
    client, form = signed_in(cast.requester), {"number": service.number, "code": digits, "took_place": "yes"}
    page = client.post(reverse("needs:confirm"), form | {"satisfied": "no", "comment": "后来又生虫了"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["satisfied"])
    assert "后来又生虫了" in page.content.decode()
    assert client.post(reverse("needs:confirm"), form | {"satisfied": "unsaid"}).status_code == 200
    service.refresh_from_db()
    assert service.state == "confirmed"


def test_whoever_has_judged_is_not_asked_again(cast):
    service = visited(cast, asked(cast))
    address = reverse("needs:evaluate", args=[service.public_id])

    def is_asked(account) -> bool:
        page = signed_in(account).get(reverse("needs:need", args=[service.need.public_id]))
        return address in page.content.decode()

    says(cast, service, "typed", HAPPY)
    assert (is_asked(cast.informant), is_asked(cast.requester)) == (False, True)
    says(cast, service, "slip", HAPPY)
    assert not is_asked(cast.requester)
    with after(15):
        assert not is_asked(cast.committee)


def test_the_page_of_the_visit_says_whose_word_it_is_and_which_counts(cast):
    service = visited(cast, asked(cast))
    says(cast, service, "typed", HAPPY)
    says(cast, service, "asker", UNHAPPY)
    page = signed_in(cast.requester).get(reverse("needs:service", args=[service.public_id])).content.decode()
    assert page.count("the one who asked") == 2
    assert page.count("said something else that counts") == 1


def test_the_office_closes_as_satisfied_only_where_nobody_s_word_is_another(cast):
    service = visited(cast, asked(cast))
    says(cast, service, "book", UNHAPPY)
    assert not are_content(service.need)
    says(cast, service, "committee", HAPPY)
    assert (state(service.need), are_content(service.need)) == ("served", False)
    says(cast, service, "asker", HAPPY)
    assert state(service.need) == "closed"
