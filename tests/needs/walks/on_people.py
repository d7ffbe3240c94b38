"""What may be tried with those who serve and are served: ended, taken up again, erased; and what time does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from heluo.base import clock
from heluo.base.outbox.delivery import send_due
from heluo.needs.actions import sweep
from heluo.needs.actions.erasure import erase_household, erase_person
from heluo.people.actions.bodies import edit_team
from heluo.people.actions.ending import end, reinstate
from heluo.people.actions.specialists import link_account
from heluo.people.models import Group, Household, Person, Specialist, Team
from tests.needs.walks.walk import Walk


def retire(walk: Walk) -> object:
    kind = walk.dice.choice((Specialist, Team, Group))
    thing: Any = walk.one(kind.objects.filter(ended_on=None))
    return end(actor=walk.somebody(walk.cast.officer), thing=thing, last_day=clock.today(), reason="期满")


def take_up_again(walk: Walk) -> object:
    kind = walk.dice.choice((Specialist, Team, Group))
    thing: Any = walk.one(kind.objects.exclude(ended_on=None))
    return reinstate(actor=walk.somebody(walk.cast.officer), thing=thing)


def change_team(walk: Walk) -> object:
    """Another leader, other members."""
    team = walk.dice.choice(walk.teams)
    team.refresh_from_db()
    everyone = list(Specialist.objects.order_by("pk"))
    leader = team.leader if walk.chance(0.7) else walk.dice.choice(everyone)
    members = walk.dice.sample(everyone, walk.dice.randint(0, 2))
    return edit_team(actor=walk.somebody(walk.cast.officer), team=team, name=team.name, leader=leader, members=members)


def change_account(walk: Walk) -> object:
    """An account is unlinked, or linked again."""
    side = walk.dice.choice(walk.sides)
    side.specialist.refresh_from_db()
    account = None if side.specialist.account else side.specialist_account
    return link_account(actor=walk.somebody(walk.cast.officer), specialist=side.specialist, account=account)


def erase_someone(walk: Walk) -> object:
    return erase_person(
        actor=walk.somebody(walk.cast.officer), person=walk.one(Person.objects.exclude(name_hash="")), reason="asked"
    )


def erase_some_household(walk: Walk) -> object:
    household = walk.one(Household.objects.exclude(head_hash=""))
    return erase_household(actor=walk.somebody(walk.cast.officer), household=household, reason="asked")


def days_pass(walk: Walk) -> None:
    """Half a day at least, some weeks at most, with what happens by itself."""
    walk.moment += timedelta(hours=12 * walk.dice.choice((1, 2, 2, 4, 4, 10, 30, 64)))
    with clock.at(walk.moment):
        _sweep()


def _sweep() -> None:
    sweep.lapse_offers()
    sweep.expire_needs()
    sweep.close_unanswered_needs()
    sweep.recount_deadlines()


def notices_leave(walk: Walk) -> object:
    return send_due()


ACTS = (
    (retire, 3),
    (take_up_again, 4),
    (change_team, 1),
    (change_account, 1),
    (erase_someone, 1),
    (erase_some_household, 1),
    (days_pass, 4),
    (notices_leave, 4),
)
