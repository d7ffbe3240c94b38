"""Whose names and numbers may be erased, found by those very names and numbers; and what goes with them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from heluo.base.recorded import Recorded
from heluo.needs.models import Confirmation, Evaluation, Need, Reopening, Service
from heluo.people.models import Household, Person
from heluo.people.rules.served import ERASING
from heluo.people.search_keys import name_hash, phone_hash
from heluo.places.models import in_subtrees
from heluo.places.queries import county_scope

# Of a common name no more are shown: with the telephone it is found.
MOST = 50


def _in_reach(user: Any) -> Q:
    """An administrator's are everywhere, an officer's in the city."""
    return Q() if user.is_administrator else in_subtrees(user.place_prefixes(ERASING), "place__code")


def households(user: Any) -> QuerySet[Household]:
    """Those that this user may erase and that are not erased yet."""
    return Household.objects.filter(_in_reach(user)).exclude(head_hash="").select_related("place")


def people(user: Any) -> QuerySet[Person]:
    return Person.objects.filter(_in_reach(user)).exclude(name_hash="").select_related("place")


def find(user: Any, *, name: str, phone: str) -> list[Household | Person]:
    """Who bears the very name, or the telephone, or both where both are given: households first."""
    number = Q(phone_hash=phone_hash(phone)) if phone else Q()
    heads = households(user).filter(number, Q(head_hash=name_hash(name)) if name else Q())
    served = people(user).filter(number, Q(name_hash=name_hash(name)) if name else Q())
    return [row for rows in (heads, served) for row in rows.order_by("place__code", "pk")[:MOST]][:MOST]


@dataclass(frozen=True)
class Tied:
    """The rows that hold what is known of a household or person, besides its own."""

    needs: list[Need]
    members: list[Person]
    # Those of which somebody said that they did not take place.
    disputed: list[Service]
    # What was said when the services of these needs were confirmed, and every judgement, with a code or without.
    answers: list[Recorded]
    reopenings: list[Reopening]

    @property
    def rows(self) -> list[Recorded]:
        return [*self.needs, *self.members, *self.disputed, *self.answers, *self.reopenings]


def tied_to(thing: Household | Person) -> Tied:
    household = thing if isinstance(thing, Household) else None
    members = list(Person.objects.filter(household=household).order_by("pk")) if household else []
    # Who asked without being on file as a household is known by the telephone alone.
    numbers = {row.phone_hash for row in (thing, *members)} - {""}
    asked = Q(contact_phone_hash__in=numbers, requester_household=None, requester_organisation=None)
    if household is not None:
        asked |= Q(requester_household=household)
    needs = list(Need.objects.filter(asked).order_by("pk"))
    told = _told_by(thing, members)
    disputes = Q(need__in=needs) | Q(confirmations__in=told, confirmations__took_place=False)
    confirmations = Confirmation.objects.filter(Q(service__need__in=needs) | Q(pk__in=told))
    judgements = Evaluation.objects.filter(Q(need__in=needs) | Q(service__need__in=needs) | Q(confirmation__in=told))
    return Tied(
        needs=needs,
        members=members,
        disputed=list(Service.objects.filter(disputes).exclude(dispute_reason="").distinct().order_by("pk")),
        answers=[*confirmations.order_by("pk"), *judgements.order_by("pk")],
        reopenings=list(Reopening.objects.filter(need__in=needs).order_by("pk")),
    )


def _told_by(thing: Household | Person, members: list[Person]) -> list[int]:
    """Keys of the answers that were taken down, in their county, from one of them. Who said so is encrypted without a
    hash to find it by, so each is read; nobody erases often."""
    own = thing.head_name if isinstance(thing, Household) else thing.name
    names = {name for name in (own, *(one.name for one in members)) if len(name) > 1}
    in_county = in_subtrees(county_scope(thing.place), "service__place__code")
    taken = Confirmation.objects.filter(in_county, proxied_by__isnull=False)
    rows = taken.values_list("pk", "caller").iterator(chunk_size=500)
    return [key for key, caller in rows if any(name in caller for name in names)]
