"""Entering and changing groups, teams, workstations and bases; each of the eight pages is one row of `urls`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from heluo.base.errors import Sentence
from heluo.base.listing import found
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.people.actions import bodies as do
from heluo.people.forms import bodies as ask
from heluo.people.pages import ending
from heluo.people.pages.common import form_page
from heluo.people.pages.ending import Ending
from heluo.people.queries import bodies as queries


@dataclass(frozen=True)
class Kind:
    """A kind of body: how it is found, asked for and written. `argument` is the edit action's name for it."""

    argument: str
    title: Sentence
    list_page: str
    opening: str
    editing: str
    find: Callable[[Any, Any], Any]
    new_form: type[forms.Form]
    form: type[forms.Form]
    create: Callable[..., Any]
    edit: Callable[..., Any]
    ending: Ending
    # What its form shows of a body, besides its plain columns.
    lists: tuple[str, ...] = ()


GROUP = Kind(
    argument="group",
    title=gettext_lazy("New service group"),
    list_page="people:groups",
    opening="groups.create",
    editing="groups.edit",
    find=queries.group,
    new_form=ask.NewGroupForm,
    form=ask.GroupForm,
    create=do.create_group,
    edit=do.edit_group,
    ending=ending.GROUP,
    lists=("members", "places"),
)
TEAM = Kind(
    argument="team",
    title=gettext_lazy("New service team"),
    list_page="people:teams",
    opening="bodies.open_form",
    editing="teams.edit",
    find=queries.team,
    new_form=ask.NewTeamForm,
    form=ask.TeamForm,
    create=do.create_team,
    edit=do.edit_team,
    ending=ending.TEAM,
    lists=("members",),
)
WORKSTATION = Kind(
    argument="workstation",
    title=gettext_lazy("New workstation"),
    list_page="people:workstations",
    opening="bodies.open_form",
    editing="workstations.edit",
    find=queries.workstation,
    new_form=ask.NewWorkstationForm,
    form=ask.WorkstationForm,
    create=do.create_workstation,
    edit=do.edit_workstation,
    ending=ending.WORKSTATION,
)
SCIENCE_BASE = Kind(
    argument="base",
    title=gettext_lazy("New popular-science base"),
    list_page="people:science-bases",
    opening="bodies.open_form",
    editing="bases.edit",
    find=queries.science_base,
    new_form=ask.NewScienceBaseForm,
    form=ask.ScienceBaseForm,
    create=do.create_science_base,
    edit=do.edit_science_base,
    ending=ending.SCIENCE_BASE,
)


def new(kind: Kind) -> Callable[..., HttpResponse]:
    """The page that enters a body of this kind."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: Request) -> HttpResponse:
        require(request.actor, kind.opening)
        form = kind.new_form(request.POST or None)
        return form_page(
            request,
            form,
            lambda: kind.create(actor=request.actor, **form.cleaned_data),
            told=_("Entered."),
            then=lambda _body: reverse(kind.list_page),
            title=kind.title,
            button=_("Enter"),
            back=reverse(kind.list_page),
        )

    return page


def edit(kind: Kind) -> Callable[..., HttpResponse]:
    """The page that changes a body of this kind; its members leave and join here."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: Request, public_id: UUID) -> HttpResponse:
        body = found(kind.find(request.actor, public_id))
        require(request.actor, kind.editing, body)
        known = {name: getattr(body, name) for name in kind.form.base_fields if name not in kind.lists}
        known |= {name: list(getattr(body, name).all()) for name in kind.lists}
        form = kind.form(request.POST or None, initial=known)
        return form_page(
            request,
            form,
            lambda: kind.edit(actor=request.actor, **{kind.argument: body}, **form.cleaned_data),
            told=_("Saved."),
            then=lambda _body: reverse(kind.list_page),
            title=body.name,
            button=_("Save"),
            back=reverse(kind.list_page),
            ending=kind.ending.buttons(request.actor, body),
        )

    return page
