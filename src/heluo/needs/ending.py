"""What of the loop stands in the way when a specialist or a team is to serve no longer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.needs.queries.offers import on_hand_of
from heluo.people.actions.ending import ends_not_while
from heluo.people.models import Specialist

_TEAM = _(
    "%(name)s belongs to %(team)s, which is invited to, or has accepted, %(needs)s; "
    "have these answered or withdrawn first."
)


@ends_not_while
def has_live_offers(thing: Any) -> Sentence:
    if numbers := on_hand_of(thing):
        words = {"name": thing.name, "needs": "、".join(numbers)}
        return _("%(name)s is invited to, or has accepted, %(needs)s; have these answered or withdrawn first.") % words
    return ""


@ends_not_while
def has_a_team_with_live_offers(thing: Any) -> Sentence:
    """Who leaves takes a place of the team's with them, to which somebody looks forward."""
    for team in thing.teams.filter(ended_on=None) if isinstance(thing, Specialist) else ():
        if numbers := on_hand_of(team):
            words = {"name": thing.name, "team": team.name, "needs": "、".join(numbers)}
            return _TEAM % words
    return ""
