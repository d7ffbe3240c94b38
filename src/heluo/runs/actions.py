"""Runs of engines: started by a person, computed by the worker, kept with what the checker found."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heluo.base import tasks
from heluo.base.errors import Invalid, Refused
from heluo.base.recorded import Recorded
from heluo.base.rules import SYSTEM
from heluo.base.writing import writing
from heluo.enginekit import Finding, Malformed, find
from heluo.enginekit.model import PlanModel, ProblemModel
from heluo.enginekit.wire import from_data
from heluo.people.models import User
from heluo.runs.models import Run
from heluo.runs.queries import KIND, task_of, unfinished_by_hand

MOST_SEED = 2**63 - 1
# By hand, of one account at a time: runs are computed one after another, and others wait too. To match needs is the
# office's daily work and is not counted.
MOST_UNFINISHED = 5


def start_run(
    *,
    actor: Any,
    engine: str,
    problem: ProblemModel | dict[str, Any],
    seed: int = 0,
    about: Recorded | None = None,
    by_worker: bool = True,
) -> Run:
    """Store a problem and have the worker compute its plan, unless the caller will.

    Raises Invalid with a sentence for each wrong field, Refused by hand while enough runs of the account wait.
    """
    found = find(engine)
    if isinstance(problem, dict):
        problem = read_problem(engine, problem)
    if not 0 <= seed <= MOST_SEED:
        raise Invalid(_("Something in the form is not right yet."), {"seed": _("A whole number from 0 on.")})
    run = Run(
        engine=found.slug,
        engine_version=found.version,
        made_by_id=actor.pk,
        about=about._meta.label_lower if about else "",
        about_id=str(about.public_id) if about else "",
        seed=seed,
        problem=problem.model_dump(mode="json"),
    )
    with writing(actor, "runs.start", run) as step:
        step.thing.made_at = step.at
        step.note(engine=found.slug, version=found.version, seed=seed)
        if by_worker:
            if about is None:
                _refuse_too_many(actor)
            tasks.enqueue(KIND, {"run": str(run.public_id)}, made_by=actor)
    return run


def finish_run(*, run: Run, plan: PlanModel, findings: list[Finding]) -> Run:
    """Keep the plan, and every fault that the checker found in it (by the worker)."""
    with writing(SYSTEM, "runs.finish", run) as step:
        _refuse_second_end(step.thing)
        step.thing.plan = plan.model_dump(mode="json")
        step.thing.findings = [as_row(finding) for finding in findings]
        step.thing.state = "done" if not findings else "faulty"
        step.thing.finished_at = step.at
        step.note(state=step.thing.state, findings=len(findings))
    return step.thing


def fail_run(*, run: Run, findings: list[Finding]) -> Run:
    """No plan is possible: the findings name what makes it so (by the worker)."""
    with writing(SYSTEM, "runs.finish", run) as step:
        _refuse_second_end(step.thing)
        step.thing.error = [as_row(finding) for finding in findings]
        step.thing.state = "infeasible"
        step.thing.finished_at = step.at
        step.note(state="infeasible")
    return step.thing


def cancel_run(*, actor: Any, run: Run) -> Run:
    """Give a run up: one that waits is never computed, one that is being computed ends at its next step."""
    with writing(actor, "runs.cancel", run) as step:
        _refuse_second_end(step.thing)
        step.thing.state, step.thing.finished_at = "cancelled", step.at
        task = task_of(step.thing)
        if task is not None:
            tasks.cancel(task)
    return step.thing


def _refuse_too_many(actor: Any) -> None:
    # Whoever starts another one at the same moment waits here, and finds this one.
    User.objects.select_for_update().filter(pk=actor.pk).first()
    if unfinished_by_hand(actor) >= MOST_UNFINISHED:
        raise Refused(
            _("%(most)d of your runs are still waiting or being computed. Start the next one when one of them is done.")
            % {"most": MOST_UNFINISHED}
        )


def _refuse_second_end(run: Run) -> None:
    """A worker that seemed dead may come back with a plan when another has kept one."""
    if run.state == "cancelled":
        raise Refused(_("This run was cancelled."))
    if run.finished_at is not None:
        raise Refused(_("This run was computed already."))


def read_problem(engine: str, data: Any) -> ProblemModel:
    """The problem of JSON data. Raises Invalid whose fields are the paths that are wrong."""
    try:
        return from_data(find(engine).problem_type, data)
    except Malformed as error:
        language = get_language() or ""
        fields = {found.where or "problem": found.sentence.said_in(language) for found in error.findings}
        raise Invalid(_("The problem can't be read."), fields) from None


def as_row(finding: Finding) -> dict[str, Any]:
    """A finding as it is stored."""
    return {
        "code": finding.code,
        "where": finding.where,
        "zh": finding.sentence.zh,
        "en": finding.sentence.en,
    }
