"""What comes in workbooks: many new rows of one kind in one transaction, one ledger entry each.

The exchange has checked every cell and every rule's place before; the rule is asked again here, of each row. A source
says where a row came from: {"workbook": SHA-256 of the file, "sheet": …, "row": …}; it goes into the row's entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from heluo.base import pinyin
from heluo.base.checking import check_values
from heluo.base.rules import require
from heluo.base.writing import Step, writing_many
from heluo.industries.models import Industry
from heluo.people.actions.ending import require_serving
from heluo.people.models import (
    Absence,
    Group,
    Household,
    Organisation,
    ScienceBase,
    Specialist,
    Team,
    Term,
    Workstation,
)
from heluo.people.search_keys import id_hash, name_hash, phone_hash
from heluo.places.models import Place

Source = dict[str, Any]


@dataclass(frozen=True)
class SpecialistParts:
    """A new specialist with what belongs to it."""

    specialist: Specialist
    expertise: Sequence[Industry]
    must_not_serve: Sequence[Organisation] = ()
    terms: Sequence[Term] = ()
    absences: Sequence[Absence] = ()


@dataclass(frozen=True)
class Body:
    """A new group or team with its members, and the places that a group serves."""

    row: Any
    members: Sequence[Specialist]
    places: Sequence[Place] = field(default=())


def import_organisations(*, actor: Any, organisations: Sequence[Organisation], sources: Sequence[Source]) -> None:
    for organisation in organisations:
        organisation.pinyin = pinyin.sort_key(organisation.name)[:480]
        check_values(organisation)
    with writing_many(actor, "organisations.create", organisations) as steps:
        for step, source in zip(steps, sources, strict=True):
            step.note(place=step.thing.place.code, kind=step.thing.kind, source=source)


def import_specialists(*, actor: Any, specialists: Sequence[SpecialistParts], sources: Sequence[Source]) -> None:
    for parts in specialists:
        one = parts.specialist
        one.pinyin = (pinyin.name_key if one.kind == "natural" else pinyin.sort_key)(one.name)[:480]
        check_values(one)
    with writing_many(actor, "specialists.create", [parts.specialist for parts in specialists]) as steps:
        for step, parts, source in zip(steps, specialists, sources, strict=True):
            _add_parts(step, parts)
            step.note(source=source)


def _add_parts(step: Step[Specialist], parts: SpecialistParts) -> None:
    """Relations have no place in the row's commitment, so the ledger entry names them."""
    owned_rows: list[Term | Absence] = [*parts.terms, *parts.absences]
    for owned in owned_rows:
        owned.specialist = step.thing
        step.add(owned)
    expertise, conflicts = Specialist.expertise.through, Specialist.must_not_serve.through
    step.add(*(expertise(specialist=step.thing, industry=industry) for industry in parts.expertise))
    step.add(*(conflicts(specialist=step.thing, organisation=other) for other in parts.must_not_serve))
    step.note(
        expertise=sorted(industry.code for industry in parts.expertise),
        must_not_serve=sorted(str(other.public_id) for other in parts.must_not_serve),
    )


def import_groups(*, actor: Any, groups: Sequence[Body], sources: Sequence[Source]) -> None:
    with writing_many(actor, "groups.create", [group.row for group in groups]) as steps:
        require_serving(_everyone_of(groups))
        for step, group, source in zip(steps, groups, sources, strict=True):
            _add_members(step, Group, group)
            step.add(*(Group.places.through(group=step.thing, place=place) for place in group.places))
            step.note(source=source, places=sorted(place.code for place in group.places))
    for group in groups:
        require(actor, "groups.edit", group.row)


def import_teams(*, actor: Any, teams: Sequence[Body], sources: Sequence[Source]) -> None:
    with writing_many(actor, "teams.create", [team.row for team in teams]) as steps:
        require_serving(_everyone_of(teams))
        for step, team, source in zip(steps, teams, sources, strict=True):
            _add_members(step, Team, team)
            step.note(source=source)


def _everyone_of(bodies: Sequence[Body]) -> list[Specialist]:
    return [one for body in bodies for one in (body.row.leader, *body.members)]


def _add_members(step: Step[Any], model: Any, body: Body) -> None:
    name = model._meta.model_name
    step.add(*(model.members.through(**{name: step.thing, "specialist": one}) for one in body.members))
    step.note(members=sorted(str(one.public_id) for one in body.members))


def import_workstations(*, actor: Any, workstations: Sequence[Workstation], sources: Sequence[Source]) -> None:
    with transaction.atomic():
        require_serving(workstation.head for workstation in workstations)
        _import_plain("workstations.create", actor, workstations, sources)


def import_bases(*, actor: Any, bases: Sequence[ScienceBase], sources: Sequence[Source]) -> None:
    _import_plain("bases.create", actor, bases, sources)


def import_households(*, actor: Any, households: Sequence[Household], sources: Sequence[Source]) -> None:
    for household in households:
        household.head_hash = name_hash(household.head_name)
        household.phone_hash = phone_hash(household.phone)
        household.id_hash = id_hash(household.id_number)
    _import_plain("households.create", actor, households, sources)


def _import_plain(act: str, actor: Any, rows: Sequence[Any], sources: Sequence[Source]) -> None:
    for row in rows:
        check_values(row)
    with writing_many(actor, act, rows) as steps:
        for step, source in zip(steps, sources, strict=True):
            step.note(place=step.thing.place.code, source=source)
