"""Service groups, service teams, workstations and popular-science bases."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heluo.base.listing import found, page_of
from heluo.base.requests import Request
from heluo.people.queries import bodies as queries


@require_GET
def list_groups(request: Request) -> HttpResponse:
    return render(request, "people/groups.html", {"page": page_of(request, queries.groups(request.actor))})


@require_GET
def show_group(request: Request, public_id: UUID) -> HttpResponse:
    group = found(queries.group(request.actor, public_id))
    context = {"body": group, "members": queries.members(group), "kind": _("Service group")}
    return render(request, "people/body.html", context)


@require_GET
def list_teams(request: Request) -> HttpResponse:
    return render(request, "people/teams.html", {"page": page_of(request, queries.teams(request.actor))})


@require_GET
def show_team(request: Request, public_id: UUID) -> HttpResponse:
    team = found(queries.team(request.actor, public_id))
    context = {"body": team, "members": queries.members(team), "kind": _("Service team")}
    return render(request, "people/body.html", context)


@require_GET
def list_workstations(request: Request) -> HttpResponse:
    return render(request, "people/workstations.html", {"page": page_of(request, queries.workstations(request.actor))})


@require_GET
def list_science_bases(request: Request) -> HttpResponse:
    page = page_of(request, queries.science_bases(request.actor))
    return render(request, "people/science_bases.html", {"page": page})
