"""REST for every engine found: start a run, ask how it is, have a plan checked. Schemas are the engine's own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status

from heluo.base.brake import Brake
from heluo.base.errors import TooMany
from heluo.base.requests import Request
from heluo.base.rules import require
from heluo.enginekit import Engine, discover
from heluo.runs import queries
from heluo.runs.actions import MOST_SEED, as_row, start_run
from heluo.runs.models import Run

router = Router(tags=["engines"])
# A check is computed at once, in the process that answers pages: of a large plan it takes seconds.
CHECKS = Brake("engine-check", tries=60, seconds=60)


class EngineOut(Schema):
    """An engine: its names, version and sources."""

    slug: str
    version: str
    title_zh: str
    title_en: str
    summary_zh: str
    summary_en: str
    sources: list[str]


class FindingOut(Schema):
    """One fault: a stable code, where it is, a sentence in both languages."""

    code: str
    where: str
    zh: str
    en: str


class RunOut(Schema):
    """A run: waiting, done, faulty (the checker found faults), infeasible (`error` names why) or cancelled."""

    id: UUID
    engine: str
    version: str
    seed: int
    state: str
    made_at: datetime
    finished_at: datetime | None
    plan: dict[str, Any] | None
    findings: list[FindingOut]
    error: list[FindingOut] | None


@router.get("/engines", response=list[EngineOut], auth=None)
def engines(request: Request) -> list[EngineOut]:
    """Every engine of this site."""
    return [_engine_out(engine) for engine in discover().values()]


@router.get("/runs/{run_id}", response=RunOut)
def run(request: Request, run_id: UUID) -> RunOut:
    """One run with its plan, once there is one."""
    return _run_out(queries.find(request.actor, run_id))


def _add(engine: Engine) -> None:
    """The two addresses of one engine, typed by its own Problem and Plan."""
    problem_type, plan_type = engine.problem_type, engine.plan_type

    class CheckIn(Schema):
        problem: problem_type  # type: ignore[valid-type]
        plan: plan_type  # type: ignore[valid-type]

    CheckIn.__name__ = f"{engine.slug.title()}Check"

    def start(
        request: Request,
        problem: problem_type,  # type: ignore[valid-type]
        seed: int = Query(0, ge=0, le=MOST_SEED),
    ) -> Status:
        run = start_run(actor=request.actor, engine=engine.slug, problem=problem, seed=seed)
        return Status(202, _run_out(run))

    def check(request: Request, body: CheckIn) -> list[dict[str, Any]]:
        require(request.actor, "runs.start")
        if not CHECKS.take(str(request.actor.public_id)):
            raise TooMany(_("You have had many plans checked within a minute; go on in a minute."))
        return [as_row(finding) for finding in engine.check(body.problem, body.plan)]

    router.post(
        f"/engines/{engine.slug}/runs",
        response={202: RunOut},
        operation_id=f"{engine.slug}_start",
        summary=f"{engine.title.en}: start a run",
    )(start)
    router.post(
        f"/engines/{engine.slug}/check",
        response=list[FindingOut],
        operation_id=f"{engine.slug}_check",
        summary=f"{engine.title.en}: check a plan",
    )(check)


def _engine_out(engine: Engine) -> EngineOut:
    return EngineOut(
        slug=engine.slug,
        version=engine.version,
        title_zh=engine.title.zh,
        title_en=engine.title.en,
        summary_zh=engine.summary.zh,
        summary_en=engine.summary.en,
        sources=list(engine.sources),
    )


def _run_out(run: Run) -> RunOut:
    return RunOut(
        id=run.public_id,
        engine=run.engine,
        version=run.engine_version,
        seed=run.seed,
        state=run.state,
        made_at=run.made_at,
        finished_at=run.finished_at,
        plan=run.plan,
        findings=run.findings,
        error=run.error,
    )


for _found in discover().values():
    _add(_found)
