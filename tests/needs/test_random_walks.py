"""Long random walks through the loop: whoever tries whatever, whenever, what must hold holds.

A walk is its seed: a failing one is walked again by its number. Each step is one act by one of the cast on one of the
things there are; a no is an answer as good as a yes, any other exception is a fault.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from heluo.base import clock
from heluo.base.errors import No
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.base.rules import VISITOR
from heluo.figures.counting import count
from heluo.figures.indicator import all_indicators
from heluo.needs.actions import answers, codes, needs, offers, services, sweep
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.lifecycle import GRADES, NEED, OFFER, SERVICE
from heluo.needs.models import Attendance, Need, Offer, Service
from heluo.people.models import Specialist

START = datetime(2020, 3, 2, 9, tzinfo=timezone.get_default_timezone())
STEPS = 250
NAMES = ("张福来", "李春花", "王大山", "赵小满", "孙有田")
# The states of a need in which somebody may still be asked, or may have accepted.
ASKING = {"published", "offered"}
HOLDING = {"offered", "assigned", "serving", "served", "closed"}


class Walk:
    def __init__(self, cast: Any, seed: int) -> None:
        self.cast, self.dice, self.digits = cast, random.Random(seed), dict[int, str]()
        self.people = [one for one in cast.everyone().values() if one is not VISITOR]
        self.officers = [cast.officer, cast.county_officer, cast.stranger.county_officer]

    def one(self, rows: Any) -> Any:
        """Some row; None where there is none."""
        found = list(rows.order_by("pk"))
        return self.dice.choice(found) if found else None

    def somebody(self, *likely: Any) -> Any:
        return self.dice.choice(likely) if likely and self.dice.random() < 0.8 else self.dice.choice(self.people)

    # --- acts: each may be refused --------------------------------------------------------------------
    def publish(self) -> None:
        side = self.dice.choice((self.cast, self.cast.stranger))
        need = Need(
            title="花椒蚜虫防治",
            industry=self.cast.pepper,
            place=side.village,
            contact_name="张福来",
            contact_phone="13700000001",
            requester_account=side.requester,
            channel="proxy",
            is_proxied=True,
            team_size=self.dice.choice((1, 1, 1, 2)),
        )
        make = self.dice.choice((needs.publish_need, needs.publish_need, needs.draft_need))
        make(actor=self.somebody(side.informant, side.requester), need=need)

    def on_need(self) -> None:
        need = self.one(Need.objects.all())
        if need is None:
            return
        act: Callable[[], Any] = self.dice.choice(
            (
                lambda: needs.publish_need(actor=self.somebody(self.cast.informant), need=need),
                lambda: needs.decline_need(
                    actor=self.somebody(*self.officers), need=need, reason="已有", do_instead="看"
                ),
                lambda: needs.withdraw_need(actor=self.somebody(self.cast.requester), need=need, reason="不用了"),
                lambda: needs.republish_need(actor=self.somebody(*self.officers), need=need),
                lambda: needs.reopen_need(
                    actor=self.somebody(*self.officers),
                    need=need,
                    reason="没有解决",
                    to_same=self.dice.random() < 0.5,
                ),
                lambda: needs.close_need(actor=self.somebody(*self.officers), need=need),
                lambda: needs.mark_duplicate(
                    actor=self.somebody(*self.officers), need=need, parent=self.one(Need.objects.all())
                ),
                lambda: offers.accept_fewer(actor=self.somebody(*self.officers), need=need, size=1, reason="一人够了"),
                lambda: codes.reissue_for_need(actor=self.somebody(self.cast.informant), need=need),
            )
        )
        act()

    def invite(self) -> None:
        need = self.one(Need.objects.filter(state__in=ASKING))
        who = self.one(Specialist.objects.all())
        if need is not None:
            offers.invite(
                actor=self.somebody(*self.officers),
                need=need,
                candidate=offers.Candidate(specialist=who),
                override_reason="离得近",
            )

    def answer_offer(self) -> None:
        offer = self.one(Offer.objects.filter(state__in=("invited", "accepted")))
        if offer is None:
            return
        who = offer.specialist.account if offer.specialist else None
        actor = self.somebody(who) if who else self.somebody()
        act: Callable[[], Any] = self.dice.choice(
            (
                lambda: offers.accept_offer(actor=actor, offer=offer),
                lambda: offers.accept_offer(actor=actor, offer=offer),
                lambda: offers.decline_offer(actor=actor, offer=offer, reason="生病"),
                lambda: offers.withdraw_offer(actor=self.somebody(*self.officers), offer=offer, reason="换人"),
            )
        )
        act()

    def serve(self) -> None:
        need = self.one(Need.objects.filter(state__in=("assigned", "serving", "served")))
        offer = self.one(need.offers.filter(state="accepted")) if need else None
        specialist = offer.specialist if offer else self.cast.specialist
        now = clock.now()
        service = Service(
            kind=self.dice.choice(("training", "visit")),
            industry=self.cast.pepper,
            place=need.place if need else self.cast.village,
            need=need,
            specialist=specialist,
            title="花椒修剪",
            started_at=now - timedelta(hours=2),
            ended_at=now,
        )
        services.register_service(actor=self.somebody(specialist.account), service=service, lines=self.lines())

    def lines(self) -> ServiceLines:
        names = self.dice.sample(NAMES, self.dice.randint(0, 3))
        return ServiceLines(attendees=[Attendee(name=name) for name in names], unnamed=self.dice.randint(0, 4))

    def on_service(self) -> None:
        service = self.one(Service.objects.all())
        if service is None:
            return
        officer = self.somebody(*self.officers)
        act: Callable[[], Any] = self.dice.choice(
            (
                lambda: self.issue(service),
                lambda: self.confirm(service),
                lambda: self.confirm(service),
                lambda: services.check_service(actor=officer, service=service),
                lambda: services.dispute_service(actor=officer, service=service, reason="没来"),
                lambda: services.void_service(actor=officer, service=service, reason="重复"),
                lambda: services.correct_service(
                    actor=self.somebody(service.specialist.account),
                    service=service,
                    changes={"title": "花椒整形修剪"},
                    lines=self.lines(),
                    reason="人数写错",
                ),
                lambda: answers.evaluate_service(
                    actor=self.somebody(self.cast.requester, self.cast.committee),
                    service=service,
                    judgement=answers.Judgement(is_satisfied=self.dice.random() < 0.6, comment="还行"),
                ),
            )
        )
        act()

    def issue(self, service: Service) -> None:
        issued = codes.issue_code(actor=self.somebody(self.cast.informant, *self.officers), service=service)
        self.digits[service.pk] = issued.plain.digits

    def confirm(self, service: Service) -> None:
        if service.pk not in self.digits and self.dice.random() < 0.8:
            self.issue(service)
        right = self.digits.get(service.pk, "000000")
        answers.confirm_service(
            actor=VISITOR,
            service=service,
            took_place=self.dice.random() < 0.8,
            channel="sms",
            code=right if self.dice.random() < 0.7 else "123456",
            judgement=answers.Judgement(is_satisfied=self.dice.random() < 0.6),
        )

    def sweep(self) -> None:
        sweep.lapse_offers()
        sweep.expire_needs()
        sweep.close_unanswered_needs()

    def go(self, moment: datetime) -> datetime:
        acts = (
            (self.publish, 3),
            (self.on_need, 3),
            (self.invite, 5),
            (self.answer_offer, 6),
            (self.serve, 4),
            (self.on_service, 6),
            (self.sweep, 1),
        )
        act = self.dice.choices([one for one, _ in acts], [weight for _, weight in acts])[0]
        with clock.at(moment), suppress(No):
            act()
        return moment + timedelta(hours=self.dice.choice((1, 1, 3, 8, 30)))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_tried_what_must_hold_holds(cast, seed):
    walk, moment = Walk(cast, seed), START
    for step in range(STEPS):
        moment = walk.go(moment)
        if step % 10 == 9:
            nobody_waits_in_vain()
    with clock.at(moment):
        only_moves_of_the_tables()
        figures_are_what_the_rows_say()
        seal()
        report = verify()
    assert report.ok, report.sentences()
    assert Need.objects.exclude(state="published").count() > 3


def nobody_waits_in_vain() -> None:
    """No invitation is open, and nobody holds a promise, for a need that is over."""
    for offer in Offer.objects.select_related("need"):
        if offer.state in ("proposed", "invited"):
            assert offer.need.state in ASKING, (offer.need.number, offer.need.state)
        if offer.state == "accepted":
            assert offer.need.state in HOLDING, (offer.need.number, offer.need.state)


def only_moves_of_the_tables() -> None:
    """Every move that the ledger tells stands in its table, and each thing is where its last one led."""
    for lifecycle, model in ((NEED, Need), (OFFER, Offer), (SERVICE, Service)):
        table = {(move.source, move.act, move.target) for move in lifecycle.transitions}
        last: dict[str, str] = {}
        for entry in LedgerEntry.objects.filter(subject=model._meta.label_lower).order_by("id"):
            facts = json.loads(entry.payload)["facts"]
            if "to" in facts:
                assert (facts["from"], entry.action.partition(".")[2], facts["to"]) in table
                assert last.get(entry.subject_id, "") == facts["from"]
                last[entry.subject_id] = facts["to"]
        assert {str(one.public_id): one.state for one in model.objects.all()} == last


def figures_are_what_the_rows_say() -> None:
    """Counted by hand, row by row, in Python."""
    counting = [one for one in Service.objects.filter(kind="training") if one.state in GRADES]
    attended = [line for line in Attendance.objects.all() if line.service_id in {one.pk for one in counting}]
    by_hand = {
        "trainings": len(counting),
        "attendances": len(attended),
        "people_trained": len({line.person_id for line in attended if line.person_id}),
    }
    figures = {one.slug.replace("-", "_"): count(one).value for one in all_indicators().values()}
    assert {name: figures[name] for name in by_hand} == by_hand
