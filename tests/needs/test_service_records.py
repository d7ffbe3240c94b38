"""Drafts, corrections, teams: through the pages, sending only what they draw."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from PIL import Image

from heluo.base import clock
from heluo.base.errors import Denied, Invalid
from heluo.base.models import LedgerEntry, Notice
from heluo.base.rules import may
from heluo.needs.actions import sweep
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.erasure import erase_household, erase_person
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.actions.needs import publish_need, release_need
from heluo.needs.actions.offers import Candidate, accept_offer, invite
from heluo.needs.actions.services import (
    correct_service,
    discard_draft,
    dispute_service,
    register_service,
    void_service,
)
from heluo.needs.models import Evidence, Need, Service
from heluo.needs.queries.bench import everyone
from heluo.needs.queries.services import to_answer
from heluo.needs.queries.year import year_of
from heluo.people.actions.ending import end
from heluo.people.actions.specialists import link_account
from heluo.people.models import Person
from heluo.people.search_keys import name_hash
from tests.needs.drawn import drawn_in, filled, send
from tests.needs.test_service_pages import assigned, signed_in

__all__ = ["assigned"]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def jpeg(colour: str = "green") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (9, 9), colour).save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def served(cast, need=None, *, days=0, by=None, begun=None, done=None, place=None, **more) -> Service:
    now = clock.now()
    begun, done = begun or now - timedelta(days=days, hours=2), done or now
    about = {
        "need": need,
        "kind": "visit",
        "title": "花椒修剪",
        "industry": cast.pepper,
        "place": place or cast.village,
    }
    service = Service(specialist=cast.specialist, started_at=begun, ended_at=done, **about)
    more = {"lines": ServiceLines()} | more
    return register_service(actor=by or cast.specialist_account, service=service, **more)


def corrected(service: Service) -> Service:
    service.refresh_from_db()
    return service.replaced_by


def correct(cast, service: Service, **changes):
    address = reverse("needs:service-correct", args=[service.public_id])
    reply = send(signed_in(cast.specialist_account), address, reason="数错了", **changes)
    assert reply.status_code == 302, reply.content.decode()[:4000]
    return corrected(service)


def state(row) -> str:
    row.refresh_from_db()
    return str(row.state)


def test_a_visit_on_the_last_day_is_registered_a_later_one_is_not(cast):
    assert cast.specialist_account
    end(actor=cast.officer, thing=cast.specialist, last_day=clock.today() - timedelta(days=9), reason="期满")
    cast.specialist.refresh_from_db()
    last, later = (clock.now() - timedelta(days=days) for days in (9, 8))
    assert served(cast, begun=last, done=last).state == "registered"
    with pytest.raises(Invalid):
        served(cast, begun=later, done=later)


# --- corrections ----------------------------------------------------------------------------------------------------


def test_a_service_that_answers_a_need_is_corrected_from_its_page(cast, assigned):
    service = served(cast, assigned)
    assert correct(cast, service, title="花椒整形").title == "花椒整形"


def test_what_was_done_before_it_was_asked_does_not_answer_a_need(cast, assigned):
    for days in (2, 700):
        with pytest.raises(Invalid) as refusal:
            served(cast, assigned, days=days)
        assert "started_at" in refusal.value.fields
    assert served(cast, assigned, days=1).state == "registered"


def test_a_service_stays_in_the_county_that_asked(cast, assigned):
    """Otherwise people elsewhere would judge it, and those who asked no more."""
    service = served(cast, assigned)
    client, address = signed_in(cast.specialist_account), reverse("needs:service-correct", args=[service.public_id])
    page = send(client, address, reason="写错了", place=str(cast.stranger.village.public_id))
    assert page.status_code == 422
    assert "another county" in page.content.decode()
    with pytest.raises(Invalid):
        served(cast, assigned, place=cast.stranger.village)


def test_held_in_the_next_village_it_is_judged_by_those_who_asked(cast, assigned):
    new = correct(cast, served(cast, assigned), place=str(cast.neighbour_village.public_id))
    assert new.place == cast.neighbour_village
    assert may(cast.committee, "services.evaluate", new)
    assert to_answer(cast.committee) == [new]


def test_a_correction_changes_only_what_is_changed(cast):
    elsewhere = Person.objects.create(
        name="逯春花", name_hash=name_hash("逯春花"), phone="13677778888", place=cast.neighbour_village
    )
    lines = ServiceLines(
        attendees=[elsewhere, Attendee("李二妮", "13700000009")],
        unnamed=3,
        varieties=[(cast.variety, None)],
        helps=[(cast.household, "修剪花椒", 80_000)],
        members=[cast.colleague],
    )
    position = Evidence(kind="position", latitude=34.4, longitude=111.6)
    service = served(cast, days=3, lines=lines, evidence=[position])
    Service.objects.filter(pk=service.pk).update(industry=cast.apple, place=cast.neighbour_village)
    people = Person.objects.count()
    new = correct(cast, service, title="花椒整形")
    assert (new.industry, new.place) == (cast.apple, cast.neighbour_village)
    assert new.ended_at - new.started_at == timedelta(days=3, hours=2)
    before, after = (
        [row.attendances.values_list("person", flat=True).order_by("sequence"), row.helps.values_list("household")]
        for row in (service, new)
    )
    assert [list(rows) for rows in before] == [list(rows) for rows in after]
    assert Person.objects.count() == people
    assert new.members.get().specialist == cast.colleague
    assert new.evidence.get().kind == "position"


def test_a_correction_keeps_the_lines_of_who_was_erased(cast):
    helps = [(cast.household, "修剪花椒", 80_000)]
    service = served(cast, lines=ServiceLines(attendees=[Attendee("逯春花"), Attendee("李二妮")], helps=helps))
    erase_person(actor=cast.officer, person=Person.objects.earliest("pk"), reason="asked")
    erase_household(actor=cast.officer, household=cast.household, reason="asked")
    new = correct(cast, service, title="花椒整形")
    assert {row.person for row in new.attendances.all()} == {row.person for row in service.attendances.all()}
    helped = new.helps.get()
    assert (helped.household, helped.measure, helped.income_gain_fen) == helps[0]


def test_a_known_name_does_not_tell_the_number_that_is_on_file(cast):
    served(cast, lines=ServiceLines(attendees=[Attendee("逯春花", "13677778888")]))
    mine = served(cast, lines=ServiceLines(attendees=[Attendee("逯春花")]))
    page = signed_in(cast.specialist_account).get(reverse("needs:service-correct", args=[mine.public_id]))
    assert "逯春花" in page.content.decode()
    assert "13677778888" not in page.content.decode()


def test_photos_and_a_document_are_added_by_a_correction(cast):
    service = served(cast)
    document = SimpleUploadedFile("list.pdf", PDF, "application/pdf")
    new = correct(cast, service, photos=[jpeg(), jpeg()], documents=[document])
    assert sorted(new.evidence.values_list("kind", flat=True)) == ["document", "photo", "photo"]
    item = new.evidence.get(kind="document")
    reply = signed_in(cast.specialist_account).get(reverse("needs:evidence", args=[new.public_id, item.public_id]))
    assert reply["Content-Disposition"].startswith("attachment")
    assert signed_in(cast.stranger.informant).get(reply.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"MZ\x90", "This is no PDF"), (PDF.replace(b"<<>>", b"<</S /JavaScript>>"), "The PDF runs scripts")],
)
def test_what_is_no_plain_document_is_refused(cast, content, sentence):
    reply = send(
        signed_in(cast.specialist_account),
        reverse("needs:register"),
        documents=[SimpleUploadedFile("list.pdf", content)],
    )
    assert sentence in reply.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_far_away_gets_a_sentence(cast, assigned, day):
    address = reverse("needs:register") + f"?need={assigned.public_id}"
    assert send(signed_in(cast.specialist_account), address, day=day).status_code == 422
    assert send(signed_in(cast.specialist_account), address, last_day=day).status_code == 422


# --- drafts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(cast, assigned) -> Service:
    address = reverse("needs:register") + f"?need={assigned.public_id}"
    changes = {"attendees": "李二妮\n另 2 人未具名", "photos": [jpeg()], "keep": "draft"}
    reply = send(signed_in(cast.specialist_account), address, **changes)
    assert reply.url == reverse("needs:specialist-desk"), reply.content.decode()[:3000]
    return Service.objects.get(state="drafted")


def test_a_draft_stands_on_the_desk_and_is_registered_with_all_that_it_has(cast, assigned, draft):
    assert state(assigned) == "serving"
    client = signed_in(cast.specialist_account)
    address = reverse("needs:service-go-on", args=[draft.public_id])
    assert address in client.get(reverse("needs:specialist-desk")).content.decode()
    begin = reverse("needs:register") + f"?need={assigned.public_id}"
    for page in (reverse("needs:specialist-desk"), reverse("needs:need", args=[assigned.public_id])):
        assert begin not in (shown := client.get(page).content.decode())
        assert address in shown
    reply = send(client, address, narrative="已修剪")
    service = Service.objects.get(state="registered")
    assert reply.url == reverse("needs:service", args=[service.public_id])
    assert (service.attendances.count(), service.evidence.get().kind, state(assigned)) == (3, "photo", "served")
    assert address not in client.get(reverse("needs:specialist-desk")).content.decode()


def test_what_was_kept_is_registered_from_the_same_form(cast, assigned):
    """Kept as a draft, back, one line more, registered: what is said is what happened, and nothing is lost."""
    client, address = signed_in(cast.specialist_account), reverse("needs:register") + f"?need={assigned.public_id}"
    form = filled(client, address, title="花椒修剪", attendees="李二妮")
    client.post(address, {**form, "keep": "draft"})
    client.post(address, {**form, "attendees": "李二妮\n王小满"})
    service = Service.objects.get(state="registered")
    assert (service.attendances.count(), state(assigned)) == (2, "served")
    assert not Service.objects.filter(state="drafted").exists()
    # The ledger says what became of the draft: nothing was voided.
    acts = set(LedgerEntry.objects.filter(subject="needs.service").values_list("action", flat=True))
    assert acts == {"services.draft", "services.replace", "services.register"}


def test_a_draft_that_is_finished_twice_is_registered_once(cast, assigned, draft):
    client, address = signed_in(cast.specialist_account), reverse("needs:service-go-on", args=[draft.public_id])
    form = filled(client, address, narrative="已修剪")
    first, second = client.post(address, form), client.post(address, form)
    assert first.url == second.url == reverse("needs:service", args=[Service.objects.get(state="registered").public_id])


def test_a_draft_that_was_kept_once_more_is_registered_from_the_same_form_with_all_that_was_typed(
    cast, assigned, draft
):
    client, address = signed_in(cast.specialist_account), reverse("needs:service-go-on", args=[draft.public_id])
    form = filled(client, address, narrative="已修剪")
    client.post(address, {**form, "photos": [jpeg("red")], "keep": "draft"})
    client.post(address, {**form, "narrative": "已修剪，下周复查"})
    service = Service.objects.get(state="registered")
    assert (service.narrative, service.evidence.count(), state(assigned)) == ("已修剪，下周复查", 2, "served")
    assert not Service.objects.filter(state="drafted").exists()


@pytest.mark.parametrize(
    "changed", [{"narrative": "下周复查"}, {"attendees": "李二妮\n王小满"}, {"attendees": "李二妮\n另 1 人未具名"}]
)
def test_a_form_that_was_sent_already_does_not_swallow_what_was_changed_since(cast, assigned, changed):
    client, address = signed_in(cast.specialist_account), reverse("needs:register") + f"?need={assigned.public_id}"
    form = filled(client, address, title="花椒修剪", attendees="李二妮", photos=[jpeg()])
    client.post(address, form)
    first = Service.objects.get()
    reply = client.post(address, {**form, **changed})
    page = reply.content.decode()
    assert reply.status_code == 422
    assert f"This form was sent already, as {first.number}" in page
    assert reverse("needs:service", args=[first.public_id]) in page
    # What was changed becomes a correction, with a reason.
    correct = reverse("needs:service-correct", args=[first.public_id])
    asked = client.post(correct, drawn_in(page, "") | changed)
    assert "Why" in asked.content.decode()
    reply = client.post(correct, drawn_in(asked.content.decode(), "") | {"reason": "漏写了"})
    assert reply.status_code == 302
    new = corrected(first)
    assert (new.attendances.count(), new.evidence.count(), new.narrative) == (
        1 + ("attendees" in changed),
        1,
        changed.get("narrative", ""),
    )


@pytest.mark.parametrize(
    ("act", "said"), [(dispute_service, "It is disputed: only the science office"), (void_service, "the state is")]
)
def test_what_can_be_corrected_no_more_is_not_offered_and_the_form_says_why(cast, assigned, act, said):
    client, address = signed_in(cast.specialist_account), reverse("needs:register") + f"?need={assigned.public_id}"
    form = filled(client, address, title="花椒修剪")
    client.post(address, form)
    first = Service.objects.get()
    act(actor=cast.county_officer, service=first, reason="日期不对")
    page = client.post(address, {**form, "narrative": "下周复查"}).content.decode()
    assert reverse("needs:service-correct", args=[first.public_id]) not in page
    assert said in page
    assert "下周复查" in page


def test_a_finished_draft_whose_form_comes_again_with_other_words_may_be_another_service(cast, assigned, draft):
    client, address = signed_in(cast.specialist_account), reverse("needs:service-go-on", args=[draft.public_id])
    form = filled(client, address, narrative="已修剪")
    client.post(address, form)
    page = client.post(address, {**form, "narrative": "又去了一次"}).content.decode()
    assert f'action="{reverse("needs:register")}"' in page
    assert client.post(reverse("needs:register"), drawn_in(page, "")).status_code == 302
    assert set(Service.objects.filter(state="registered").values_list("narrative", flat=True)) == {
        "已修剪",
        "又去了一次",
    }


def test_a_discarded_draft_leaves_the_need_as_it_was_and_nobody_sees_it(cast, assigned, draft):
    client = signed_in(cast.specialist_account)
    client.post(reverse("needs:service-discard", args=[draft.public_id]))
    assert (state(assigned), state(draft)) == ("assigned", "voided")
    assert signed_in(cast.county_officer).get(reverse("needs:service", args=[draft.public_id])).status_code == 404


def test_a_draft_is_discarded_by_a_second_press_alone(cast, assigned, draft):
    """The button lies folded under a question, on the desk and on the draft's own page."""
    client = signed_in(cast.specialist_account)
    button = f'action="{reverse("needs:service-discard", args=[draft.public_id])}"'
    for address in (reverse("needs:specialist-desk"), reverse("needs:service", args=[draft.public_id])):
        before, _button, after = client.get(address).content.decode().partition(button)
        folded = before.rpartition("<details")[2]
        assert "</details>" not in folded
        assert "This can't be undone." in after.partition("</details>")[0].replace("&#x27;", "'")


def test_a_forgotten_draft_does_not_hold_its_need(cast, assigned, draft):
    client = signed_in(cast.county_officer)
    assert client.post(reverse("needs:release", args=[assigned.public_id]), {"reason": "没有去"}).status_code == 302
    assert (state(assigned), state(assigned.offers.get())) == ("published", "withdrawn")
    own = signed_in(cast.specialist_account)
    address = reverse("needs:service-go-on", args=[draft.public_id])
    assert "no longer with you" in own.get(address).content.decode()
    assert send(own, address).status_code == 302
    assert Service.objects.get(state="registered").need is None


def test_what_somebody_released_had_begun_does_not_keep_the_need_under_way(cast, assigned, draft):
    release_need(actor=cast.county_officer, need=assigned, reason="没有去")
    after = invite(actor=cast.county_officer, need=assigned, candidate=Candidate(specialist=cast.leader))
    accept_offer(actor=cast.leader_account, offer=after)
    send(signed_in(cast.leader_account), reverse("needs:register") + f"?need={assigned.public_id}", keep="draft")
    begun = Service.objects.get(specialist=cast.leader)
    assert (state(assigned), state(draft)) == ("serving", "drafted")
    discard_draft(actor=cast.leader_account, draft=begun)
    assert state(assigned) == "assigned"


def test_a_draft_that_is_finished_without_its_need_leaves_it_waiting(cast, assigned, draft):
    """Such as by somebody who has left the team meanwhile."""
    served(cast, None, instead_of=draft)
    assert state(assigned) == "assigned"


# --- voided and disputed --------------------------------------------------------------------------------------------


def test_a_need_whose_only_service_is_void_waits_for_it_again(cast, assigned):
    service = served(cast, assigned)
    void_service(actor=cast.county_officer, service=service, reason="没有去")
    assert state(assigned) == "assigned"
    assert assigned.served_at is None
    assert served(cast, assigned).codes.filter(state="live").exists()


def test_a_closed_need_whose_service_is_void_waits_for_it_again(cast, assigned):
    service = served(cast, assigned)
    with clock.at(clock.now() + timedelta(days=20)):
        assert sweep.close_unanswered_needs() == 1
        void_service(actor=cast.county_officer, service=service, reason="没有去")
    assert (state(assigned), assigned.outcome) == ("assigned", "")


def test_of_a_need_that_waits_again_all_concerned_are_told(cast, assigned):
    service = served(cast, assigned)
    void_service(actor=cast.county_officer, service=service, reason="没有去")
    told = set(Notice.objects.filter(template="needs.waits_again").values_list("user_id_text", flat=True))
    concerned = (cast.county_officer, cast.requester, cast.informant, cast.specialist_account)
    assert told == {str(account.public_id) for account in concerned}


@pytest.mark.parametrize(("days", "becomes"), [(13, "assigned"), (15, "closed")])
def test_a_need_closed_longer_ago_than_it_could_be_reopened_stays_closed(cast, assigned, days, becomes):
    service = served(cast, assigned)
    evaluate_service(actor=cast.requester, service=service, judgement=Judgement(is_satisfied=True))
    with clock.at(clock.now() + timedelta(days=days)):
        void_service(actor=cast.county_officer, service=service, reason="没有去")
    assert state(assigned) == becomes
    assert Notice.objects.filter(template="needs.waits_again").exists() is (becomes == "assigned")


def test_a_disputed_service_does_not_let_its_need_close(cast, assigned):
    service = served(cast, assigned)
    dispute_service(actor=cast.county_officer, service=service, reason="日期不对")
    with clock.at(clock.now() + timedelta(days=20)):
        assert sweep.close_unanswered_needs() == 0
        correct_service(actor=cast.county_officer, service=service, changes={}, lines=ServiceLines(), reason="日期改正")
        assert sweep.close_unanswered_needs() == 0
    with clock.at(clock.now() + timedelta(days=40)):
        assert sweep.close_unanswered_needs() == 1


def test_an_officer_does_not_void_the_own_service(cast):
    service = served(cast)
    cast.specialist.refresh_from_db()
    link_account(actor=cast.system, specialist=cast.specialist, account=cast.county_officer)
    officer = type(cast.county_officer).objects.get(pk=cast.county_officer.pk)
    with pytest.raises(Denied):
        void_service(actor=officer, service=service, reason="不要了")
    with pytest.raises(Denied):
        correct_service(actor=officer, service=service, changes={}, lines=ServiceLines(), reason="改")


# --- teams ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def team_need(cast) -> Need:
    need = Need(title="花椒蚜虫防治", industry=cast.pepper, place=cast.village, team_size=2)
    need = publish_need(actor=cast.informant, need=need)
    assert cast.leader_account
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(team=cast.team))
    offer.refresh_from_db()
    accept_offer(actor=cast.leader_account, offer=offer)
    need.refresh_from_db()
    return need


def for_the_team(cast, need: Need, **changes) -> Service:
    address = reverse("needs:register") + f"?need={need.public_id}"
    reply = send(signed_in(cast.leader_account), address, **changes)
    assert reply.status_code == 302, reply.content.decode()[:4000]
    return Service.objects.get(state="registered")


def test_a_teams_service_is_everyones_who_came(cast, team_need):
    service = for_the_team(cast, team_need)
    assert service.team == cast.team
    assert service.server_ids == {cast.leader.pk, cast.colleague.pk}
    assert year_of(cast.colleague, timezone.localtime(service.started_at).year).services.count == 1
    page = signed_in(cast.county_officer).get(reverse("needs:service", args=[service.public_id]))
    assert cast.colleague.name in page.content.decode()


def test_who_was_absent_is_unticked(cast, team_need):
    service = for_the_team(cast, team_need, members=[str(cast.leader.public_id)])
    assert service.server_ids == {cast.leader.pk}
    assert year_of(cast.colleague, timezone.localtime(service.started_at).year).services.count == 0


def test_days_of_service_are_counted_once_and_for_the_bench_as_for_the_year(cast):
    """Three days, and twice more on the second of them."""
    with clock.at(datetime(2026, 6, 12, 18, tzinfo=timezone.get_current_timezone())):
        for first, last in ((10, 12), (11, 11), (11, 11)):
            begun, done = (timezone.make_aware(datetime(2026, 6, day, hour)) for day, hour in ((first, 9), (last, 17)))
            served(cast, begun=begun, done=done)
        days = year_of(cast.specialist, 2026).days
        assert days == everyone().days_served[cast.specialist.pk] == 3


def test_all_of_a_team_served_where_no_line_says_who(cast):
    service = served(cast)
    Service.objects.filter(pk=service.pk).update(specialist=None, team=cast.team)
    service = Service.objects.get(pk=service.pk)
    assert service.server_ids == {cast.leader.pk, cast.colleague.pk}
    assert year_of(cast.colleague, timezone.localtime(service.started_at).year).services.count == 1


def test_how_sure_the_share_of_the_content_is_stands_beside_it(cast, assigned):
    service = served(cast, assigned)
    evaluate_service(actor=cast.requester, service=service, judgement=Judgement(is_satisfied=True))
    year = timezone.localtime(service.started_at).year
    page = signed_in(cast.specialist_account).get(reverse("needs:my-year", args=[year])).content.decode()
    assert "95 % interval 21–100 %" in page


def test_every_number_of_a_year_opens_into_rows_that_add_up_to_it(cast, assigned):
    lines = ServiceLines(
        attendees=[Attendee("张福来"), Attendee("李二妮")],
        unnamed=3,
        varieties=[(cast.variety, None)],
        helps=[(cast.household, "修剪", 80_000)],
    )
    evaluate_service(
        actor=cast.requester, service=served(cast, assigned, lines=lines), judgement=Judgement(is_satisfied=True)
    )
    before = clock.now() - timedelta(hours=3)
    served(cast, lines=lines, begun=before - timedelta(minutes=30), done=before)
    year, client = timezone.localtime(before).year, signed_in(cast.specialist_account)
    page = client.get(reverse("needs:my-year", args=[year]))
    counted = page.context["counted"]
    assert (counted.attendances.count, counted.people, counted.varieties, counted.satisfied) == (10, 2, 1, 1)
    expected = {
        "services": counted.services.count,
        "days": counted.days,
        "villages": counted.villages,
        "needs": counted.needs_answered,
        "attendances": counted.attendances.count,
        "people": counted.people,
        "varieties": counted.varieties,
        "technologies": counted.technologies,
        "households": counted.households,
        "gained": counted.poor_households_gained,
        "satisfied": counted.satisfied,
    }
    for of, number in expected.items():
        address = reverse("needs:my-year-rows", args=[year, of])
        assert address in page.content.decode(), of
        assert client.get(address).content.decode().count("<td>counts</td>") == number, of
    assert client.get(reverse("needs:my-year-rows", args=[year, "happiness"])).status_code == 404


def test_a_year_leads_to_the_years_in_which_there_is_something(cast):
    then = clock.now() - timedelta(days=800)
    with clock.at(then):
        served(cast)
    page = signed_in(cast.specialist_account).get(reverse("needs:my-year", args=[clock.today().year]))
    assert reverse("needs:my-year", args=[timezone.localtime(then).year]) in page.content.decode()


def test_the_assessment_form_lists_the_services_that_it_was_counted_from(cast):
    service = served(cast)
    code = issue_code(actor=cast.officer, service=service).plain.digits
    confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=code)
    year = timezone.localtime(service.started_at).year
    answer = signed_in(cast.specialist_account).get(reverse("needs:my-year-word", args=[year]))
    rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(answer.content)).tables[1].rows]
    day = timezone.localtime(service.started_at).date().isoformat()
    confirmed = "Confirmed · with the six digits"
    assert rows[1:] == [[service.number, day, cast.village.path, "花椒修剪", confirmed]]
