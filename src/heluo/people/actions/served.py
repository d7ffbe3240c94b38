"""The people who are served: found again by keyed hashes, or added.

Two entries are the same person when they are of one place, bear the same normalised name, and do not differ in a
known telephone number. A number that becomes known later is not written to an older entry: it would claim more
than anyone said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heluo.base.text import normalise
from heluo.base.writing import Step
from heluo.people.models import Household, Person
from heluo.people.search_keys import name_hash, phone_hash
from heluo.places.models import Place


@dataclass(frozen=True)
class Served:
    """Somebody as named on a list: name, telephone (may be empty), household (may be unknown)."""

    name: str
    phone: str = ""
    household: Household | None = None


def find_or_add_people(step: Step[Any], place: Place, served: Sequence[Served]) -> list[Person]:
    """One Person for each of `served`, in order, with one query to find and one statement to add."""
    hashes = {name_hash(one.name) for one in served}
    known: dict[str, list[Person]] = {}
    for person in Person.objects.filter(place=place, name_hash__in=hashes).order_by("pk"):
        known.setdefault(person.name_hash, []).append(person)
    added: list[Person] = []
    found: list[Person] = []
    for one in served:
        namesakes = known.setdefault(name_hash(one.name), [])
        person = next((other for other in namesakes if _same(other, one)), None)
        if person is None:
            person = _person(one, place)
            namesakes.append(person)
            added.append(person)
        found.append(person)
    step.insert_all(added)
    return found


def _same(person: Person, one: Served) -> bool:
    given = phone_hash(one.phone)
    if given and person.phone_hash and given != person.phone_hash:
        return False
    return one.household is None or person.household_id in (None, one.household.pk)


def _person(one: Served, place: Place) -> Person:
    return Person(
        name=normalise(one.name),
        name_hash=name_hash(one.name),
        phone=normalise(one.phone),
        phone_hash=phone_hash(one.phone),
        household=one.household,
        place=place,
    )


def find_or_add_person(
    step: Step[Any], *, name: str, place: Place, phone: str = "", household: Household | None = None
) -> Person:
    """The one person of that name, or a new one."""
    return find_or_add_people(step, place, [Served(name, phone, household)])[0]
