"""The way back from a service to its form: each line as one would type it."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heluo.needs.forms.carried import Carried
from heluo.needs.models import Service
from heluo.needs.queries import helped
from heluo.people.models import Household, Person
from heluo.places.queries import in_subtrees


def typed_again(service: Service) -> dict[str, Any]:
    """A service with its lines as its specialist would type it, to be corrected or gone on with."""
    carried = Carried(service)
    namesakes = _shared_names(service, [line.household for line in carried.known_helps])
    unnamed = sum(row.person is None for row in service.attendances.all())
    names = _names(carried.known_people) + ([str(_("%(n)s unnamed") % {"n": unnamed})] if unnamed else [])
    started, ended = timezone.localtime(service.started_at), timezone.localtime(service.ended_at)
    return {
        "kind": service.kind,
        "place": service.place.public_id,
        "title": service.title,
        "industry": service.industry.code,
        "day": started.date(),
        "last_day": _if_later(ended.date(), started.date()),
        "starts": started.time(),
        "ends": ended.time(),
        "narrative": service.narrative,
        "attendees": "\n".join(names),
        "varieties": "\n".join(_with_area(line.variety.name, line.area_mu) for line in service.introductions.all()),
        "technologies": "\n".join(_with_area(line.technology.name, line.area_mu) for line in service.promotions.all()),
        "helps": "\n".join(_help_text(line, namesakes) for line in carried.known_helps),
        **_who_came(service),
    }


def _if_later(last: date, first: date) -> date | None:
    return last if last > first else None


def _who_came(service: Service) -> dict[str, Any]:
    """The members that the lines name; where they name nobody, all of the team."""
    named = [line.specialist.public_id for line in service.members.all()]
    return {"members": named} if named else {}


def _with_area(name: str, area: Decimal | None) -> str:
    return name if area is None else f"{name} {area.normalize():f}亩"


def _names(people: list[Person]) -> list[str]:
    """Whoever served is not told what is on file: a number stands only where it tells namesakes of the list apart."""
    shared = Counter(person.name_hash for person in people)
    return [
        " ".join(filter(None, (person.name, person.phone if shared[person.name_hash] > 1 else ""))) for person in people
    ]


def _shared_names(service: Service, helped_there: Collection[Household]) -> set[str]:
    """Hashes of the names that several households bear, among those helped and those of the place."""
    hashes = {household.head_hash for household in helped_there}
    there = Household.objects.filter(in_subtrees(service.place.scope_prefixes, "place__code"), head_hash__in=hashes)
    bearers = set(there.values_list("pk", "head_hash")) | {(one.pk, one.head_hash) for one in helped_there}
    counted = Counter(name for _pk, name in bearers)
    return {name for name, number in counted.items() if number > 1}


def _help_text(line: Any, namesakes: set[str]) -> str:
    """Namesakes are told apart by their tag: whoever served is not told what number is on file."""
    household = line.household
    head = household.head_name + (f"#{helped.tag(household)}" if household.head_hash in namesakes else "")
    gain = "" if line.income_gain_fen is None else f" {Decimal(line.income_gain_fen) / 100:f}元"
    return " ".join(filter(None, (head, line.measure))) + gain
