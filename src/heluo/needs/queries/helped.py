"""The households that whoever serves may find: by the head's whole name, where one has to do with them."""

from collections.abc import Collection

from django.db.models import Q

from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Need, Offer, Service
from heluo.people.models import Household, Specialist
from heluo.people.search_keys import name_hash
from heluo.places.models import Place
from heluo.places.queries import in_subtrees

# A need of any level is worked on in these states; later only towns and villages stay open, not whole counties.
_ON_HAND = ("assigned", "serving", "served")
_SMALL = ("town", "village")


def households(specialist: Specialist, place: Place, heads: Collection[str]) -> list[Household]:
    """Those of the place and below it with one of these heads, in one query; none where the specialist never came."""
    if not (heads and _has_to_do_with(specialist, place)):
        return []
    there = Household.objects.filter(in_subtrees(place.scope_prefixes, "place__code"))
    named = there.filter(head_hash__in={name_hash(head) for head in heads})
    return list(named.select_related("place").order_by("pk"))


def tag(household: Household) -> str:
    """A few characters of its random public id: they tell namesakes apart on a line, and tell nothing else."""
    return household.public_id.hex[-6:]


def _has_to_do_with(specialist: Specialist, place: Place) -> bool:
    """Whether the place lies where a need is on hand, or in a town or village where one served or accepted."""
    mine = Q(specialist=specialist) | Q(team__leader=specialist)
    accepted = Offer.objects.filter(mine | Q(team__members=specialist), state="accepted")
    needs = Need.objects.filter(Q(state__in=_ON_HAND) | Q(place__level__in=_SMALL), offers__in=accepted)
    served = Service.objects.filter(mine | Q(members__specialist=specialist), state__in=GRADES, place__level__in=_SMALL)
    known = Place.objects.filter(Q(pk__in=needs.values("place")) | Q(pk__in=served.values("place")))
    return any(other.covers(place) for other in known.defer("outline"))
