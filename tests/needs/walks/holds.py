"""What must hold after every step, each named in words; and what must hold of the whole walk."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property
from typing import Any

from django.db.models import Q

from heluo.base import clock
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.base.models import Notice
from heluo.base.rules import VISITOR
from heluo.figures.counting import count
from heluo.figures.indicator import all_indicators
from heluo.needs.lifecycle import GRADES, NEED, OFFER, SERVICE
from heluo.needs.models import (
    USABLE_CODES,
    Attendance,
    ConfirmationCode,
    Help,
    Introduction,
    Need,
    Offer,
    Promotion,
    Service,
)
from heluo.needs.queries import codes, services
from heluo.needs.queries.bench import BUSY
from heluo.needs.queries.needs import LIVE, UNSERVED, days_left, may_still_be_said
from heluo.people.models import Group, Household, Specialist, Team
from tests.needs.walks.walk import Walk

# The states of a need in which somebody may still be asked, or may have accepted.
ASKING = ("published", "offered")
HOLDING = ("offered", "assigned", "serving", "served", "closed")
# A disputed service may count again.
STANDING = (*GRADES, "disputed")


class World:
    """Every row of the loop as it stands after a step, read once."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.needs = list(Need.objects.order_by("pk").defer("contact_name", "contact_phone").select_related("place"))
        self.offers, self.services = defaultdict[int, list[Offer]](list), defaultdict[int, list[Service]](list)
        rows = Offer.objects.order_by("pk").select_related("specialist", "team__leader")
        for offer in rows.prefetch_related("team__members"):
            self.offers[offer.need_id].append(offer)
        for service in Service.objects.order_by("pk").select_related("specialist", "team__leader"):
            self.services[service.need_id or 0].append(service)
        in_time = Q(expires_at=None) | Q(expires_at__gte=clock.now())
        usable = ConfirmationCode.objects.filter(in_time, state__in=USABLE_CODES).order_by("pk")
        self.codes = list(usable.select_related("need", "service"))

    @cached_property
    def accepted(self) -> dict[int, list[Offer]]:
        return {key: [offer for offer in rows if offer.state == "accepted"] for key, rows in self.offers.items()}

    def has_service(self, need: Need, *states: str) -> bool:
        return any(service.state in states for service in self.services[need.pk])


# --- after every step -------------------------------------------------------------------------------------
def nobody_waits_in_vain(world: World) -> None:
    """No invitation is open, and nobody holds a promise, for a need that is over."""
    for need in world.needs:
        for offer in world.offers[need.pk]:
            if offer.state in ("proposed", "invited"):
                assert need.state in ASKING, f"{offer} waits for an answer, and the need is {need.state}"
            if offer.state == "accepted":
                assert need.state in HOLDING, f"{offer} holds a promise, and the need is {need.state}"


def somebody_carries_what_is_promised(world: World) -> None:
    """Who is told that somebody comes, or was there, can be told who; and where that is a record, it stands."""
    for need in world.needs:
        coming = world.accepted.get(need.pk)
        match need.state:
            case "offered":
                live = [offer for offer in world.offers[need.pk] if offer.state in ("invited", "accepted")]
                assert live, f"{need} says that somebody is invited"
            case "assigned":
                assert coming, f"{need} says that somebody comes"
            case "serving":
                assert coming, f"{need} says that somebody has begun"
                assert world.has_service(need, "drafted"), f"{need} says that a service has begun"
            case "served" | "closed":
                assert coming, f"{need} says that somebody was there"
                # Voided after the 14 days: it stays closed (ADR 19).
                late = need.state == "closed" and not may_still_be_said(need)
                assert late or world.has_service(need, *STANDING), f"{need} was answered by nothing"
            case _:
                assert not coming, f"{need} is {need.state}, and {coming} thinks of it"


def what_is_over_asks_nobody(world: World) -> None:
    """No deadline runs for a need that has ended."""
    for need in world.needs:
        if need.state not in LIVE:
            assert days_left(need) is None


def every_code_is_of_one_living_thing(world: World) -> None:
    """A code that can be used is of a need that waits for its service, or of a service that is not settled."""
    seen = set()
    for code in world.codes:
        if code.service is not None:
            assert code.service.state in STANDING, f"a code of {code.service}, which is {code.service.state}"
        else:
            assert code.need is not None
            assert code.need.state in UNSERVED, f"a code of {code.need}, which is {code.need.state}"
        about = ("service", code.service_id) if code.service_id else ("need", code.need_id)
        assert about not in seen, f"two codes of one {about[0]}"
        seen.add(about)


def whoever_has_no_code_stands_on_a_desk(world: World) -> None:
    """The people of an open need or of an unconfirmed service hold a code, or the town sees that they have none."""
    on_desk = {need.pk for side in world.walk.sides for need in codes.needs_without_code(side.clerk)}
    listed = {service.pk for side in world.walk.sides for service in codes.unconfirmed_services(side.clerk)}
    for need in world.needs:
        if need.state in UNSERVED:
            in_hand = codes.is_in_hand(need=need, service=None)
            assert in_hand != (need.pk in on_desk), f"{need}: in hand {in_hand}, on the desk {need.pk in on_desk}"
    for rows in world.services.values():
        for service in rows:
            assert (service.state == "registered") == (service.pk in listed), f"{service} on the town's desk"


def who_serves_no_longer_is_asked_nothing(world: World) -> None:
    """Nobody who ended is invited, expected, on somebody's list, or in a team or group that serves.

    A draft stays: what was served before the last day may still be registered.
    """
    for offer in (offer for rows in world.offers.values() for offer in rows):
        if offer.state in ("proposed", "invited") or (offer.state == "accepted" and _need(world, offer).state in BUSY):
            who = [offer.specialist] if offer.specialist else [offer.team, *offer.team.members.all()]  # type: ignore[union-attr]
            assert not [one for one in who if one.ended_on], f"{offer} is {offer.state}, and serves no longer"
    for body in (*Team.objects.filter(ended_on=None), *Group.objects.filter(ended_on=None)):
        assert body.leader.ended_on is None, f"{body} is led by somebody who serves no longer"
        assert not body.members.exclude(ended_on=None), f"{body} has a member who serves no longer"
    for specialist in Specialist.objects.exclude(ended_on=None).select_related("account"):
        if specialist.account:
            assert not services.on_hand(specialist.account), f"{specialist} serves no longer, and has needs on hand"
            assert not services.invitations(specialist.account), f"{specialist} serves no longer, and is to answer"


def who_is_erased_is_told_nothing(world: World) -> None:
    """No notice waits for the number of somebody erased."""
    erased = {world.walk.households[row] for row in Household.objects.filter(head_hash="")}
    erased -= {world.walk.households[row] for row in Household.objects.exclude(head_hash="")}
    if erased:
        waiting = Notice.objects.filter(user_id_text="", state__in=("waiting", "sending", "kept"))
        assert not [notice for notice in waiting if notice.address in erased]


AFTER_EVERY_STEP = (
    nobody_waits_in_vain,
    somebody_carries_what_is_promised,
    what_is_over_asks_nobody,
    every_code_is_of_one_living_thing,
    whoever_has_no_code_stands_on_a_desk,
    who_serves_no_longer_is_asked_nothing,
    who_is_erased_is_told_nothing,
)


# --- now and then -----------------------------------------------------------------------------------------
def some_page_can_be_read(walk: Walk) -> None:
    """Whoever opens whatever gets a page, or a no."""
    who = walk.somebody() if walk.chance(0.8) else VISITOR
    if who is VISITOR:
        walk.browser.logout()
    else:
        walk.browser.force_login(who)
    kind = walk.dice.choice(("needs", "needs", "services", "desks"))
    if kind == "desks":
        address = walk.dice.choice(DESKS)
    else:
        model: Any = Need if kind == "needs" else Service
        row = walk.dice.choice(list(model.objects.order_by("-pk")[:12]) or [None])
        if row is None:
            return
        address = f"/{kind}/{row.public_id}/" + walk.dice.choice(PAGES[kind])
    answer = walk.browser.get(address)
    assert answer.status_code in (200, 302, 403, 404, 409), f"{who} {address}: {answer.status_code}"
    if kind == "needs" and row.published_at and address.endswith(f"{row.public_id}/"):
        assert answer.status_code == 200, f"{who} reads {row}: {answer.status_code}"


PAGES = {"needs": ("", "", "", "edit/"), "services": ("", "", "go-on/", "correct/", "evaluate/")}
DESKS = (
    "/desk/",
    "/desk/town/",
    "/desk/queue/",
    "/desk/specialist/",
    "/desk/specialist/2020/",
    "/needs/",
    "/needs/mine/",
    "/services/to-check/",
    "/confirm/",
    "/",
)


def figures_are_what_the_rows_say() -> None:
    """Counted by hand, row by row, in Python."""
    counting = {one.pk: one for one in Service.objects.all() if one.state in GRADES}
    classes = {key for key, one in counting.items() if one.kind == "training"}
    attended = [line for line in Attendance.objects.all() if line.service_id in classes]
    gained = [
        line.household_id
        for line in Help.objects.select_related("household")
        if line.service_id in counting and (line.income_gain_fen or 0) > 0 and line.household.category in Household.POOR
    ]
    by_hand = {
        "trainings": len(classes),
        "attendances": len(attended),
        "people_trained": len({line.person_id for line in attended if line.person_id}),
        "varieties": len({line.variety_id for line in Introduction.objects.all() if line.service_id in counting}),
        "technologies": len({line.technology_id for line in Promotion.objects.all() if line.service_id in counting}),
        "households_gained": len(set(gained)),
        "specialists": len([one for one in Specialist.objects.all() if one.ended_on is None and one.terms.exists()]),
        "teams": len([one for one in Team.objects.all() if one.ended_on is None]),
        "groups": len([one for one in Group.objects.all() if one.ended_on is None]),
        "needs_published": len([one for one in Need.objects.all() if one.published_at]),
    }
    figures = {one.slug: count(one) for one in all_indicators().values()}
    assert {name: figures[name].value for name in by_hand} == by_hand
    for figure in figures.values():
        if figure.claimed or figure.confirmed or figure.checked:
            assert figure.claimed + figure.confirmed + figure.checked == figure.value


# --- of the whole walk ------------------------------------------------------------------------------------
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


def the_ledger_verifies() -> None:
    seal()
    report = verify()
    assert report.ok, report.sentences()


def _need(world: World, offer: Offer) -> Need:
    return next(need for need in world.needs if need.pk == offer.need_id)
