"""Offers: which ones a user sees, who comes, who is to be rung up, and what one has on hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from heluo.base.errors import NotVisible
from heluo.needs.lifecycle import LIVE_OFFERS
from heluo.needs.models import Need, Offer
from heluo.needs.queries.bench import BUSY
from heluo.needs.rules import BEFORE_SERVICE, READERS, RINGING
from heluo.people.models import Specialist, Team
from heluo.places.models import in_subtrees

TO_RING_AT_ONCE = 30


def visible_to(user: Any) -> QuerySet[Offer]:
    """Those in charge of the need's place see its offers; specialists, team leaders and members see their own."""
    seen = in_subtrees(user.place_prefixes(READERS), "need__place__code")
    mine = getattr(user, "specialist", None)
    if mine is not None:
        in_team = Team.members.through.objects.filter(team_id=OuterRef("team_id"), specialist_id=mine.pk)
        seen |= Q(specialist=mine) | Q(team__leader=mine) | Q(Exists(in_team))
    return Offer.objects.filter(seen)


def find(user: Any, public_id: UUID) -> Offer:
    """One offer. Raises NotVisible."""
    offer = visible_to(user).select_related("need__place", "specialist", "team").filter(public_id=public_id).first()
    if offer is None:
        raise NotVisible("")
    return offer


@dataclass(frozen=True)
class OfNeed:
    """The offers of one need, read once for all that its page says of them; and which ones this user sees."""

    rows: Sequence[Offer]
    seen: frozenset[int]

    @property
    def visible(self) -> list[Offer]:
        """The live ones first, then the latest."""
        order = {state: number for number, state in enumerate(("accepted", "invited", "proposed"))}
        mine = [offer for offer in self.rows if offer.pk in self.seen]
        return sorted(mine, key=lambda offer: (order.get(offer.state, 9), -offer.pk))

    @property
    def coming(self) -> list[Offer]:
        """The accepted ones; their names are public, for they serve in a public office."""
        return [offer for offer in self.rows if offer.state == "accepted"]


def of_need(user: Any, need: Need) -> OfNeed:
    """The offers of a need; as many queries for one as for many."""
    rows = need.offers.order_by("pk").select_related(
        "specialist__employer", "specialist__account", "made_by", "recorded_by"
    )
    rows = rows.select_related("team__leader__account").prefetch_related("team__members")
    return OfNeed(list(rows), frozenset(visible_to(user).filter(need=need).values_list("pk", flat=True)))


def to_ring(user: Any) -> list[Offer]:
    """Those invited who have no account, in the places of this office or hotline; who must answer first, first."""
    return list(_without_account(user).filter(state="invited").order_by("answer_by", "pk")[:TO_RING_AT_ONCE])


def to_tell(user: Any) -> list[Offer]:
    """Those without an account who don't know yet that they are to come again, or no more; the oldest first."""
    invited_anew = Offer.objects.filter(
        Q(specialist=OuterRef("specialist")) | Q(team=OuterRef("team")), need=OuterRef("need"), state__in=LIVE_OFFERS
    )
    untold = _without_account(user).exclude(to_tell="")
    no_more = Q(~Exists(invited_anew), state="withdrawn")
    again = Q(state="accepted", need__state__in=BEFORE_SERVICE)
    return list(untold.filter(again | no_more).order_by("pk")[:TO_RING_AT_ONCE])


def _without_account(user: Any) -> QuerySet[Offer]:
    """Offers to those who read nothing in Heluo, in the places of this office or hotline."""
    near = in_subtrees(user.place_prefixes(RINGING), "need__place__code")
    alone = Q(specialist__isnull=False) & ~Q(specialist__account__is_active=True)
    in_teams = Q(team__isnull=False) & ~Q(team__leader__account__is_active=True)
    rows = Offer.objects.filter(near, alone | in_teams)
    return rows.select_related("need__place", "specialist__account", "team__leader__account")


def on_hand_of(candidate: Any) -> list[str]:
    """Numbers of the open needs to which a specialist or a team is invited, or has said yes."""
    if not isinstance(candidate, Specialist | Team):
        return []
    live = candidate.offers.filter(state__in=LIVE_OFFERS, need__state__in=BUSY)
    return list(live.order_by("need__number").values_list("need__number", flat=True)[:6])


def serving_no_longer(need: Need) -> list[Offer]:
    """The accepted offers of those who have ended since."""
    ended = Q(specialist__ended_on__isnull=False) | Q(team__ended_on__isnull=False)
    return list(need.offers.filter(ended, state="accepted").select_related("specialist", "team").order_by("pk"))
