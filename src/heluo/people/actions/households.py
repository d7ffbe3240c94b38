"""Households: entered, changed, found again.

A household is the same when its identity number is; where none is known, when its head bears the same normalised name
in the same village and no known number differs.
"""

from typing import Any

from heluo.base.checking import check_row
from heluo.base.text import normalise
from heluo.base.writing import Step, writing
from heluo.people import tidying
from heluo.people.models import Household
from heluo.people.search_keys import id_hash, name_hash, phone_hash
from heluo.places.models import Place


def create_household(*, actor: Any, head_name: str, place: Place, category: str, **details: Any) -> Household:
    """Enter a household. `details`: phone, id_number (checked), size, source_number."""
    household = Household(place=place, source_number=normalise(details.pop("source_number", "")))
    with writing(actor, "households.create", household) as step:
        _describe(household, head_name=head_name, category=category, **details)
        step.note(place=place.code, category=category)
    return household


def edit_household(*, actor: Any, household: Household, head_name: str, category: str, **details: Any) -> Household:
    with writing(actor, "households.edit", household) as step:
        _describe(step.thing, head_name=head_name, category=category, **details)
    return step.thing


def find_or_add_household(
    step: Step[Any],
    *,
    head_name: str,
    place: Place,
    category: str,
    phone: str = "",
    id_number: str = "",
    size: int | None = None,
    source_number: str = "",
) -> Household:
    """The household as one action among others needs it: found by the rule above, or added by that action."""
    found = find_household(head_name=head_name, place=place, phone=phone, id_number=id_number)
    if found is not None:
        return found
    household = Household(place=place, source_number=normalise(source_number))
    _describe(household, head_name=head_name, category=category, phone=phone, id_number=id_number, size=size)
    step.save(household)
    return household


def find_household(*, head_name: str, place: Place, phone: str = "", id_number: str = "") -> Household | None:
    """The household that this is, by keyed hashes; None when it is a new one."""
    number = id_hash(tidying.id_number(id_number))
    if number and (known := Household.objects.filter(id_hash=number).first()):
        return known
    namesakes = Household.objects.filter(place=place, head_hash=name_hash(head_name)).order_by("pk")
    given = phone_hash(phone)
    return next(
        (
            household
            for household in namesakes
            if not (number and household.id_hash) and not (given and household.phone_hash not in ("", given))
        ),
        None,
    )


def _describe(
    household: Household,
    *,
    head_name: str,
    category: str,
    phone: str = "",
    id_number: str = "",
    size: int | None = None,
) -> None:
    household.head_name = tidying.person_name(head_name)
    household.head_hash = name_hash(head_name)
    household.phone = tidying.phone(phone)
    household.phone_hash = phone_hash(household.phone)
    household.id_number = tidying.id_number(id_number)
    household.id_hash = id_hash(household.id_number)
    household.category = category
    household.size = size
    check_row(household)
