"""Service groups, service teams, workstations and popular-science bases: entered and changed."""

from collections.abc import Iterable
from typing import Any

from heluo.base.checking import check_row
from heluo.base.rules import require
from heluo.base.text import normalise
from heluo.base.writing import Step, writing
from heluo.industries.models import Industry
from heluo.people.actions.ending import refuse_what_stands_in_the_way, require_serving
from heluo.people.actions.moving import move
from heluo.people.models import Group, Organisation, ScienceBase, Specialist, Team, Workstation
from heluo.places.models import Place


def create_group(
    *,
    actor: Any,
    number: str,
    name: str,
    level: str,
    industry: Industry,
    leader: Specialist,
    members: Iterable[Specialist] = (),
    places: Iterable[Place] = (),
) -> Group:
    """An industry's service group of the province or the city; its leader is a member."""
    group = Group(number=normalise(number), name=normalise(name), level=level, industry=industry, leader=leader)
    with writing(actor, "groups.create", group) as step:
        check_row(group)
        _set_members(step, leader, members)
        _send(step, places)
    return group


def edit_group(
    *,
    actor: Any,
    group: Group,
    name: str,
    leader: Specialist,
    members: Iterable[Specialist],
    places: Iterable[Place] | None = None,
) -> Group:
    """Whoever is not named among the members leaves; `places` stay as they are when none are given."""
    with writing(actor, "groups.edit", group) as step:
        step.thing.name, step.thing.leader = normalise(name), leader
        check_row(step.thing)
        _set_members(step, leader, members)
        if places is not None:
            _send(step, places)
    return step.thing


def create_team(
    *,
    actor: Any,
    number: str,
    name: str,
    industry: Industry,
    leader: Specialist,
    place: Place,
    members: Iterable[Specialist] = (),
) -> Team:
    """A service team, which answers a need as one; its leader is a member."""
    team = Team(number=normalise(number), name=normalise(name), industry=industry, leader=leader, place=place)
    with writing(actor, "teams.create", team) as step:
        check_row(team)
        _set_members(step, leader, members)
    return team


def edit_team(*, actor: Any, team: Team, name: str, leader: Specialist, members: Iterable[Specialist]) -> Team:
    """Whoever is not named among the members leaves; not while the team is awaited as it is."""
    staying = [leader, *members]
    with writing(actor, "teams.edit", team) as step:
        if set(step.thing.members.all()) - set(staying):
            refuse_what_stands_in_the_way(step.thing)
        step.thing.name, step.thing.leader = normalise(name), leader
        check_row(step.thing)
        _set_members(step, leader, staying)
    return step.thing


def create_workstation(
    *, actor: Any, number: str, name: str, host: Organisation, place: Place, head: Specialist | None = None
) -> Workstation:
    workstation = Workstation(number=normalise(number), name=normalise(name), host=host, place=place, head=head)
    with writing(actor, "workstations.create", workstation):
        require_serving([head])
        check_row(workstation)
    return workstation


def edit_workstation(
    *, actor: Any, workstation: Workstation, name: str, host: Organisation, place: Place, head: Specialist | None = None
) -> Workstation:
    with writing(actor, "workstations.edit", workstation) as step:
        require_serving([head])
        step.thing.name, step.thing.host, step.thing.head = normalise(name), host, head
        move(step, place)
        check_row(step.thing)
    return step.thing


def create_science_base(
    *, actor: Any, number: str, name: str, host: Organisation, place: Place, topic: str
) -> ScienceBase:
    base = ScienceBase(number=normalise(number), name=normalise(name), host=host, place=place, topic=normalise(topic))
    with writing(actor, "bases.create", base):
        check_row(base)
    return base


def edit_science_base(
    *, actor: Any, base: ScienceBase, name: str, host: Organisation, place: Place, topic: str
) -> ScienceBase:
    with writing(actor, "bases.edit", base) as step:
        step.thing.name, step.thing.host, step.thing.topic = normalise(name), host, normalise(topic)
        move(step, place)
        check_row(step.thing)
    return step.thing


def _send(step: Step[Group], places: Iterable[Place]) -> None:
    """To these counties, which must be the office's as well."""
    step.thing.places.set(places)
    require(step.actor, "groups.edit", step.thing)
    step.note(places=sorted(step.thing.places.values_list("code", flat=True)))


def _set_members(step: Step[Any], leader: Specialist, members: Iterable[Specialist]) -> None:
    """Relations have no place in the row's commitment, so the ledger entry names them."""
    everyone = {member.pk: member for member in (leader, *members)}
    require_serving(everyone.values())
    step.save(step.thing)
    step.thing.members.set(everyone.values())
    step.note(leader=str(leader.public_id), members=sorted(str(member.public_id) for member in everyone.values()))
