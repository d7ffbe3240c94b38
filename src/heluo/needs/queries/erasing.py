"""Whose names and numbers may be erased, found by those very names and numbers; and what goes with a household."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from heluo.base.recorded import Recorded
from heluo.needs.models import Confirmation, Evaluation, Need, Reopening
from heluo.people.models import Household, Person
from heluo.people.rules.served import ERASING
from heluo.people.search_keys import name_hash, phone_hash
from heluo.places.models import in_subtrees

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
    """The rows that hold what is known of a household, besides its own."""

    needs: list[Need]
    members: list[Person]
    # What was said when the services of these needs were confirmed, and every judgement, with a code or without.
    answers: list[Recorded]
    reopenings: list[Reopening]

    @property
    def rows(self) -> list[Recorded]:
        return [*self.needs, *self.members, *self.answers, *self.reopenings]


def tied_to(household: Household) -> Tied:
    needs = list(Need.objects.filter(requester_household=household).order_by("pk"))
    confirmations = Confirmation.objects.filter(service__need__in=needs).order_by("pk")
    judgements = Evaluation.objects.filter(Q(need__in=needs) | Q(service__need__in=needs)).order_by("pk")
    return Tied(
        needs=needs,
        members=list(Person.objects.filter(household=household).order_by("pk")),
        answers=[*confirmations, *judgements],
        reopenings=list(Reopening.objects.filter(need__in=needs).order_by("pk")),
    )
