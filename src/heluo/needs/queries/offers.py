"""Offers: which ones a user sees, and how much a specialist has on hand."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from heluo.base.errors import NotVisible
from heluo.needs.models import Need, Offer
from heluo.needs.queries.bench import BUSY
from heluo.needs.rules import READERS
from heluo.people.models import Specialist, Team
from heluo.places.models import in_subtrees

LIVE = ("proposed", "invited", "accepted")


def visible_to(user: Any) -> QuerySet[Offer]:
    """Those in charge of the need's place see its offers; specialists, team leaders and members see their own."""
    seen = in_subtrees(user.place_prefixes(READERS), "need__place__code")
    mine = getattr(user, "specialist", None)
    if mine is not None:
        seen |= Q(specialist=mine) | Q(team__leader=mine) | Q(team__members=mine)
    return Offer.objects.filter(seen).distinct()


def find(user: Any, public_id: UUID) -> Offer:
    """One offer. Raises NotVisible."""
    offer = visible_to(user).select_related("need__place", "specialist", "team").filter(public_id=public_id).first()
    if offer is None:
        raise NotVisible("")
    return offer


def of_need(user: Any, need: Need) -> list[Offer]:
    """The offers of a need, the live ones first, then the latest."""
    rows = visible_to(user).filter(need=need).select_related("specialist__employer", "team__leader", "made_by")
    order = {state: number for number, state in enumerate(("accepted", "invited", "proposed"))}
    return sorted(rows.prefetch_related("team__members"), key=lambda offer: (order.get(offer.state, 9), -offer.pk))


def who_comes(need: Need) -> list[Offer]:
    """The accepted offers; their names are public, for they serve in a public office."""
    rows = need.offers.filter(state="accepted").select_related("specialist__employer", "team__leader")
    return list(rows.order_by("answered_at", "pk"))


def on_hand_of(candidate: Any) -> list[str]:
    """Numbers of the open needs to which a specialist or a team is invited, or has said yes."""
    if not isinstance(candidate, Specialist | Team):
        return []
    live = candidate.offers.filter(state__in=LIVE, need__state__in=BUSY)
    return list(live.order_by("need__number").values_list("need__number", flat=True)[:6])
