"""One page for each engine that is found, and one for each run: its form, its picture, its plan, its faults."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heluo.base.errors import NotVisible, Refused
from heluo.base.listing import page_of
from heluo.base.requests import Request
from heluo.base.rules import may
from heluo.enginekit import Engine, EngineError, discover, find
from heluo.enginekit.wire import from_data
from heluo.runs import queries
from heluo.runs.actions import cancel_run, start_run
from heluo.runs.forms import RunForm
from heluo.runs.models import Run


@require_safe
def engines(request: Request) -> HttpResponse:
    """Every engine: what it computes, by which method."""
    return render(request, "runs/engines.html", {"engines": list(discover().values())})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def engine(request: Request, slug: str) -> HttpResponse:
    """One engine: the form that starts a run, and one's runs so far."""
    found = _engine(slug)
    form = RunForm(request.POST or None, request.FILES or None, engine=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            run = start_run(actor=request.actor, engine=slug, problem=data["read"], seed=data["seed"])
        except Refused as error:
            form.add_error(None, error.reason)
        else:
            return redirect("runs:run", run.public_id)
    page = page_of(request, queries.listed(request.actor, slug))
    context = {"engine": found, "form": form, "page": page}
    return render(request, "runs/engine.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def run(request: Request, public_id: UUID) -> HttpResponse:
    """One run; while it is computed the page asks again by itself."""
    found = queries.find(request.actor, public_id)
    task = queries.task_of(found)
    waiting = not found.finished_at and (task is None or task.state in ("waiting", "running"))
    context = {"run": found, "engine": _engine(found.engine), "task": task, "waiting": waiting, "facts": _facts(found)}
    context["may_cancel"] = waiting and may(request.actor, "runs.cancel", found)
    template = "runs/parts/run.html" if request.headers.get("HX-Request") else "runs/run.html"
    return render(request, template, context)


@login_required
@require_POST
def cancel(request: Request, public_id: UUID) -> HttpResponse:
    """Give up a run that waits or is being computed."""
    found = cancel_run(actor=request.actor, run=queries.find(request.actor, public_id))
    messages.success(request, _("Cancelled."))
    return redirect("runs:run", found.public_id)


@login_required
@require_safe
def picture(request: Request, public_id: UUID) -> HttpResponse:
    """The plan as an SVG, drawn by the engine."""
    found = queries.find(request.actor, public_id)
    if not found.plan:
        raise NotVisible("")
    made_by = _engine(found.engine)
    problem, plan = from_data(made_by.problem_type, found.problem), from_data(made_by.plan_type, found.plan)
    svg = made_by.draw(problem, plan, language=get_language() or "zh")
    response = HttpResponse(svg, content_type="image/svg+xml")
    # Opened by itself it may neither run nor load anything.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@login_required
@require_safe
def problem(request: Request, public_id: UUID) -> HttpResponse:
    """The problem as the engine's own JSON."""
    found = queries.find(request.actor, public_id)
    return _file(found.problem, f"{found.engine}-problem.json")


@login_required
@require_safe
def plan(request: Request, public_id: UUID) -> HttpResponse:
    """The plan as the engine's own JSON."""
    found = queries.find(request.actor, public_id)
    if not found.plan:
        raise NotVisible("")
    return _file(found.plan, f"{found.engine}-plan.json")


def _file(data: Any, name: str) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _engine(slug: str) -> Engine:
    try:
        return find(slug)
    except EngineError:
        raise NotVisible("") from None


def _facts(run: Run) -> dict[str, Any]:
    """The plan's own numbers, which every engine has."""
    names = ("status", "objective", "upper_bound", "solve_seconds", "seed", "version")
    return {name: run.plan[name] for name in names if run.plan and run.plan.get(name) is not None}
