"""A few needs under way, so that every desk has something on it: invited, accepted, served, unhappy."""

from pathlib import Path

from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.bridge import candidate_of, rank_one
from heluo.needs.models import Need
from heluo.people.models import User

INVITED = 12


def load(_folder: Path) -> None:
    """Invite the best candidate for the first open needs of each county; those with an account accept some."""
    officer = User.objects.get(username="shi.keji")
    needs = Need.objects.filter(state="published").select_related("place", "industry", "requester_organisation")
    for number, need in enumerate(needs.order_by("deadline", "pk")[:INVITED]):
        ranking = rank_one(need, top=1)
        if not ranking.best:
            continue
        best = ranking.best[0]
        offer = invite(actor=officer, need=need, candidate=candidate_of(best.row, best.told))
        account = getattr(offer.addressee, "pk", None) and offer.addressee
        if account is not None and number % 2:
            accept_offer(actor=account, offer=offer)
