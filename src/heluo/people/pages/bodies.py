"""Service groups, service teams, workstations and popular-science bases: who they are. `forming` enters them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.base.rules import may
from heluo.people.pages import ending
from heluo.people.queries import bodies as queries


@require_safe
def list_groups(request: Request) -> HttpResponse:
    return render(request, "people/groups.html", _listed(request, queries.groups, "groups.create"))


@require_safe
def show_group(request: Request, public_id: UUID) -> HttpResponse:
    group = found(queries.group(request.actor, public_id))
    context = {"body": group, "members": queries.members(group), "kind": _("Service group")}
    context |= {"may_edit": may(request.actor, "groups.edit", group), "edit": "people:group-edit"}
    context["ending"] = ending.GROUP.buttons(request.actor, group)
    return render(request, "people/body.html", context)


@require_safe
def list_teams(request: Request) -> HttpResponse:
    return render(request, "people/teams.html", _listed(request, queries.teams))


@require_safe
def show_team(request: Request, public_id: UUID) -> HttpResponse:
    team = found(queries.team(request.actor, public_id))
    context = {"body": team, "members": queries.members(team), "kind": _("Service team")}
    context |= {"may_edit": may(request.actor, "teams.edit", team), "edit": "people:team-edit"}
    context["ending"] = ending.TEAM.buttons(request.actor, team)
    return render(request, "people/body.html", context)


@require_safe
def list_workstations(request: Request) -> HttpResponse:
    return render(
        request, "people/workstations.html", _listed(request, queries.workstations, editing="workstations.edit")
    )


@require_safe
def list_science_bases(request: Request) -> HttpResponse:
    return render(request, "people/science_bases.html", _listed(request, queries.science_bases, editing="bases.edit"))


def _listed(request: Request, rows: Any, entering: str = "bodies.open_form", editing: str = "") -> dict[str, Any]:
    """A page of bodies, which of them this reader may change, and whether another one may be entered."""
    ended = "ended" in request.GET
    page = page_of(request, rows(request.actor).filter(ended_on__isnull=not ended))
    editable = {body.pk for body in page if editing and may(request.actor, editing, body)}
    return {"page": page, "editable": editable, "ended": ended, "may_enter": may(request.actor, entering)}
