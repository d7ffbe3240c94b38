"""Runs: which ones a user sees. A run may name people and needs, so it is not for everyone."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from heluo.base.errors import NotVisible
from heluo.base.models import Task
from heluo.people.roles import OVERSEERS
from heluo.places.models import Place, in_subtrees
from heluo.runs.models import Run

# The kind of task that computes a run.
KIND = "runs.compute"


def visible_to(user: Any) -> QuerySet[Run]:
    """Everyone their own; those who oversee a place the runs about it too; administrators, who may cancel, all."""
    if user.is_administrator:
        return Run.objects.all()
    seen = Q(pk__in=[])
    if user.pk is not None:
        seen |= Q(made_by_id=user.pk)
    prefixes = user.place_prefixes(OVERSEERS)
    if prefixes:
        places = Place.objects.filter(in_subtrees(prefixes)).values_list("public_id", flat=True)
        seen |= Q(about="places.place", about_id__in=[str(public_id) for public_id in places.exclude(level="village")])
    return Run.objects.filter(seen)


def find(user: Any, public_id: UUID) -> Run:
    """One run. Raises NotVisible."""
    run = visible_to(user).select_related("made_by").filter(public_id=public_id).first()
    if run is None:
        raise NotVisible("")
    return run


def listed(user: Any, engine: str = "") -> QuerySet[Run]:
    """The user's runs, newest first, without their bulky problems and plans."""
    rows = visible_to(user).select_related("made_by").defer("problem", "plan", "findings")
    return rows.filter(engine=engine).order_by("-pk") if engine else rows.order_by("-pk")


def unfinished_by_hand(user: Any) -> int:
    """How many runs of this account, about nothing that Heluo knows, wait for the worker or are being computed."""
    tasks = Task.objects.filter(kind=KIND, made_by=str(user.public_id), state__in=("waiting", "running"))
    ids = [payload["run"] for payload in tasks.values_list("payload", flat=True)]
    return Run.objects.filter(public_id__in=ids, about="").count()


def task_of(run: Run) -> Task | None:
    """The task that computes it, for its progress."""
    return Task.objects.filter(kind=KIND, payload__run=str(run.public_id)).order_by("-pk").first()
