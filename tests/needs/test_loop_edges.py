"""The loop where two things meet: late, twice, at the same time, by the wrong hand."""

from datetime import timedelta

import pytest
from django.db import connection

from heluo.base import clock
from heluo.base.errors import Denied, Invalid, Refused
from heluo.enginekit import Finding, Text, find
from heluo.enginekit.wire import from_data
from heluo.needs.actions import sweep
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.codes import IssuedCode, issue_code
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.matching import invite_from_run, match_place
from heluo.needs.actions.needs import close_need, decline_need, draft_need, publish_need, republish_need
from heluo.needs.actions.offers import accept_fewer, accept_offer, decline_offer, invite
from heluo.needs.actions.services import correct_service, register_service
from heluo.needs.bridge import Candidate, assignments_of, problem_of
from heluo.needs.models import ConfirmationCode, Need, Offer, Service
from heluo.people.actions.ending import end
from heluo.people.actions.grants import end_grant
from heluo.people.actions.specialists import edit_specialist
from heluo.people.models import User
from heluo.runs.actions import finish_run, start_run
from heluo.runs.tasks import compute_now

HAPPY, UNHAPPY = Judgement(is_satisfied=True), Judgement(is_satisfied=False, comment="没有来")


@pytest.fixture
def need(cast) -> Need:
    return publish_need(actor=cast.informant, need=asked(cast))


def asked(cast, **more) -> Need:
    return Need(
        title="花椒蚜虫防治",
        industry=cast.pepper,
        place=cast.village,
        contact_phone="13700000001",
        requester_account=cast.requester,
        **more,
    )


def invited(cast, need: Need) -> Offer:
    assert cast.specialist_account
    return invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))


def served(cast, need: Need) -> Service:
    accept_offer(actor=cast.specialist_account, offer=invited(cast, need))
    return registered(cast, need)


def registered(cast, need: Need) -> Service:
    now = clock.now()
    visit = Service(
        need=need,
        kind="visit",
        specialist=cast.specialist,
        industry=cast.pepper,
        place=cast.village,
        started_at=now - timedelta(hours=2),
        ended_at=now,
        title="花椒修剪",
    )
    return register_service(actor=cast.specialist_account, service=visit, lines=ServiceLines())


def state(row) -> str:
    row.refresh_from_db()
    return str(row.state)


# --- what happens by itself ---------------------------------------------------------------------------------------


def test_who_accepted_is_free_again_when_the_need_expires(cast):
    need = publish_need(actor=cast.informant, need=asked(cast, team_size=2))
    offer = invited(cast, need)
    accept_offer(actor=cast.specialist_account, offer=offer)
    with clock.at(clock.now() + timedelta(days=90)):
        assert sweep.expire_needs() == 1
    assert (state(need), state(offer)) == ("expired", "withdrawn")


@pytest.mark.parametrize("change", [{"must_serve": True}, {"deadline": clock.today() + timedelta(days=300)}])
def test_a_need_that_was_given_more_time_meanwhile_does_not_expire(cast, need, change):
    """What was found late is looked at again under its lock."""
    with clock.at(clock.now() + timedelta(days=90)):
        late = list(sweep.late_needs())
        assert late == [need]
        Need.objects.filter(pk=need.pk).update(**change)
        assert sweep.expire_each(late) == 0
    assert state(need) == "published"


def test_a_need_that_cannot_be_ended_does_not_keep_the_next(cast, need):
    second = publish_need(actor=cast.informant, need=asked(cast))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE need SET contact_phone = %s WHERE id = %s", [b"another key", need.pk])
    with clock.at(clock.now() + timedelta(days=90)):
        assert sweep.expire_needs() == 1
    assert state(second) == "expired"


def test_a_need_that_was_served_again_meanwhile_is_not_closed(cast, need):
    served(cast, need)
    with clock.at(clock.now() + timedelta(days=20)):
        silent = list(sweep.silent_needs())
        assert silent == [need]
        Need.objects.filter(pk=need.pk).update(served_at=clock.now())
        assert sweep.close_each(silent) == 0
    assert state(need) == "served"


# --- offers -------------------------------------------------------------------------------------------------------


def test_who_has_served_cannot_take_back_the_yes(cast, need):
    served(cast, need)
    with pytest.raises(Denied):
        decline_offer(actor=cast.specialist_account, offer=need.offers.get(), reason="没有时间")


def test_fewer_people_are_accepted_only_while_somebody_is_looked_for(cast):
    need = publish_need(actor=cast.informant, need=asked(cast, team_size=2))
    accept_offer(actor=cast.specialist_account, offer=invited(cast, need))
    accept_fewer(actor=cast.county_officer, need=need, size=1, reason="一个人够了")
    registered(cast, need)
    with pytest.raises(Refused):
        accept_fewer(actor=cast.county_officer, need=need, size=1, reason="一个人够了")


def test_a_team_is_not_sent_where_a_member_must_not_serve(cast):
    need = publish_need(actor=cast.informant, need=asked(cast, requester_organisation=cast.cooperative))
    edit_specialist(
        actor=cast.system,
        specialist=cast.colleague,
        name=cast.colleague.name,
        home=cast.county,
        expertise=[cast.apple],
        must_not_serve=[cast.cooperative],
    )
    assert cast.team
    told = {one.id: one for one in problem_of([need]).specialists}[str(cast.team.public_id)]
    assert told.conflicts == (str(cast.cooperative.public_id),)
    with pytest.raises(Refused):
        invite(actor=cast.county_officer, need=need, candidate=Candidate(team=cast.team))


# --- services and what the people served say ----------------------------------------------------------------------


def test_the_slip_in_hand_confirms_the_corrected_service(cast, need):
    service = served(cast, need)
    issued = issue_code(actor=cast.informant, service=service)
    new = corrected(cast, service)
    confirm(cast, new, issued)
    assert (state(service), state(new)) == ("corrected", "confirmed")


def corrected(cast, service: Service) -> Service:
    return correct_service(
        actor=cast.specialist_account, service=service, changes={}, lines=ServiceLines(unnamed=3), reason="漏记人数"
    )


def confirm(cast, service: Service, issued: IssuedCode) -> None:
    confirm_service(
        actor=cast.visitor, service=service, took_place=True, channel="sms", code=issued.plain.digits, judgement=None
    )


def test_one_account_judges_a_service_once(cast, need):
    service = served(cast, need)
    evaluate_service(actor=cast.requester, service=service, judgement=HAPPY)
    with pytest.raises(Invalid):
        evaluate_service(actor=cast.requester, service=service, judgement=HAPPY)
    assert service.evaluations.count() == 1


def test_who_took_the_need_down_judges_for_somebody_else(cast, need):
    """Proxied judgements are shown apart."""
    service = served(cast, need)
    by_informant = evaluate_service(actor=cast.informant, service=service, judgement=HAPPY)
    by_requester = evaluate_service(actor=cast.requester, service=service, judgement=HAPPY)
    assert (by_informant.is_proxied, by_requester.is_proxied) == (True, False)


def test_an_unhappy_answer_of_the_first_round_closes_no_second_one(cast, need):
    service = served(cast, need)
    evaluate_service(actor=cast.requester, service=service, judgement=UNHAPPY)
    assert state(need) == "published"
    offer = invite(
        actor=cast.county_officer,
        need=need,
        candidate=Candidate(specialist=cast.specialist),
        override_reason="熟悉情况",
    )
    accept_offer(actor=cast.specialist_account, offer=offer)
    registered(cast, need)
    with pytest.raises(Refused):
        close_need(actor=cast.county_officer, need=need)


def test_a_code_is_brought_once(cast, need):
    service = served(cast, need)
    issued = issue_code(actor=cast.informant, service=service)
    confirm(cast, service, issued)
    with pytest.raises(Refused):
        confirm(cast, service, issued)


def test_a_wrong_code_counts_though_the_answer_is_refused(cast, need):
    service = served(cast, need)
    issued = issue_code(actor=cast.informant, service=service)
    wrong = "000000" if issued.plain.digits != "000000" else "111111"
    with pytest.raises(Invalid):
        confirm_service(actor=cast.visitor, service=service, took_place=True, channel="sms", code=wrong)
    issued.row.refresh_from_db()
    assert issued.row.tries_left == 4


def test_who_was_invited_beside_the_one_who_comes_is_told_and_free(cast, need):
    first = invited(cast, need)
    second = invite(
        actor=cast.county_officer,
        need=need,
        candidate=Candidate(specialist=cast.colleague, rank=2),
        override_reason="备选",
    )
    accept_offer(actor=cast.specialist_account, offer=first)
    second.refresh_from_db()
    assert second.state == "withdrawn"


def test_a_need_taken_up_again_starts_anew(cast, need):
    decline_need(actor=cast.county_officer, need=need, reason="不归我们管", do_instead="请找农机站")
    again = republish_need(actor=cast.county_officer, need=need)
    assert (again.state, again.decline_reason, again.do_instead) == ("published", "", "")
    assert ConfirmationCode.objects.filter(need=need, state="live").count() == 1


# --- matching as a whole ------------------------------------------------------------------------------------------


def test_a_reserve_is_invited_and_the_county_can_still_be_matched(cast, need):
    """Two are invited for one place: the place is held for the first, and the second is not proposed again."""
    first = invited(cast, need)
    invite(
        actor=cast.county_officer,
        need=need,
        candidate=Candidate(specialist=cast.colleague, rank=2),
        override_reason="备选",
    )
    other = publish_need(actor=cast.informant, need=asked(cast))
    run = compute_now(match_place(actor=cast.county_officer, place=cast.county, by_worker=False))
    assert (run.state, run.findings) == ("done", [])
    assigned = {one.need: one.row for one in assignments_of(run)}
    assert assigned[need] == first.specialist
    assert other in assigned


def test_who_is_in_a_team_is_not_counted_twice(cast, need):
    who = str(cast.leader.public_id)
    alone = {one.id: one.capacity_units for one in problem_of([need]).specialists}[who]
    members = list(cast.team.members.all())
    told = {one.id: one.capacity_units for one in problem_of([need]).specialists}
    assert cast.leader in members
    together = told[who] + told[str(cast.team.public_id)] // len(members)
    assert together <= alone
    assert told[str(cast.team.public_id)] > 0


def test_nobody_is_invited_from_a_plan_that_was_found_faulty(cast, need):
    assert cast.specialist
    run = match_place(actor=cast.county_officer, place=cast.county, by_worker=False)
    problem = from_data(find("matching").problem_type, run.problem)
    plan = find("matching").solve(problem)
    finish_run(run=run, plan=plan, findings=[Finding("objective", "objective", Text("总分不对。", "Wrong."))])
    run.refresh_from_db()
    with pytest.raises(Refused, match="找出了错误"):
        invite_from_run(actor=cast.county_officer, run=run)
    assert not Offer.objects.exists()


def test_nobody_is_invited_from_a_run_that_was_made_by_hand(cast, need):
    """Its scores may be anybody's invention."""
    assert cast.specialist
    problem = problem_of([need])
    run = compute_now(start_run(actor=cast.county_officer, engine="matching", problem=problem, by_worker=False))
    assert run.state == "done"
    with pytest.raises(Refused, match="手工"):
        invite_from_run(actor=cast.county_officer, run=run)
    assert not Offer.objects.exists()


# --- who serves no longer -----------------------------------------------------------------------------------------


def test_nobody_ends_with_a_need_on_hand(cast, need):
    offer = invited(cast, need)
    gone = {"actor": cast.officer, "thing": cast.specialist, "last_day": clock.today(), "reason": "调离"}
    with pytest.raises(Refused) as refusal:
        end(**gone)
    assert need.number in str(refusal.value)
    decline_offer(actor=cast.specialist_account, offer=offer, reason="外出")
    assert end(**gone)


def test_who_serves_no_longer_is_not_invited(cast, need):
    assert cast.specialist_account
    end(actor=cast.officer, thing=cast.specialist, last_day=clock.today(), reason="调离")
    cast.specialist.refresh_from_db()
    with pytest.raises(Refused):
        invited(cast, need)


def test_whose_role_has_ended_publishes_no_draft_any_more(cast):
    draft = draft_need(actor=cast.informant, need=asked(cast))
    end_grant(actor=cast.county_officer, grant=cast.informant.grants.get())
    with pytest.raises(Denied):
        publish_need(actor=User.objects.get(pk=cast.informant.pk), need=draft)
    assert Need.objects.get(pk=draft.pk).state == "draft"
