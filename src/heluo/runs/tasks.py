"""What the worker does with a run: solve, check, keep. Solvers are loaded here and nowhere in a web process."""

from typing import Any

from heluo.base import tasks
from heluo.base.errors import Refused
from heluo.enginekit import SILENT, Infeasible, Progress, Text, TimeLimit, find
from heluo.enginekit.wire import from_data
from heluo.runs.actions import fail_run, finish_run
from heluo.runs.models import Run
from heluo.runs.queries import KIND

HUNDRED = 100
# After this an engine ends with the best plan that it has, so that what waits behind it gets its turn.
MOST_SECONDS = 300


@tasks.task(KIND, lane="engines")
def compute(task: tasks.Run, *, run: str) -> dict[str, Any]:
    """Compute one run. Done twice (after a worker's death) it is kept once."""

    def progress(fraction: float, doing: Text) -> None:
        task.progress(min(int(fraction * HUNDRED), HUNDRED - 1), HUNDRED, doing)

    try:
        compute_now(Run.objects.get(public_id=run), progress)
    except Refused:
        # It has ended meanwhile: cancelled by somebody, or kept by a worker that was quicker. Nobody failed.
        if Run.objects.get(public_id=run).state == "cancelled":
            raise tasks.Cancelled from None
    return {"run": run}


def compute_now(run: Run, progress: Progress = SILENT) -> Run:
    """Compute a run in this process, unless that was done already; for the worker and the command line."""
    if run.finished_at is not None:
        return run
    engine = find(run.engine)
    problem = from_data(engine.problem_type, run.problem)
    try:
        plan = engine.solve(problem, seed=run.seed, stop=TimeLimit(MOST_SECONDS), progress=progress)
    except Infeasible as error:
        return fail_run(run=run, findings=list(error.findings))
    return finish_run(run=run, plan=plan, findings=engine.check(problem, plan))
