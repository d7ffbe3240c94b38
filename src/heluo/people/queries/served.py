"""Households: seen only by those who deal with them where they live, masked unless asked for in full."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heluo.base import crypto
from heluo.base.rules import may
from heluo.people.models import Household
from heluo.people.roles import KEEPERS
from heluo.people.search_keys import name_hash
from heluo.places.models import Place, in_subtrees


def households_visible_to(user: Any) -> QuerySet[Household]:
    """Those of one's own places; for everyone else there are none."""
    return Household.objects.filter(in_subtrees(user.place_prefixes(KEEPERS), "place__code"))


@dataclass(frozen=True)
class HouseholdFilter:
    name: str = ""
    category: str = ""
    place: Place | None = None


def list_households(user: Any, chosen: HouseholdFilter) -> QuerySet[Household]:
    """Visible households by place. Names are encrypted, so `name` finds the very name of the head only."""
    found = households_visible_to(user)
    if chosen.name:
        found = found.filter(head_hash=name_hash(chosen.name))
    if chosen.category:
        found = found.filter(category=chosen.category)
    if chosen.place is not None:
        found = found.filter(in_subtrees(chosen.place.scope_prefixes, "place__code"))
    return found.select_related("place").order_by("place__code", "pk")


def household(user: Any, public_id: Any) -> Household | None:
    return households_visible_to(user).select_related("place").filter(public_id=public_id).first()


def name_shown_to(user: Any, household: Household, *, in_full: bool = False) -> str:
    """张**, or the name itself where it is asked for by one who may know it."""
    if in_full and may(user, "households.see_name", household):
        return household.head_name
    return household.masked_name


def phone_shown_to(user: Any, household: Household, *, in_full: bool = False) -> str:
    """137****0001, or the number itself where it is asked for by one who may know it."""
    if in_full and may(user, "households.see_name", household):
        return household.phone
    return crypto.mask(household.phone, head=3, tail=4)
