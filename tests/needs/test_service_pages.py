"""Registering, confirming and judging through the pages, as the people do."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heluo.base import clock
from heluo.base.models import LedgerEntry, Notice
from heluo.needs.actions.answers import confirm_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import Candidate, accept_offer, invite
from heluo.needs.models import Attendance, Need, Service
from heluo.needs.pages.answers import DIGITS
from tests.needs import drawn


def signed_in(account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


@pytest.fixture
def assigned(cast) -> Need:
    need = publish_need(
        actor=cast.informant,
        need=Need(
            title="花椒蚜虫防治",
            industry=cast.pepper,
            place=cast.village,
            contact_name="张福来",
            contact_phone="13700000001",
            requester_account=cast.requester,
            requester_household=cast.household,
            channel="proxy",
            is_proxied=True,
        ),
    )
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    _ = cast.specialist_account
    offer.refresh_from_db()
    accept_offer(actor=cast.specialist_account, offer=offer)
    need.refresh_from_db()
    return need


def filled(need: Need | None = None, **changes: str) -> dict[str, str]:
    now = timezone.localtime(clock.now() - timedelta(minutes=1))
    form = {
        "kind": "visit",
        "title": "花椒修剪",
        "day": now.date().isoformat(),
        "starts": "00:00",
        "ends": now.strftime("%H:%M"),
        "attendees": "张福来 13700000001\n李二妮\n另 9 人未具名",
        "varieties": "",
        "technologies": "花椒蚜虫绿色防控技术 20亩",
        "helps": "张福来 修剪花椒 增收800元",
        "narrative": "蚜虫已过高峰。",
    }
    if need is not None:
        form["need"] = str(need.public_id)
    return form | changes


def test_the_number_of_a_service_leads_straight_to_it(cast, assigned):
    service = register(cast, assigned)
    found = signed_in(cast.requester).get("/search/", {"q": service.number.lower()})
    assert found.headers["Location"] == reverse("needs:service", args=[service.public_id])


def register(cast, need: Need, **changes: str) -> Service:
    assert cast.technology
    reply = signed_in(cast.specialist_account).post(reverse("needs:register"), filled(need, **changes))
    assert reply.status_code == 302, reply.content.decode()[:3000]
    return Service.objects.get(public_id=reply.url.rstrip("/").rpartition("/")[2])


def sent_digits() -> str:
    """The code in the SMS to the contact."""
    return Notice.objects.get(template="needs.code").secret


def test_a_service_is_registered_with_its_lines(cast, assigned):
    service = register(cast, assigned)
    assert service.state == "registered"
    assert service.place == assigned.place
    assert Attendance.objects.filter(service=service).count() == 11
    assert Attendance.objects.filter(service=service, person__isnull=False).count() == 2
    assert service.promotions.get().area_mu == 20
    assert service.helps.get().income_gain_fen == 80_000


def test_what_stood_in_brackets_after_a_name_is_said_to_be_left_out(cast, assigned):
    assert cast.technology
    browser = signed_in(cast.specialist_account)
    form = filled(assigned, attendees="张三（队长）、李四(女)\n王五（电话13700000005，二组）")
    page = browser.post(reverse("needs:register"), form, follow=True).content.decode()
    assert "what stood in brackets is not: 队长、女、二组." in page
    form = filled(assigned, attendees="张三", client_uuid="01939c1e-0000-7000-8000-000000000009")
    assert "what stood in brackets" not in browser.post(reverse("needs:register"), form, follow=True).content.decode()


def test_sending_the_same_form_twice_registers_once(cast, assigned):
    twice = {"client_uuid": "01939c1e-0000-7000-8000-000000000001"}
    assert register(cast, assigned, **twice) == register(cast, assigned, **twice)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This field is required"),
        ("ends", "", "This field is required"),
        ("attendees", "13700000001", "can&#x27;t be read as a name"),
        ("technologies", "没有的技术", "not in the catalogue"),
        ("helps", "王没有 修剪", "not on file"),
        ("helps", "张福来", "write the head of the household"),
        ("day", "2999-01-01", "in the future"),
        ("kind", "party", "Select a valid choice"),
    ],
)
def test_a_wrong_value_gets_a_sentence_and_keeps_what_was_typed(cast, assigned, field, value, sentence):
    assert cast.technology
    reply = signed_in(cast.specialist_account).post(reverse("needs:register"), filled(assigned, **{field: value}))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert sentence in page
    assert "蚜虫已过高峰。" in page
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"day": "2999-01-01"}, "day"), ({"last_day": "2026-06-12"}, "last_day"), ({"ends": "23:59"}, "ends")],
)
def test_what_lies_in_the_future_is_said_at_its_field(cast, assigned, typed, field):
    with clock.at(timezone.make_aware(datetime(2026, 6, 10, 18))):
        reply = signed_in(cast.specialist_account).post(
            reverse("needs:register"), filled(assigned, technologies="", **typed)
        )
    assert list(reply.context["form"].errors) == [field]


def test_all_that_is_wrong_is_said_at_once(cast, assigned):
    wrong = {
        "title": "",
        "day": "2999-01-01",
        "attendees": "13700000001",
        "helps": "王没有 修剪",
        "technologies": "无此技术",
    }
    reply = signed_in(cast.specialist_account).post(reverse("needs:register"), filled(assigned, **wrong))
    assert set(reply.context["form"].errors) == set(wrong)


def test_on_the_first_day_of_all_a_wrong_end_is_said_too(cast, assigned):
    wrong = {"day": "2000-01-01", "starts": "01:00", "ends": "00:30", "technologies": ""}
    reply = signed_in(cast.specialist_account).post(reverse("needs:register"), filled(assigned, **wrong))
    assert set(reply.context["form"].errors) == {"day", "ends"}


def test_a_correction_without_a_reason_says_what_else_is_wrong(cast, assigned):
    address = reverse("needs:service-correct", args=[register(cast, assigned).public_id])
    place = {"place": str(cast.village.public_id), "industry": cast.pepper.code}
    reply = signed_in(cast.specialist_account).post(address, filled(None, **place, day="2999-01-01"))
    assert set(reply.context["form"].errors) == {"day", "reason"}


def test_the_one_who_serves_never_gets_the_code(cast, assigned):
    service = register(cast, assigned)
    specialist = signed_in(cast.specialist_account)
    assert specialist.post(reverse("needs:service-slip", args=[service.public_id])).status_code == 403
    digits, token = sent_digits(), issue_code(actor=cast.informant, service=service).plain.token
    page = specialist.get(reverse("needs:service", args=[service.public_id])).content.decode()
    assert digits not in page
    assert token not in page
    reply = specialist.post(reverse("needs:confirm-link", args=[token]), {"took_place": "yes"})
    assert reply.status_code == 403


def test_the_slip_confirms_by_its_link(cast, assigned):
    service = register(cast, assigned)
    slip = signed_in(cast.informant).post(reverse("needs:service-slip", args=[service.public_id]))
    link = re.search(r"/c/[\w-]+/", slip.content.decode() + slip.context["address"])
    assert link
    visitor = Client()
    assert visitor.get(link.group()).status_code == 200
    visitor.post(link.group(), {"took_place": "yes", "satisfied": "yes"})
    service.refresh_from_db()
    assigned.refresh_from_db()
    assert (service.state, assigned.state, assigned.outcome) == ("confirmed", "closed", "satisfied")
    assert "used already" in Client(headers={"accept-language": "en"}).get(link.group()).content.decode()
    assert urlsplit(slip.context["address"]).path == link.group()


def test_the_hotline_enters_an_unhappy_answer_and_the_need_opens_again(cast, assigned):
    service = register(cast, assigned)
    digits = sent_digits()
    answer = {"number": assigned.number, "code": digits, "took_place": "yes", "satisfied": "no"}
    answer |= {"for_whom": "other", "caller": "张福来"}
    reply = signed_in(cast.clerk).post(reverse("needs:confirm"), answer | {"comment": "只讲了课，没有到地里看"})
    assert reply.status_code == 200
    assigned.refresh_from_db()
    assert assigned.state == "published"
    assert assigned.times_reopened == 1
    assert service.confirmations.get().proxied_by == cast.clerk
    assert Notice.objects.filter(template="needs.reopened", user_id_text=cast.county_officer.public_id).exists()


def test_five_wrong_tries_lock_the_code(cast, assigned):
    register(cast, assigned)
    digits = sent_digits()
    wrong = "000000" if digits != "000000" else "111111"
    visitor = Client(headers={"accept-language": "en"})
    answer = {"number": assigned.number, "code": wrong, "took_place": "yes"}
    pages = [visitor.post(reverse("needs:confirm"), answer).content.decode() for _try in range(5)]
    told = ["4 tries are left", "3 tries are left", "2 tries are left", "1 try is left"]
    assert all(said in page for said, page in zip(told, pages, strict=False))
    assert "locked" in pages[4]
    right = visitor.post(reverse("needs:confirm"), answer | {"code": digits})
    assert "digits are locked" in right.content.decode()


def test_a_second_press_is_told_that_the_answer_is_written_down(cast, assigned):
    register(cast, assigned)
    answer = {"number": assigned.number, "code": sent_digits(), "took_place": "yes"}
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.post(reverse("needs:confirm"), answer).status_code == 200
    again, wrong = (visitor.post(reverse("needs:confirm"), answer | said) for said in ({}, {"code": "000000"}))
    assert "the answer is written down" in again.content.decode()
    assert "the answer is written down" not in wrong.content.decode()


def test_marks_for_somebody_who_did_not_come_are_left_out(cast, assigned):
    service = register(cast, assigned)
    answer = {"number": assigned.number, "code": sent_digits(), "took_place": "no", "satisfied": "no"}
    Client().post(reverse("needs:confirm"), answer | {"usefulness": "5", "manner": "4", "comment": "没来过"})
    judged = service.evaluations.get()
    assert (judged.usefulness, judged.manner, judged.comment, judged.is_satisfied) == (None, None, "没来过", False)


@pytest.mark.parametrize("with_account", [False, True])
def test_nobody_can_lock_everybody_s_codes(cast, assigned, with_account):
    service = register(cast, assigned)
    stranger, answer = Client(headers={"accept-language": "en"}), {"code": "000000", "took_place": "yes"}
    if with_account:
        stranger.force_login(cast.stranger.requester)
    for number in range(DIGITS.tries):
        stranger.post(reverse("needs:confirm"), answer | {"number": f"LY-2020-{number + 100:06}"})
    refused = stranger.post(reverse("needs:confirm"), answer | {"number": assigned.number})
    assert "Too many wrong codes" in refused.content.decode()
    assert service.codes.get(state="live").tries_left == 5


def test_who_served_uses_up_no_tries_and_a_wrong_code_names_who_typed_it(cast, assigned):
    service = register(cast, assigned)
    answer = {"number": assigned.number, "code": "000000", "took_place": "yes"}
    assert signed_in(cast.specialist_account).post(reverse("needs:confirm"), answer).status_code == 403
    assert service.codes.get(state="live").tries_left == 5
    signed_in(cast.requester).post(reverse("needs:confirm"), answer)
    assert LedgerEntry.objects.get(action="codes.fail").actor == str(cast.requester.public_id)


def test_nothing_is_answered_before_somebody_answers(cast, assigned):
    page = Client().get(reverse("needs:confirm")).content.decode()
    assert "checked" not in page.partition("<form")[2]


def test_an_unhappy_requester_reopens(cast, assigned):
    service = register(cast, assigned)
    reply = signed_in(cast.requester).post(
        reverse("needs:evaluate", args=[service.public_id]), {"satisfied": "no", "comment": "没有解决"}
    )
    assert reply.status_code == 302
    assigned.refresh_from_db()
    assert assigned.state == "published"


def test_a_correction_keeps_the_old_version(cast, assigned):
    service = register(cast, assigned)
    specialist = signed_in(cast.specialist_account)
    address = reverse("needs:service-correct", args=[service.public_id])
    page = specialist.get(address).content.decode()
    assert "张福来 修剪花椒 800元" in page.replace("13700000001 ", "")
    reply = specialist.post(
        address,
        filled(None, place=str(cast.village.public_id), industry=cast.pepper.code, attendees="李二妮", reason="数错了"),
    )
    assert reply.status_code == 302, reply.content.decode()[:3000]
    service.refresh_from_db()
    new = service.replaced_by
    assert (service.state, new.state, new.version) == ("corrected", "registered", 2)
    assert Attendance.objects.filter(service=new).count() == 1


def test_a_correction_that_corrects_nothing_is_refused_at_its_reason(cast, assigned):
    service = register(cast, assigned)
    client, address = signed_in(cast.specialist_account), reverse("needs:service-correct", args=[service.public_id])
    page = client.post(address, drawn.filled(client, address, reason="数错了"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert "Nothing above differs" in page.content.decode()
    assert "数错了" in page.content.decode()
    assert client.post(address, drawn.filled(client, address, reason="数错了", ends="00:01")).status_code == 302


def test_names_of_those_who_came_are_not_public(cast, assigned):
    service = register(cast, assigned)
    address = reverse("needs:service", args=[service.public_id])
    assert "李**" in signed_in(cast.informant).get(address).content.decode()
    public = Client(headers={"accept-language": "en"}).get(address).content.decode()
    assert "李" not in public
    assert "Attendances: 11;" in public


def test_the_desk_shows_what_waits(cast, assigned):
    client = signed_in(cast.specialist_account)
    page = client.get(reverse("needs:specialist-desk")).content.decode()
    assert "花椒蚜虫防治" in page
    service = register(cast, assigned)
    year = timezone.localtime(service.started_at).year
    assert client.get(reverse("needs:my-year", args=[year])).context["counted"].attendances.count == 11
    word = client.get(reverse("needs:my-year-word", args=[year]))
    assert word.content.startswith(b"PK")
    month = timezone.localtime(service.started_at).month
    assert "花椒修剪" in client.get(reverse("needs:calendar", args=[year, month])).content.decode()


def test_the_form_opens_for_a_need_and_without_one(cast, assigned):
    client = signed_in(cast.specialist_account)
    free = client.get(reverse("needs:register")).content.decode()
    assert "花椒蚜虫防治" in free, "the needs on hand are offered"
    known = client.get(reverse("needs:register") + f"?need={assigned.public_id}").content.decode()
    assert assigned.number in known
    assert "张营村" in known


def test_what_waits_for_the_requesters_answer_stands_above_the_needs(cast, assigned):
    service = register(cast, assigned)
    client = signed_in(cast.requester)
    answer = reverse("needs:evaluate", args=[service.public_id])
    assert answer in client.get(reverse("needs:mine")).content.decode()
    client.post(answer, {"satisfied": "yes"})
    assert answer not in client.get(reverse("needs:mine")).content.decode()


def test_the_same_visit_is_registered_again_only_as_another_one(cast, assigned):
    first = register(cast, assigned)
    client = signed_in(cast.specialist_account)
    reply = client.post(reverse("needs:register"), filled(assigned))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert f"You have registered {first.number} for this place and day already" in page
    assert reverse("needs:service", args=[first.public_id]) in page
    assert Service.objects.count() == 1
    assert client.post(reverse("needs:register"), filled(assigned, another="on")).status_code == 302


@pytest.mark.parametrize(
    ("changed", "is_asked"),
    [({}, True), ({"title": "核桃修剪"}, True), ({"title": "核桃修剪", "ends": "00:30"}, False)],
)
def test_without_a_need_the_title_or_the_time_tell_the_same_visit(cast, changed, is_asked):
    client, address = signed_in(cast.specialist_account), reverse("needs:register")
    given = {"place": str(cast.village.public_id), "industry": cast.pepper.code, "helps": "", "technologies": ""}
    day = (clock.today() - timedelta(days=1)).isoformat()
    given |= {"day": day, "starts": "08:00", "ends": "10:00"}
    assert client.post(address, filled(**given)).status_code == 302
    if "ends" in changed:
        changed = changed | {"starts": "14:00", "ends": "15:00"}
    assert (client.post(address, filled(**given | changed)).status_code == 422) == is_asked


def test_a_draft_of_the_same_visit_is_kept_without_a_question(cast, assigned):
    register(cast, assigned)
    client = signed_in(cast.specialist_account)
    assert client.post(reverse("needs:register"), filled(assigned, keep="draft")).status_code == 302


def test_the_story_says_what_a_correction_changed_and_what_the_record_is_since(cast, assigned):
    service = register(cast, assigned)
    client, address = signed_in(cast.specialist_account), reverse("needs:service-correct", args=[service.public_id])
    client.post(address, drawn.filled(client, address, reason="数错了", ends="00:01", attendees="李二妮"))
    story = signed_in(cast.requester).get(reverse("needs:need", args=[assigned.public_id])).context["story"]
    (point,) = [point for point in story if point.text.startswith("The record was corrected")]
    assert point.note == "changed: when it ended, who came; since then: Registered, to be confirmed anew"
    assert (point.quote, point.href) == ("数错了", reverse("needs:service", args=[service.replaced_by.public_id]))
    assert len([point for point in story if point.text.startswith("Registered:")]) == 1
    public = Client().get(reverse("needs:need", args=[assigned.public_id])).content.decode()
    assert "数错了" not in public


def test_each_mark_says_which_end_of_the_scale_is_good(cast, assigned):
    service = register(cast, assigned)
    for address in (reverse("needs:evaluate", args=[service.public_id]), reverse("needs:confirm")):
        page = signed_in(cast.requester).get(address).content.decode()
        for mark in ("usefulness", "timeliness", "manner"):
            assert f'aria-describedby="id_{mark}_helptext"' in page
        assert page.count("From 1, very poor, to 5, very good.") == 3
        assert page.count("5 – very good") == 3


@pytest.mark.parametrize(
    ("account", "form", "words"),
    [
        ("requester", {}, "with the six digits"),
        ("clerk", {"for_whom": "other", "caller": "张大爷"}, "told to the hotline"),
        ("committee", {"for_whom": "other", "caller": "张大爷"}, "told to the town or village"),
        ("clerk", {"for_whom": "self"}, "with the six digits"),
    ],
)
def test_how_an_answer_came_is_said_as_it_was(cast, assigned, account, form, words):
    """Digits may come by SMS, on a slip or over the telephone: nothing says that they came by SMS."""
    service = register(cast, assigned)
    filled_in = {"number": service.number, "code": sent_digits(), "took_place": "yes", "satisfied": "yes", **form}
    assert signed_in(getattr(cast, account)).post(reverse("needs:confirm"), filled_in).status_code == 200
    for address in (
        reverse("needs:service", args=[service.public_id]),
        reverse("needs:need", args=[assigned.public_id]),
    ):
        page = signed_in(cast.requester).get(address).content.decode()
        assert words in page
        assert "SMS" not in page


@pytest.mark.parametrize(("left_out", "told"), [("how", "This field is required"), ("note", "This field is required")])
def test_the_highest_grade_is_not_given_by_a_press_alone(cast, assigned, left_out, told):
    service = register(cast, assigned)
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=sent_digits())
    auditor, address = signed_in(cast.auditor), reverse("needs:service-check", args=[service.public_id])
    said = {"how": "call", "note": "回访了三户，都说来过"}
    assert told in auditor.post(address, said | {left_out: ""}).content.decode()
    auditor.post(address, said)
    service.refresh_from_db()
    assert (service.state, service.checked_how) == ("checked", "call")
    page = auditor.get(reverse("needs:service", args=[service.public_id])).content.decode()
    assert "rang up those who were served" in page
    assert said["note"] in page


@pytest.mark.parametrize(("who", "told"), [("informant", True), ("clerk", False)])
def test_a_code_that_one_draws_and_enters_oneself_is_said_to_everybody(cast, assigned, who, told):
    service = register(cast, assigned)
    digits = issue_code(actor=cast.informant, service=service).plain.digits
    entered_by = getattr(cast, who)
    confirm_service(actor=entered_by, service=service, took_place=True, channel="proxy", code=digits, caller="王五")
    page = Client(headers={"accept-language": "en"}).get(reverse("needs:service", args=[service.public_id]))
    assert ("drawn and entered by one and the same account" in page.content.decode()) == told
