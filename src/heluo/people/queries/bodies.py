"""Groups, teams, workstations and bases. They are public."""

from typing import Any

from django.db.models import Count, QuerySet

from heluo.base.pinyin import joined
from heluo.base.text import normalise
from heluo.people.models import Group, ScienceBase, Specialist, Team, Workstation


def groups(user: Any) -> QuerySet[Group]:
    """With leader, industry, places and the number of members (`member_count`)."""
    found = Group.objects.select_related("leader", "industry").prefetch_related("places")
    return found.annotate(member_count=Count("members", distinct=True)).order_by("number")


def teams(user: Any) -> QuerySet[Team]:
    """With leader, industry, place and the number of members (`member_count`)."""
    found = Team.objects.select_related("leader", "industry", "place")
    return found.annotate(member_count=Count("members", distinct=True)).order_by("number")


def teams_to_send(user: Any) -> QuerySet[Team]:
    """With what decides on sending them: leader, and whom the members must not serve."""
    return Team.objects.select_related("leader", "place").prefetch_related("members__must_not_serve").order_by("number")


def teams_by_name(user: Any, text: str) -> list[Team]:
    """By a part of the name or of the leader's, in characters or pinyin, or the number. There are few teams."""
    word = normalise(text)
    typed = word.casefold().replace(" ", "")
    return [team for team in teams_to_send(user) if word in team.name or _is_named(team, word, typed)]


def _is_named(team: Team, word: str, typed: str) -> bool:
    if word in team.leader.name or team.number.casefold() == word.casefold():
        return True
    return word.isascii() and (typed in joined(team.name) or team.leader.pinyin.replace(" ", "").startswith(typed))


def workstations(user: Any) -> QuerySet[Workstation]:
    return Workstation.objects.select_related("host", "place", "head").order_by("number")


def science_bases(user: Any) -> QuerySet[ScienceBase]:
    return ScienceBase.objects.select_related("host", "place").order_by("number")


def group(user: Any, public_id: Any) -> Group | None:
    return groups(user).filter(public_id=public_id).first()


def team(user: Any, public_id: Any) -> Team | None:
    return teams(user).filter(public_id=public_id).first()


def workstation(user: Any, public_id: Any) -> Workstation | None:
    return workstations(user).filter(public_id=public_id).first()


def science_base(user: Any, public_id: Any) -> ScienceBase | None:
    return science_bases(user).filter(public_id=public_id).first()


def groups_of(user: Any, specialist: Specialist) -> QuerySet[Group]:
    return groups(user).filter(pk__in=specialist.groups.values("pk"), ended_on=None)


def teams_of(user: Any, specialist: Specialist) -> QuerySet[Team]:
    return teams(user).filter(pk__in=specialist.teams.values("pk"), ended_on=None)


def led_by(specialist: Specialist) -> list[Group | Team | Workstation]:
    """What stands under this specialist now."""
    groups, teams = specialist.leads_groups.filter(ended_on=None), specialist.leads_teams.filter(ended_on=None)
    return [*groups, *teams, *Workstation.objects.filter(head=specialist, ended_on=None)]


def members(body: Group | Team) -> QuerySet[Specialist]:
    """Its members by pinyin, with home and employer."""
    return body.members.select_related("home", "employer").order_by("pinyin", "pk")
