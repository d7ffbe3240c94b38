"""What may be tried with invitations: specialists and teams, by account or over the telephone."""

from __future__ import annotations

from heluo.needs.actions import offers
from heluo.needs.models import Need, Offer
from heluo.people.models import Specialist
from tests.needs.walks.walk import Walk


def invite(walk: Walk) -> object:
    need = walk.lately(Need.objects.filter(state__in=("published", "offered")))
    if walk.chance(0.3):
        team = walk.dice.choice(walk.teams)
        team.refresh_from_db()
        candidate = offers.Candidate(team=team)
    else:
        candidate = offers.Candidate(specialist=walk.one(Specialist.objects.all()))
    return offers.invite(actor=walk.officer(need.place), need=need, candidate=candidate, override_reason="离得近")


def accept(walk: Walk) -> object:
    offer = walk.lately(Offer.objects.filter(state="invited"))
    if offer.account is None:
        return offers.record_yes(actor=walk.town(offer.place), offer=offer)
    return offers.accept_offer(actor=walk.somebody(offer.account), offer=offer)


def decline(walk: Walk) -> object:
    offer = walk.lately(Offer.objects.filter(state__in=("invited", "accepted")))
    if offer.account is None:
        return offers.record_no(actor=walk.town(offer.place), offer=offer, reason="生病")
    return offers.decline_offer(actor=walk.somebody(offer.account), offer=offer, reason="生病")


def withdraw(walk: Walk) -> object:
    offer = walk.lately(Offer.objects.filter(state__in=("invited", "accepted")))
    return offers.withdraw_offer(actor=walk.officer(offer.place), offer=offer, reason="换人")


ACTS = ((invite, 10), (accept, 20), (decline, 2), (withdraw, 1))
