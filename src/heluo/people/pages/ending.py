"""Ending what serves no longer, and taking it up again: one pair of pages for each of five kinds of things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from heluo.base import clock
from heluo.base.listing import found
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.people.actions import ending as do
from heluo.people.forms.ending import EndForm
from heluo.people.pages.common import form_page
from heluo.people.queries import bodies, specialists


@dataclass(frozen=True)
class Ending:
    """How a kind of thing is found, and the page where one then stands: the thing's own, or a list."""

    name: str
    find: Callable[[Any, Any], Any]
    own_page: str = ""
    list_page: str = ""

    def back(self, thing: Any) -> str:
        return reverse(self.own_page, args=[thing.public_id]) if self.own_page else reverse(self.list_page)

    def buttons(self, user: Any, thing: Any) -> dict[str, Any]:
        """What `people/parts/ending.html` draws; nothing for those who may not."""
        if not may(user, f"{thing.subject}.end", thing):
            return {}
        ended = thing.ended_on is not None
        act, label = ("reinstate", _("Take up again")) if ended else ("end", _("Serves no longer"))
        return {"address": reverse(f"people:{self.name}-{act}", args=[thing.public_id]), "label": label, "post": ended}


SPECIALIST = Ending("specialist", specialists.specialist, own_page="people:specialist")
GROUP = Ending("group", bodies.group, own_page="people:group")
TEAM = Ending("team", bodies.team, own_page="people:team")
WORKSTATION = Ending("workstation", bodies.workstation, list_page="people:workstations")
SCIENCE_BASE = Ending("science-base", bodies.science_base, list_page="people:science-bases")

_NOTE = gettext_lazy("What was done stays; from now on nobody is sent to it, and it counts no more.")


def end(kind: Ending) -> Callable[..., HttpResponse]:
    """The page that asks for the last day and the reason."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: Request, public_id: UUID) -> HttpResponse:
        thing = found(kind.find(request.actor, public_id))
        require(request.actor, f"{thing.subject}.end", thing)
        form = EndForm(request.POST or None, initial={"last_day": clock.today()})
        return form_page(
            request,
            form,
            lambda: do.end(actor=request.actor, thing=thing, **form.cleaned_data),
            told=_("Ended."),
            then=kind.back,
            title=thing.name,
            button=_("End it"),
            back=kind.back(thing),
            note=_NOTE,
        )

    return page


def reinstate(kind: Ending) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def page(request: Request, public_id: UUID) -> HttpResponse:
        thing = found(kind.find(request.actor, public_id))
        do.reinstate(actor=request.actor, thing=thing)
        messages.success(request, _("Taken up again."))
        return redirect(kind.back(thing))

    return page
