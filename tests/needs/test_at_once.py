"""Two people do the same thing at the same moment, with real transactions on connections of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic
from uuid import uuid4

import pytest
from django.db import connection, transaction

from heluo.base import clock
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.base.writing import locked
from heluo.needs.actions.answers import Judgement, confirm_service, evaluate_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.actions.services import correct_service, register_service, void_service
from heluo.needs.bridge import Candidate
from heluo.needs.models import Confirmation, Evaluation, Need, Offer, Service
from heluo.people.actions.ending import end
from tests.cast import Cast
from tests.together import at_once


@pytest.fixture
def world(site) -> Cast:
    """The cast, committed: every connection sees it."""
    return Cast()


def written(act: str) -> int:
    """How often the act stands in the ledger, which still verifies."""
    seal()
    report = verify()
    assert report.ok, report.findings
    return LedgerEntry.objects.filter(action=act).count()


def new_need(world: Cast, **more) -> Need:
    return Need(title="花椒蚜虫防治", industry=world.pepper, place=world.village, contact_phone="13700000001", **more)


def asked(world: Cast) -> Need:
    return publish_need(actor=world.informant, need=new_need(world))


def visit(world: Cast, need: Need, **more) -> Service:
    ended = clock.now()
    given = {"need": need, "kind": "visit", "specialist": world.specialist, "title": "花椒修剪", **more}
    given |= {"industry": world.pepper, "place": world.village}
    return Service(started_at=ended - timedelta(hours=2), ended_at=ended, **given)


def assigned(world: Cast) -> Need:
    need, account = asked(world), world.specialist_account
    offer = invite(actor=world.county_officer, need=need, candidate=Candidate(specialist=world.specialist))
    accept_offer(actor=account, offer=offer)
    return need


def test_two_officers_invite_the_same_specialist(world: Cast):
    need, candidate = asked(world), Candidate(specialist=world.specialist)
    officers = (world.county_officer, world.officer)
    done, refused = at_once(*(lambda who=who: invite(actor=who, need=need, candidate=candidate) for who in officers))
    assert (done, len(refused)) == ([Offer.objects.get()], 1)
    assert refused[0].reason
    assert written("offers.invite") == written("needs.offer") == 1


def test_one_is_invited_and_ended_at_once(world: Cast):
    need, one = asked(world), world.colleague
    _done, refused = at_once(
        lambda: invite(actor=world.county_officer, need=need, candidate=Candidate(specialist=one)),
        lambda: end(actor=world.officer, thing=one, last_day=clock.today(), reason="退休"),
    )
    assert len(refused) == 1
    assert written("offers.invite") + written("specialists.end") == 1


def test_two_specialists_accept_the_last_place(world: Cast):
    need, accounts = asked(world), (world.specialist_account, world.leader_account)
    offers = [
        invite(actor=world.officer, need=need, candidate=Candidate(specialist=one))
        for one in (world.specialist, world.leader)
    ]
    pairs = zip(accounts, offers, strict=True)
    done, refused = at_once(
        *(lambda who=who, offer=offer: accept_offer(actor=who, offer=offer) for who, offer in pairs)
    )
    assert (len(done), len(refused)) == (1, 1)
    assert refused[0].reason
    need.refresh_from_db()
    assert need.state == "assigned"
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "withdrawn"]
    assert written("offers.accept") == written("needs.assign") == 1


def test_two_confirm_with_one_code(world: Cast):
    need = assigned(world)
    service = register_service(actor=world.specialist_account, service=visit(world, need), lines=ServiceLines())
    code = issue_code(actor=world.informant, service=service).plain
    how = {"took_place": True, "judgement": Judgement(is_satisfied=True)}
    done, refused = at_once(
        lambda: confirm_service(actor=world.visitor, service=service, channel="sms", code=code.digits, **how),
        lambda: confirm_service(actor=world.visitor, service=service, channel="qr", token=code.token, **how),
    )
    assert (done, len(refused)) == ([Confirmation.objects.get()], 1)
    assert refused[0].reason
    need.refresh_from_db()
    assert (need.state, Evaluation.objects.count()) == ("closed", 1)
    assert written("services.confirm") == written("needs.close") == 1


def test_one_form_that_is_sent_twice_registers_one_service(world: Cast):
    need, account, sent = assigned(world), world.specialist_account, uuid4()

    def register() -> Service:
        return register_service(
            actor=account, service=visit(world, need, client_uuid=sent), lines=ServiceLines(unnamed=3)
        )

    done, refused = at_once(register, register)
    assert (done, refused) == ([Service.objects.get()] * 2, [])
    assert written("services.register") == written("needs.serve") == 1


def test_one_form_that_is_sent_twice_publishes_one_need(world: Cast):
    sent, who = uuid4(), world.informant
    forms = [new_need(world, client_uuid=sent) for _time in range(2)]
    done, refused = at_once(*(lambda form=form: publish_need(actor=who, need=form) for form in forms))
    assert (done, refused) == ([Need.objects.get()] * 2, [])
    assert written("needs.publish") == 1


JUDGES = {
    "evaluate": lambda world, service, code: evaluate_service(
        actor=world.committee, service=service, judgement=Judgement(is_satisfied=True)
    ),
    "confirm": lambda world, service, code: confirm_service(
        actor=world.visitor,
        service=service,
        took_place=True,
        channel="sms",
        code=code,
        judgement=Judgement(is_satisfied=True),
    ),
    "void": lambda world, service, code: void_service(actor=world.county_officer, service=service, reason="重复登记"),
}
CHANGES = {
    "correct": lambda world, service: correct_service(
        actor=world.specialist_account,
        service=service,
        changes={"title": "花椒冬剪"},
        lines=ServiceLines(),
        reason="写错了",
    ),
    "issue": lambda world, service: issue_code(actor=world.informant, service=service),
}


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_record_is_judged_and_changed_at_once(world: Cast, judge, change):
    """Each locks the need before the service: neither waits for the other in a ring, which a database would break."""
    service = register_service(
        actor=world.specialist_account, service=visit(world, assigned(world)), lines=ServiceLines()
    )
    code = issue_code(actor=world.informant, service=service).plain.digits
    done, refused = at_once(
        lambda: JUDGES[judge](world, service, code),
        lambda: CHANGES[change](world, service),
    )
    assert len(done) + len(refused) == 2
    assert done
    seal()
    assert verify().ok


@pytest.mark.parametrize("act", [*JUDGES, *CHANGES])
def test_whoever_waits_for_a_need_holds_none_of_its_services(world: Cast, act):
    service = register_service(
        actor=world.specialist_account, service=visit(world, assigned(world)), lines=ServiceLines()
    )
    code = issue_code(actor=world.informant, service=service).plain.digits
    acting = (lambda: CHANGES[act](world, service)) if act in CHANGES else (lambda: JUDGES[act](world, service, code))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked(service.need)
            waiting = pool.submit(lambda: at_once(acting))
            until_somebody_waits()
            assert Service.objects.select_for_update(nowait=True).get(pk=service.pk) == service
        done, refused = waiting.result(20)
    assert (len(done), refused) == (1, [])


def until_somebody_waits() -> None:
    """For a lock that is not granted yet. On SQLite the transaction itself is the lock, and holds everything."""
    deadline = monotonic() + 20
    while connection.vendor == "postgresql" and monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
