"""One-time codes: on their way, called back, still to be handed over; and what is true when they are brought."""

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from heluo.base import clock
from heluo.base.errors import Invalid, Refused
from heluo.base.models import Notice
from heluo.base.outbox import delivery
from heluo.needs.actions import sweep
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.codes import issue_code, reissue_for_need
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import decline_need, edit_need, mark_duplicate, publish_need, reopen_need, withdraw_need
from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.actions.services import correct_service, register_service, void_service
from heluo.needs.bridge import Candidate
from heluo.needs.models import ConfirmationCode, Need, Service
from heluo.needs.queries import codes
from heluo.needs.queries.sentences import what_next
from heluo.needs.queries.services import find_by_number
from heluo.web import synthetic
from tests.base.gateway import Gateway
from tests.needs.drawn import drawn_in

PHONE = "13700000001"


@pytest.fixture
def gateway(settings):
    with Gateway.running() as running:
        settings.NOTICE_WEBHOOK = running.url
        yield running


@pytest.fixture
def refused():
    """A block that is refused with a sentence in which these words stand."""

    @contextmanager
    def block(words: str):
        with translation.override("en"), pytest.raises(Refused) as error:
            yield
        with translation.override("en"):
            assert words in str(error.value.reason)

    return block


def asked(cast, phone: str = PHONE, **more) -> Need:
    given = {
        "title": "花椒蚜虫防治",
        "industry": cast.pepper,
        "place": cast.village,
        "requester_account": cast.requester,
    }
    return publish_need(actor=cast.informant, need=Need(contact_phone=phone, **given, **more))


def taken(cast, need: Need) -> Need:
    """Somebody has said yes."""
    assert cast.specialist_account
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    accept_offer(actor=cast.specialist_account, offer=offer)
    return need


def visited(cast, need: Need | None = None, title: str = "花椒修剪") -> Service:
    """For a need, or unplanned."""
    now, who = clock.now(), cast.specialist_account
    visit = Service(need=taken(cast, need) if need else None, kind="visit", specialist=cast.specialist, title=title)
    visit.industry, visit.place = cast.pepper, cast.village
    visit.started_at, visit.ended_at = now - timedelta(hours=2), now
    return register_service(actor=who, service=visit, lines=ServiceLines())


def corrected(cast, service: Service) -> Service:
    return correct_service(
        actor=cast.specialist_account, service=service, changes={}, lines=ServiceLines(unnamed=3), reason="漏记人数"
    )


def signed_in(account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def digits_sent() -> str:
    return Notice.objects.filter(channel="sms").latest("pk").secret


def waits(cast) -> tuple[list[Need], list[tuple[Service, bool]]]:
    """What stands on the informant's desk: needs without a code; services unconfirmed, and whether there is a code."""
    page = signed_in(cast.informant).get(reverse("needs:town"))
    return list(page.context["without_code"]), [(one, one.has_code) for one in page.context["unconfirmed"]]


# --- on their way -------------------------------------------------------------------------------------------------


def test_the_sms_says_where_the_digits_are_typed(cast, gateway, settings):
    settings.HELUO_BASE_URL = "https://heluo.example"
    need = asked(cast)
    code = digits_sent()
    delivery.send_due()
    (text,) = [post["text"] for post in gateway.taken]
    assert all(part in text for part in (need.number, code, "https://heluo.example/confirm/"))


def test_an_old_code_is_not_sent_after_a_new_one_was_issued(cast, gateway):
    need = asked(cast)
    reissue_for_need(actor=cast.informant, need=need)
    delivery.send_due()
    assert not gateway.taken
    assert not Notice.objects.filter(channel="sms").exists()


def test_another_telephone_gets_another_code_and_the_one_on_the_old_ends(cast, gateway):
    need = asked(cast)
    old = digits_sent()
    edit_need(actor=cast.informant, need=need, changes={"contact_phone": "13812341235"})
    delivery.send_due()
    assert [post["to"] for post in gateway.taken] == ["13812341235"]
    service = visited(cast, need)
    with pytest.raises(Invalid):
        confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=old)


def test_a_slip_in_hand_stays_when_a_telephone_is_added(cast):
    need = asked(cast, phone="")
    slip = reissue_for_need(actor=cast.informant, need=need)
    edit_need(actor=cast.informant, need=need, changes={"contact_phone": PHONE})
    service = visited(cast, need)
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=slip.plain.digits)
    assert service.confirmations.get().took_place


def ended_early(cast, need: Need, how: str) -> Need:
    """Nobody comes for it any more."""
    office = {"actor": cast.county_officer, "need": need}
    match how:
        case "withdrawn":
            return withdraw_need(actor=cast.requester, need=need, reason="不用了")
        case "declined":
            return decline_need(**office, reason="已有", do_instead="看农技直播")
        case "duplicate":
            return mark_duplicate(**office, parent=asked(cast, phone=""))
        case _:
            with clock.at(clock.now() + timedelta(days=90)):
                assert sweep.expire_needs() == 1
            return need


@pytest.mark.parametrize("how", ["withdrawn", "declined", "duplicate", "expired"])
def test_a_code_ends_with_its_need(cast, gateway, how):
    need = asked(cast)
    slip = reissue_for_need(actor=cast.informant, need=need).plain if how == "declined" else None
    ended_early(cast, need, how)
    delivery.send_due()
    assert not gateway.taken
    assert set(need.codes.values_list("state", flat=True)) <= {"ended", "replaced"}
    if slip:
        page = signed_in(cast.informant).get(reverse("needs:confirm-link", args=[slip.token]))
        assert "nothing left to confirm" in page.content.decode()


def test_the_people_of_a_need_hold_one_code_at_a_time(cast):
    need = asked(cast)
    first = visited(cast, need)
    reopen_need(actor=cast.county_officer, need=need, reason="没有解决")
    second = visited(cast, need)
    issue_code(actor=cast.informant, service=first)
    void_service(actor=cast.county_officer, service=first, reason="重复")
    assert [one.service for one in need.codes.filter(state="live")] == [second]
    reopen_need(actor=cast.county_officer, need=need, reason="还没有解决")
    void_service(actor=cast.county_officer, service=second, reason="没有去")
    assert [one.service for one in need.codes.filter(state="live")] == [None]


def test_a_code_ends_with_a_voided_visit_that_leaves_nothing_waiting(cast):
    unplanned, answered = visited(cast), visited(cast, asked(cast))
    issue_code(actor=cast.informant, service=unplanned, phone=PHONE)
    void_service(actor=cast.county_officer, service=unplanned, reason="没有去")
    assert unplanned.codes.get().state == "ended"
    assert not Notice.objects.filter(template="services.code").exists()
    evaluate_service(actor=cast.requester, service=answered, judgement=Judgement(is_satisfied=True))
    with clock.at(clock.now() + timedelta(days=20)):
        void_service(actor=cast.county_officer, service=answered, reason="没有去")
    assert answered.codes.get().state == "ended"


def test_everyone_finds_where_to_type_the_digits(cast):
    for address in ("/", reverse("needs:list")):
        assert f'href="{reverse("needs:confirm")}"' in Client().get(address).content.decode()


# --- still to be handed over --------------------------------------------------------------------------------------


def test_without_a_telephone_the_code_is_to_be_handed_over(cast):
    need = asked(cast, phone="")
    assert not Notice.objects.filter(template="needs.code").exists()
    assert waits(cast)[0] == [need]
    page = signed_in(cast.informant).post(reverse("needs:need-slip", args=[need.public_id]))
    assert page.status_code == 200
    assert waits(cast)[0] == []


@pytest.mark.parametrize("how", ["slip", "read-out"])
def test_the_way_back_from_a_code_is_open_to_whoever_handed_it_over(cast, how: str):
    need, service, client = asked(cast), visited(cast), signed_in(cast.committee)
    for name, about in ((f"needs:need-{how}", need), (f"needs:service-{how}", service)):
        page = client.post(reverse(name, args=[about.public_id]))
        assert f'href="{page.context["back"]}"' in page.content.decode()
        assert client.get(page.context["back"]).status_code == 200


def test_an_sms_that_was_kept_or_given_up_reached_nobody(cast, settings):
    settings.NOTICE_WEBHOOK = ""
    need = asked(cast)
    assert waits(cast)[0] == []
    delivery.send_due()
    assert waits(cast)[0] == [need]
    Notice.objects.filter(channel="sms").update(state="dead")
    assert waits(cast)[0] == [need]
    page = signed_in(cast.committee).get(reverse("needs:need", args=[need.public_id])).content.decode()
    assert "still to be handed over" in page


def test_a_code_that_the_gateway_took_is_in_hand(cast, gateway):
    asked(cast)
    delivery.send_due()
    assert waits(cast)[0] == []


def test_the_hotline_reads_it_out_and_its_digits_confirm(cast):
    need = asked(cast, phone="")
    page = signed_in(cast.clerk).post(reverse("needs:need-read-out", args=[need.public_id]))
    digits = page.context["digits"]
    assert digits in page.content.decode()
    visited(cast, need)
    form = {"number": need.number, "code": digits, "for_whom": "other", "caller": "张大爷", "took_place": "yes"}
    assert "Thank you" in signed_in(cast.clerk).post(reverse("needs:confirm"), form).content.decode()
    assert need.services.get().state == "confirmed"


def test_other_towns_have_their_own_codes_to_hand_over(cast):
    asked(cast, phone="")
    visited(cast)
    for stranger in (cast.stranger.informant, cast.stranger.clerk):
        assert not codes.needs_without_code(stranger).exists()
        assert not codes.unconfirmed_services(stranger).exists()


def test_a_desk_with_codes_to_hand_over_asks_as_much_for_many_as_for_one(cast):
    client, address = signed_in(cast.informant), reverse("needs:town")
    asked(cast, phone=""), visited(cast)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(12):
        asked(cast, phone=""), visited(cast, title=f"第{number}次")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(many) == len(one)
    assert (page.context["more_without_code"], page.context["more_unconfirmed"]) == (8, 8)


# --- the hotline --------------------------------------------------------------------------------------------------


def asked_from(account, phone: str = PHONE) -> list[Need]:
    page = signed_in(account).post(reverse("needs:caller"), {"phone": phone})
    return [need for need, _next, _unserved in page.context["rows"]]


def test_a_clerk_finds_what_a_caller_asked_in_the_own_places(cast):
    need, _another = asked(cast), asked(cast, phone="13700000009")
    assert asked_from(cast.clerk) == [need]
    assert asked_from(cast.clerk, "137-0000 0001") == [need]
    assert asked_from(cast.stranger.clerk) == []


def test_whoever_takes_calls_takes_needs_down_as_asked_by_telephone(cast):
    pages = [signed_in(account).get(reverse("needs:new")) for account in (cast.clerk, cast.informant)]
    assert [bool(page.context["form"]["by_phone"].value()) for page in pages] == [True, False]


def test_what_a_caller_asks_is_taken_down_under_the_number_just_typed(cast):
    client, new = signed_in(cast.clerk), reverse("needs:new")
    page = client.post(reverse("needs:caller"), {"phone": "137-0000 0001"}).content.decode()
    begun = drawn_in(page, new, PHONE)
    form = client.post(new, {"begin": "yes", **begun})
    assert (form.status_code, form.context["form"]["contact_phone"].value()) == (200, PHONE)
    assert form.context["form"]["by_phone"].value()
    assert not Need.objects.exists()


def test_a_callers_list_asks_as_much_for_many_as_for_one(cast):
    asked(cast), asked_from(cast.clerk)
    with CaptureQueriesContext(connection) as one:
        asked_from(cast.clerk)
    for _time in range(9):
        asked(cast)
    with CaptureQueriesContext(connection) as many:
        asked_from(cast.clerk)
    assert len(many) == len(one)


def test_a_callers_telephone_is_in_no_address_and_a_wrong_one_gets_a_sentence(cast):
    client, address = signed_in(cast.clerk), reverse("needs:caller")
    assert client.get(address, {"phone": PHONE}).status_code == 405
    page = client.post(address, {"phone": "137"})
    assert (page.status_code, "has 11 digits" in page.content.decode()) == (422, True)


def test_what_notices_carry_names_nobody_who_was_served(cast):
    """Contexts lie in clear text: numbers of needs, an address, and the names of specialists, which are public."""
    need = asked(cast, contact_name="张福来")
    service, digits = visited(cast, need), digits_sent()
    answered(cast.clerk, service, digits, for_whom="other", caller="李二妮", satisfied="no", comment="没有来")
    visited(cast)
    stored = json.dumps(list(Notice.objects.values_list("context", flat=True)), ensure_ascii=False)
    assert Notice.objects.count() > 5
    assert not any(personal in stored for personal in ("张福来", "李二妮", "没有来", PHONE, digits))


# --- unplanned services -------------------------------------------------------------------------------------------


def test_of_an_unplanned_service_the_town_is_told(cast):
    assert cast.informant, cast.stranger.informant
    service = visited(cast)
    told = Notice.objects.filter(template="services.unplanned")
    assert [notice.user_id_text for notice in told] == [str(cast.informant.public_id)]
    assert waits(cast)[1] == [(service, False)]


def test_a_service_of_a_need_is_no_surprise_to_the_town(cast):
    visited(cast, asked(cast))
    assert not Notice.objects.filter(template="services.unplanned").exists()


def test_a_code_goes_to_the_number_that_is_typed_in(cast, gateway):
    service = visited(cast)
    address = reverse("needs:service-send-code", args=[service.public_id])
    client = signed_in(cast.informant)
    assert client.post(address, {"phone": "12"}).status_code == 422
    assert client.post(address, {"phone": "137 1234 1234"}).status_code == 302
    delivery.send_due()
    (post,) = gateway.taken
    assert (post["to"], service.number in post["text"]) == ("13712341234", True)
    assert waits(cast)[1] == [(service, True)]


def test_a_code_goes_to_the_contact_without_typing_the_number(cast, gateway):
    need = asked(cast)
    address = reverse("needs:service-send-code", args=[visited(cast, need).public_id])
    client = signed_in(cast.informant)
    shown = client.get(address).content.decode()
    assert need.contact_phone not in shown
    assert f"{need.contact_phone[:3]}****{need.contact_phone[-4:]}" in shown
    delivery.send_due()
    before = len(gateway.taken)
    assert re.search(r'name="whom" value="contact"[^>]* checked', shown)
    assert client.post(address, {"whom": "contact", "phone": ""}).status_code == 302
    delivery.send_due()
    assert [post["to"] for post in gateway.taken[before:]] == [need.contact_phone]


def test_a_confirmed_service_waits_no_longer(cast):
    service = visited(cast)
    issued = issue_code(actor=cast.clerk, service=service)
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=issued.plain.digits)
    assert waits(cast)[1] == []


# --- after a correction -------------------------------------------------------------------------------------------


def test_after_a_correction_who_has_no_code_any_more_gets_a_new_one(cast):
    need = asked(cast)
    service, digits = visited(cast, need), digits_sent()
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=digits)
    new = corrected(cast, service)
    confirm_service(actor=cast.visitor, service=new, took_place=True, channel="sms", code=digits_sent())
    new.refresh_from_db()
    assert new.state == "confirmed"


def test_after_a_correction_the_code_in_hand_stays(cast):
    service, digits = visited(cast, asked(cast)), digits_sent()
    new = corrected(cast, service)
    assert digits_sent() == digits
    confirm_service(actor=cast.visitor, service=new, took_place=True, channel="sms", code=digits)


def test_after_a_correction_without_a_telephone_the_town_hands_it_over(cast):
    service = visited(cast)
    issued = issue_code(actor=cast.informant, service=service)
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=issued.plain.digits)
    new = corrected(cast, service)
    assert waits(cast)[1] == [(new, False)]


# --- after a service was voided -----------------------------------------------------------------------------------


def visited_again(cast, need: Need) -> Service:
    """Registered once more by the same specialist."""
    now = clock.now()
    again = Service(need=need, kind="visit", specialist=cast.specialist, industry=cast.pepper, place=cast.village)
    again.title, again.started_at, again.ended_at = "花椒修剪", now - timedelta(hours=2), now
    return register_service(actor=cast.specialist_account, service=again, lines=ServiceLines())


def voided(cast, service: Service) -> None:
    void_service(actor=cast.county_officer, service=service, reason="重复登记")


def test_the_slip_of_a_double_confirms_the_service_that_remains(cast):
    need = asked(cast)
    double, digits = visited(cast, need), digits_sent()
    remaining = visited_again(cast, need)
    voided(cast, double)
    assert digits_sent() == digits
    assert "Thank you" in answered(cast.requester, remaining, digits).content.decode()


def test_a_double_that_was_confirmed_leaves_a_new_code_for_the_one_that_remains(cast):
    need = asked(cast)
    double, digits = visited(cast, need), digits_sent()
    remaining = visited_again(cast, need)
    confirm_service(actor=cast.visitor, service=double, took_place=True, channel="sms", code=digits)
    voided(cast, double)
    assert "Thank you" in answered(cast.requester, remaining, digits_sent()).content.decode()


def test_the_slip_of_a_need_that_waits_again_confirms_the_next_service(cast):
    need = asked(cast)
    first, digits = visited(cast, need), digits_sent()
    voided(cast, first)
    assert (digits_sent(), waits(cast)[0]) == (digits, [])
    with after(100):
        confirm_service(
            actor=cast.visitor, service=visited_again(cast, need), took_place=True, channel="sms", code=digits
        )


@pytest.mark.parametrize("lost", [True, False], ids=["its SMS was given up", "it has run out"])
def test_who_holds_no_code_that_works_gets_a_new_one_for_the_next_service(cast, lost: bool):
    need = asked(cast)
    first, digits = visited(cast, need), digits_sent()
    if lost:
        Notice.objects.filter(channel="sms").update(state="dead")
    with after(0 if lost else 31):
        voided(cast, first)
        assert digits_sent() != digits
        assert waits(cast)[0] == []


def test_after_a_correction_who_never_got_the_code_gets_a_new_one(cast):
    service, digits = visited(cast, asked(cast)), digits_sent()
    Notice.objects.filter(channel="sms").update(state="dead")
    new = corrected(cast, service)
    assert digits_sent() != digits
    confirm_service(actor=cast.visitor, service=new, took_place=True, channel="sms", code=digits_sent())


def test_a_need_that_was_opened_again_does_not_count_as_served_by_what_was_no_good(cast):
    need = asked(cast)
    visited(cast, need)
    need.refresh_from_db()
    reopen_need(actor=cast.county_officer, need=need, reason="没有解决", to_same=True)
    voided(cast, visited_again(cast, need))
    need.refresh_from_db()
    assert need.state == "assigned"


# --- for whom one answers -----------------------------------------------------------------------------------------


def answered(account, service: Service, digits: str, **form: str):
    filled = {"number": service.number, "code": digits, "took_place": "yes", "satisfied": "yes", **form}
    return signed_in(account).post(reverse("needs:confirm"), filled)


def test_a_clerk_confirms_the_own_slip_of_another_county(cast):
    service = visited(cast)
    digits = issue_code(actor=cast.informant, service=service).plain.digits
    page = answered(cast.stranger.clerk, service, digits, for_whom="self", caller="")
    assert page.status_code == 200
    said = service.confirmations.get()
    assert (said.channel, said.proxied_by) == ("sms", None)


def test_for_others_one_answers_in_the_own_places_only(cast):
    service = visited(cast)
    digits = issue_code(actor=cast.informant, service=service).plain.digits
    assert answered(cast.stranger.clerk, service, digits, for_whom="other", caller="张大爷").status_code == 403
    assert answered(cast.informant, service, digits, for_whom="other", caller="").status_code == 422
    assert answered(cast.informant, service, digits, for_whom="other", caller="张大爷").status_code == 200
    assert service.confirmations.get().channel == "proxy"


def test_who_rang_is_shown_to_the_office_alone(cast):
    service = visited(cast)
    digits = issue_code(actor=cast.informant, service=service).plain.digits
    answered(cast.clerk, service, digits, for_whom="other", caller="张大爷")
    address = reverse("needs:service", args=[service.public_id])
    for account, sees in ((cast.county_officer, True), (cast.auditor, True), (cast.informant, False)):
        assert ("张大爷" in signed_in(account).get(address).content.decode()) is sees
    assert "张大爷" not in Client().get(address).content.decode()


# --- what is said is true -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("satisfied", "sentence"), [("yes", "your answer was written down"), ("no", "stands with the")]
)
def test_without_a_need_none_is_said_to_be_closed_or_open(cast, satisfied: str, sentence: str):
    service = visited(cast)
    digits = issue_code(actor=cast.informant, service=service).plain.digits
    page = answered(cast.requester, service, digits, satisfied=satisfied).content.decode()
    assert sentence in page
    assert "need is" not in page.partition("<main")[2].partition("<footer")[0]


@pytest.mark.parametrize(("days", "sentence"), [(5, "The need is open again"), (29.5, "stands with the service")])
def test_an_unhappy_answer_says_whether_the_need_is_open_again(cast, days: float, sentence: str):
    need = asked(cast)
    service, digits = visited(cast, need), digits_sent()
    with after(min(days, 15)):
        sweep.close_unanswered_needs()
    with after(days):
        page = answered(cast.requester, service, digits, satisfied="no").content.decode()
    assert sentence in page
    need.refresh_from_db()
    assert (need.state == "published") == (days == 5)


def next_of(cast, need: Need) -> str:
    with translation.override("en"):
        return what_next([need], cast.requester)[need.pk]


def test_a_no_without_advice_ends_with_its_reason(cast):
    need = asked(cast)
    need.state, need.decline_reason = "declined", "Not a matter of technology."
    assert next_of(cast, need) == "Not taken up: Not a matter of technology."


@pytest.mark.parametrize(
    ("outcome", "days", "begins", "may_reopen"),
    [
        ("satisfied", 1, "Closed: the people served are content.", True),
        ("unhappy", 1, "Closed, though the people served are not content.", True),
        ("no_answer", 1, "Closed without an answer.", True),
        ("satisfied", 15, "Closed: the people served are content.", False),
    ],
)
def test_a_closed_need_says_how_and_whether_it_can_be_reopened(cast, outcome, days, begins, may_reopen):
    need = asked(cast)
    need.state, need.outcome, need.closed_at = "closed", outcome, clock.now() - timedelta(days=days)
    said = next_of(cast, need)
    assert said.startswith(begins)
    assert ("14 days" in said) is may_reopen


def test_where_all_who_were_asked_said_yes_nobody_is_awaited(cast):
    need = taken(cast, asked(cast, team_size=2))
    need.refresh_from_db()
    said = next_of(cast, need)
    assert said == f"{cast.specialist} will come. The office looks for more people."


# --- time ---------------------------------------------------------------------------------------------------------


def after(days: float):
    return clock.at(clock.now() + timedelta(days=days))


def test_silence_closes_after_14_days_and_not_before(cast):
    need = asked(cast)
    visited(cast, need)
    with after(13):
        assert sweep.close_unanswered_needs() == 0
    with after(15):
        assert sweep.close_unanswered_needs() == 1
    need.refresh_from_db()
    assert (need.state, need.outcome) == ("closed", "no_answer")


def test_a_late_reopening_is_refused_with_a_sentence(cast, refused):
    """The days are counted from when it was closed; until then nothing is late."""
    need = asked(cast)
    visited(cast, need)
    with after(15):
        sweep.close_unanswered_needs()
    need.refresh_from_db()
    with after(30), refused("14 days"):
        reopen_need(actor=cast.requester, need=need, reason="没有解决")
    with after(28):
        assert reopen_need(actor=cast.requester, need=need, reason="没有解决").state == "published"


def test_a_code_runs_out_30_days_after_the_registration(cast, refused):
    """However long before it was issued."""
    need = asked(cast)
    with after(100):
        service, digits = visited(cast, need), digits_sent()
    with after(131), refused("30 days"):
        confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=digits)
    with after(129):
        confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=digits)


def test_an_expired_code_is_in_nobodys_hand(cast):
    service = visited(cast)
    issue_code(actor=cast.informant, service=service)
    assert codes.is_in_hand(service=service)
    with after(31):
        assert not codes.is_in_hand(service=service)


def test_an_invitation_lapses_when_its_day_has_passed(cast):
    need = asked(cast)
    assert cast.specialist_account
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    assert sweep.lapse_offers() == 0
    with clock.at(clock.now() + timedelta(days=20)):
        assert sweep.lapse_offers() == 1
    offer.refresh_from_db()
    need.refresh_from_db()
    assert (offer.state, need.state) == ("lapsed", "published")


def test_a_closed_need_is_judged_within_14_days(cast, refused):
    need = asked(cast)
    service = visited(cast, need)
    with after(15):
        sweep.close_unanswered_needs()
    with after(16):
        evaluate_service(actor=cast.requester, service=service, judgement=Judgement(is_satisfied=True))
    with after(30), refused("14 days"):
        evaluate_service(actor=cast.committee, service=service, judgement=Judgement(is_satisfied=True))


def locked_slip(cast, service: Service):
    issued = issue_code(actor=cast.informant, service=service)
    wrong = "000000" if issued.plain.digits != "000000" else "111111"
    for _try in range(5):
        answered(cast.requester, service, wrong)
    return issued


def test_the_slip_in_hand_still_confirms_when_its_digits_are_locked(cast):
    service = visited(cast)
    slip = locked_slip(cast, service)
    address = reverse("needs:confirm-link", args=[slip.plain.token])
    assert "Thank you" in signed_in(cast.requester).post(address, {"took_place": "yes"}).content.decode()
    service.refresh_from_db()
    assert (service.state, service.confirmations.get().code) == ("confirmed", slip.row)


def test_a_new_code_ends_a_slip_whose_digits_are_locked(cast):
    service = visited(cast)
    slip = locked_slip(cast, service)
    issue_code(actor=cast.informant, service=service)
    page = Client(headers={"accept-language": "en"}).get(reverse("needs:confirm-link", args=[slip.plain.token]))
    assert "newer slip" in page.content.decode()


def test_five_wrong_tries_lock_the_digits_for_good(cast, refused):
    service = visited(cast)
    issued = locked_slip(cast, service)
    with refused("digits are locked"):
        confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=issued.plain.digits)
    assert ConfirmationCode.objects.get(pk=issued.row.pk).state == "locked"


# --- how a number is typed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{0}", "lys {1} {2}", "LYS{1}{3}", "{1}-{3}", "ｌｙｓ－{1}－{2}", " lys-{1}-{2} "])
def test_a_number_is_understood_as_people_type_it(cast, typed):
    service = visited(cast)
    _lys, year, digits = service.number.split("-")
    assert find_by_number(typed.format(service.number, year, int(digits), digits)) == service


def test_a_number_without_letters_may_be_the_need_s(cast):
    service = visited(cast, asked(cast))
    assert find_by_number(service.need.number.lower().replace("-", "")) == service


def test_what_is_no_number_says_how_one_looks(cast):
    page = answered(cast.requester, visited(cast), "123456", number="花椒")
    assert "LYS-2026-000123" in page.content.decode()


def test_nobody_came_and_satisfied_is_asked_about(cast):
    service = visited(cast)
    digits = issue_code(actor=cast.informant, service=service).plain.digits
    page = answered(cast.requester, service, digits, took_place="no")
    assert "Which of the two" in page.content.decode()
    assert not service.confirmations.exists()


# --- its number ---------------------------------------------------------------------------------------------------


def test_wherever_one_is_told_to_ring_the_hotline_its_number_stands(cast, settings):
    settings.HELUO_HOTLINE = "0379-63910000"
    need = asked(cast)
    town = signed_in(cast.informant)
    pages = [town.post(reverse(f"needs:{name}", args=[need.public_id])) for name in ("need-slip", "need-read-out")]
    pages += [town.get(reverse("needs:poster", args=[cast.village.public_id])), Client().get(reverse("needs:confirm"))]
    pages += [signed_in(cast.specialist_account).get(reverse("needs:register"))]
    for page in pages:
        assert 'href="tel:0379-63910000"' in page.content.decode(), page.request["PATH_INFO"]


def test_a_served_need_says_whom_to_tell_whether_it_was_any_good(cast, settings):
    settings.HELUO_HOTLINE = "0379-63910000"
    need = asked(cast)
    visited(cast, need)
    assert 'href="tel:0379-63910000"' in Client().get(reverse("needs:need", args=[need.public_id])).content.decode()


def test_the_demonstration_names_the_hotline_of_every_city(cast, settings, tmp_path):
    settings.CONFIG = replace(settings.CONFIG, data_dir=tmp_path)
    synthetic.mark()
    assert 'href="tel:12345"' in Client().get(reverse("needs:confirm")).content.decode()
