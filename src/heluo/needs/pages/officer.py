"""What an officer does with several needs at once: match, decline, mark as duplicates; and invite from a plan."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heluo.base.errors import Invalid, No, NotVisible
from heluo.base.forms import take_refusal
from heluo.base.requests import Request
from heluo.base.rules import may, require
from heluo.needs import bridge
from heluo.needs.actions.matching import ENGINE, invite_from_run, match_needs, match_place
from heluo.needs.forms.acts import DeclineForm, DuplicateForm
from heluo.needs.models import Need
from heluo.needs.pages.acts import ACTS, Act
from heluo.needs.queries import needs as queries
from heluo.places.models import Place
from heluo.places.queries import by_public_id
from heluo.runs.models import Run
from heluo.runs.queries import find as find_run
from heluo.runs.queries import task_of

MOST_AT_ONCE = 100
BULK: dict[str, type[forms.Form]] = {"decline": DeclineForm, "duplicate": DuplicateForm}


@login_required
@require_POST
def match_county(request: Request) -> HttpResponse:
    """Have all open needs of a county matched; to the run, which shows how far it is."""
    place = by_public_id(_uuid(request.POST.get("place", "")))
    if place is None:
        raise NotVisible("")
    run = match_place(actor=request.actor, place=place)
    return redirect("needs:match", run.public_id)


@login_required
@require_POST
def bulk(request: Request) -> HttpResponse:
    """One act with the needs that were ticked; where it needs a reason, the reason is asked for once."""
    require(request.actor, "desks.bulk")
    ids = [_uuid(text) for text in request.POST.getlist("need")[:MOST_AT_ONCE]]
    needs = queries.chosen(request.actor, ids)
    act = request.POST.get("act", "")
    if not needs:
        messages.warning(request, _("Tick at least one need first."))
        return redirect("needs:queue")
    if act == "match":
        return redirect("needs:match", match_needs(actor=request.actor, needs=needs).public_id)
    if act not in BULK:
        raise NotVisible("")
    return _bulk(request, next(one for one in ACTS if one.name == act), needs)


def _bulk(request: Request, act: Act, needs: list[Need]) -> HttpResponse:
    form = BULK[act.name](request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and form.is_valid():
        done, refused = _each(needs, lambda need: act.perform(request.actor, need, form.cleaned_data), form)
        if not form.errors:
            told = ngettext("Done with %d need.", "Done with %d needs.", done) % done
            messages.success(request, " ".join([told, *refused]))
            return redirect("needs:queue")
    context = {"act": act, "needs": needs, "form": form}
    return render(request, "needs/bulk.html", context, status=422 if form.errors else 200)


def _each(needs: list[Need], perform: Callable[[Need], Any], form: forms.Form) -> tuple[int, list[str]]:
    """How many succeeded, and a sentence for each that did not. What is wrong in the form stops at the first."""
    done, refused = 0, []
    for need in needs:
        try:
            perform(need)
        except Invalid as error:
            if done == 0:
                take_refusal(form, error)
                break
            refused.append(f"{need.number}: {error.reason}")
        except No as error:
            refused.append(f"{need.number}: {error.reason}")
        else:
            done += 1
    return done, refused


@login_required
@require_safe
def match(request: Request, public_id: UUID) -> HttpResponse:
    """The result of matching: whom to invite for what and why, and what stays open and why."""
    run = find_run(request.actor, public_id)
    if run.engine != ENGINE:
        raise NotVisible("")
    context: dict[str, Any] = {"run": run, "task": task_of(run), "may_act": may(request.actor, "desks.bulk")}
    context["may_cancel"] = not run.finished_at and may(request.actor, "runs.cancel", run)
    if run.plan:
        assignments = bridge.assignments_of(run)
        context |= _sorted_out(assignments)
        context |= {
            "invited": [one for one in assignments if one.is_asked],
            "open": bridge.left_open(run),
            "anew": _place_to_match(request, run),
        }
    template = "needs/parts/match.html" if request.headers.get("HX-Request") else "needs/match.html"
    return render(request, template, context)


def _sorted_out(assignments: list[bridge.Assigned]) -> dict[str, Any]:
    """Who may still be invited, how many they are for how many needs, and for whom the plan holds no longer."""
    to_invite = [one for one in assignments if one.holds]
    return {
        "to_invite": to_invite,
        "people": len({one.row.public_id for one in to_invite}),
        "needs": len({one.need.pk for one in to_invite}),
        "dropped": [one for one in assignments if one.why_not],
    }


def _place_to_match(request: Request, run: Run) -> Place | None:
    """The place whose needs this user may have matched anew."""
    place = by_public_id(run.about_id) if run.about_id else None
    return place if place is not None and may(request.actor, "needs.match", Need(place=place)) else None


@login_required
@require_POST
def invite_many(request: Request, public_id: UUID) -> HttpResponse:
    """Invite from the plan those that were ticked, after saying how many they are for how many needs."""
    run = find_run(request.actor, public_id)
    require(request.actor, "desks.bulk")
    chosen = bridge.assignments_of(run, set(request.POST.getlist("pair")))
    for assignment in chosen:
        require(request.actor, "needs.match", assignment.need)
    if "confirmed" not in request.POST:
        return _confirm_inviting(request, run, chosen)
    outcomes = invite_from_run(actor=request.actor, run=run, keys={one.key for one in chosen})
    invited = sum(outcome.offer is not None for outcome in outcomes)
    if invited or not outcomes:
        messages.success(request, ngettext("%d was invited.", "%d were invited.", invited) % invited)
    for outcome in outcomes:
        if outcome.offer is None:
            messages.warning(request, f"{outcome.need.number}: {outcome.refusal}")
    return redirect("needs:match", run.public_id)


def _confirm_inviting(request: Request, run: Run, chosen: list[bridge.Assigned]) -> HttpResponse:
    context = {"run": run, **_sorted_out(chosen)}
    if not context["to_invite"]:
        if context["dropped"]:
            messages.warning(
                request, _("For none of the ticked ones the plan holds any longer; the reasons are below.")
            )
        else:
            messages.warning(request, _("Tick at least one to invite first."))
        return redirect("needs:match", run.public_id)
    return render(request, "needs/invite_many.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("") from None
