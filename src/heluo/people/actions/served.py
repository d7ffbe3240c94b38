"""The people who are served: found again by keyed hashes, or added.

Two entries are the same person when they are of one place, bear the same normalised name, and do not differ in a
known telephone number. A number that becomes known later is not written to an older entry: it would claim more
than anyone said.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

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
    """One Person for each of `served`, who are all somebody else, in order; one query and one statement to add."""
    known = KnownPeople([(place, one) for one in served])
    found = known.of_list((place, one) for one in served)
    step.insert_all({person.public_id: person for person in found if person._state.adding}.values())
    return found


class KnownPeople:
    """People found with one query for many places; those that are made are known from then on."""

    def __init__(self, asked: Iterable[tuple[Place, Served]]) -> None:
        self._known: dict[tuple[int, str], list[Person]] = {}
        pairs = {(place.pk, name_hash(one.name)) for place, one in asked}
        rows = Person.objects.filter(place__in={place for place, _name in pairs}, name_hash__in={h for _p, h in pairs})
        for person in rows.order_by("pk"):
            self._known.setdefault((person.place_id, person.name_hash), []).append(person)

    def of_list(self, listed: Iterable[tuple[Place, Served]]) -> list[Person]:
        """The people of one list, known or new and unsaved: nobody stands on it twice."""
        found: list[Person] = []
        taken: set[UUID] = set()
        for place, one in listed:
            found.append(self._find_or_make(place, one, but=taken))
            taken.add(found[-1].public_id)
        return found

    def _find_or_make(self, place: Place, one: Served, *, but: Collection[UUID]) -> Person:
        """The person, or a new, unsaved one. `but`: public ids of those who are somebody else for certain."""
        namesakes = self._known.setdefault((place.pk, name_hash(one.name)), [])
        free = [other for other in namesakes if _same(other, one) and other.public_id not in but]
        # Who is known with this very number, before somebody of whom no number is known.
        person = next((other for other in free if _bears_number(other, one)), next(iter(free), None))
        if person is None:
            person = _person(one, place)
            namesakes.append(person)
        return person


def _same(person: Person, one: Served) -> bool:
    given = phone_hash(one.phone)
    if given and person.phone_hash and given != person.phone_hash:
        return False
    return one.household is None or person.household_id in (None, one.household.pk)


def _bears_number(person: Person, one: Served) -> bool:
    return bool(person.phone_hash) and person.phone_hash == phone_hash(one.phone)


def _person(one: Served, place: Place) -> Person:
    return Person(
        name=normalise(one.name),
        name_hash=name_hash(one.name),
        phone=normalise(one.phone),
        phone_hash=phone_hash(one.phone),
        household=one.household,
        place=place,
    )
