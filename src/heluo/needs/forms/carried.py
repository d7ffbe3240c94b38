"""What a service's lines name already: who is typed again stays the same person, and what was erased stays as it is."""

from collections.abc import Sequence

from heluo.needs.actions.lines import Attendee
from heluo.needs.models import Service
from heluo.people.models import Person
from heluo.people.search_keys import name_hash, phone_hash


class Carried:
    """The people and households of an earlier version or of a draft.

    People are found again by the name that is typed. They are kept wherever they are on file, so that nobody becomes
    two people and no number need be shown. Whose name was erased can't be typed: these lines are carried on untouched.
    """

    def __init__(self, service: Service | None) -> None:
        people = [row.person for row in service.attendances.all() if row.person is not None] if service else []
        helps = list(service.helps.all()) if service else []
        self.known_people = [person for person in people if person.name_hash]
        self.erased_people = [person for person in people if not person.name_hash]
        self.known_helps = [line for line in helps if line.household.head_hash]
        self.erased_helps = [line for line in helps if not line.household.head_hash]

    def people(self, typed: Sequence[Attendee]) -> list[Attendee | Person]:
        """For each one typed the person who stood on the list, else what was typed. Each person is found once."""
        left = list(self.known_people)
        found: list[Attendee | Person] = list(typed)
        # Whoever has a telephone number is that very one; the others follow in their order.
        for place in sorted(range(len(typed)), key=lambda place: not typed[place].phone):
            one = typed[place]
            person = next(
                (other for other in left if _is(other.name_hash, other.phone_hash, one.name, one.phone)), None
            )
            if person is not None:
                left.remove(person)
                found[place] = person
        return found


def _is(known_name: str, known_phone: str, name: str, phone: str) -> bool:
    return known_name == name_hash(name) and (not phone or known_phone in ("", phone_hash(phone)))
