"""What every engine promises, held for everything that `discover()` finds."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pydantic import ValidationError

from heluo.enginekit import CancelFlag, Engine, Infeasible, discover, wire
from heluo.enginekit.units import unit_of
from tests.sites import ROOT

ENGINES = discover()
EXAMPLES = [
    pytest.param(engine, path, id=f"{slug}-{path.stem}")
    for slug, engine in ENGINES.items()
    for path in engine.examples()
]
IMPOSSIBLE = [
    pytest.param(engine, path, id=f"{slug}-{path.stem}")
    for slug, engine in ENGINES.items()
    for path in engine.examples(infeasible=True)
]
every_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
every_example = pytest.mark.parametrize(("engine", "path"), EXAMPLES)


def test_a_checker_may_import_nothing_but_data_and_its_own():
    """`make lint` forbids a checker what pyproject.toml names; here it is seen to that it names everything."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["name"].startswith("A checker"))
    named = {name.rpartition(".")[2] for name in contract["forbidden_modules"]}
    modules = {path.stem for path in (ROOT / "src/heluo/engines").glob("*/*.py")}
    free = {"__init__", "problem", "plan", "vocabulary", "weights"}
    assert {name for name in modules - free if not name.startswith("check")} == named


def solved(engine: Engine, path: Path, **options: Any) -> tuple[Any, Any]:
    problem = wire.read(engine.problem_type, path)
    return problem, engine.solve(problem, **options)


def told(plan: Any) -> str:
    """The plan without the one thing that a clock decides."""
    return wire.to_json(plan.model_copy(update={"solve_seconds": 0.0}))


@every_engine
def test_an_engine_is_described_and_has_examples(engine: Engine):
    assert engine.title.zh
    assert engine.title.en
    assert engine.sources
    assert (engine.folder / "README.md").stat().st_size > 500
    assert engine.examples()
    assert engine.examples(infeasible=True)


@every_example
def test_an_example_solves_and_checks_clean(engine: Engine, path: Path):
    problem, plan = solved(engine, path)
    assert engine.check(problem, plan) == []
    assert plan.status == "optimal"
    assert (plan.engine, plan.version) == (engine.slug, engine.version)


@every_example
def test_the_same_seed_gives_the_same_plan(engine: Engine, path: Path):
    _, one = solved(engine, path, seed=7)
    _, other = solved(engine, path, seed=7)
    assert told(one) == told(other)


@every_example
def test_problem_and_plan_survive_json(engine: Engine, path: Path):
    problem, plan = solved(engine, path)
    assert wire.from_json(engine.problem_type, wire.to_json(problem)) == problem
    assert wire.from_json(engine.plan_type, wire.to_json(plan)) == plan


@every_example
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_is_well_formed_and_described(engine: Engine, path: Path, language: str):
    problem, plan = solved(engine, path)
    root = ElementTree.fromstring(engine.draw(problem, plan, language=language))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}title")
    assert root.findtext("{http://www.w3.org/2000/svg}desc")


@every_example
def test_a_stopped_solver_returns_a_valid_plan(engine: Engine, path: Path):
    flag = CancelFlag()
    flag.cancel()
    problem, plan = solved(engine, path, stop=flag)
    assert engine.check(problem, plan) == []
    assert plan.status in ("stopped", "optimal")
    assert plan.objective <= plan.upper_bound


@every_example
def test_progress_rises_from_nothing_to_all(engine: Engine, path: Path):
    seen: list[float] = []
    solved(engine, path, progress=lambda fraction, _doing: seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(("engine", "path"), IMPOSSIBLE)
def test_an_infeasible_problem_names_what_makes_it_so(engine: Engine, path: Path):
    problem = wire.read(engine.problem_type, path)
    with pytest.raises(Infeasible) as caught:
        engine.solve(problem)
    assert caught.value.findings
    for finding in caught.value.findings:
        assert finding.where
        assert finding.sentence.zh.endswith("。")
        assert finding.sentence.en.endswith(".")


@every_example
def test_a_damaged_plan_is_caught(engine: Engine, path: Path):
    """Every whole number of the plan, changed by one wherever it stands, is noticed."""
    problem, plan = solved(engine, path)
    data = plan.model_dump(mode="json")
    numbers = [where for where, value in leaves(data) if type(value) is int and where != ("seed",)]
    damaged = ((where, plan.model_validate(changed(data, where, nudge))) for where in numbers)
    assert [where for where, other in damaged if not engine.check(problem, other)] == []


@every_example
def test_a_dropped_row_is_caught(engine: Engine, path: Path):
    """Every row of every list of the plan, left out, is noticed."""
    problem, plan = solved(engine, path)
    data = plan.model_dump(mode="json")
    rows = [where for where, _ in leaves(data, rows=True)]
    damaged = ((where, plan.model_validate(changed(data, where, drop))) for where in rows)
    assert [where for where, other in damaged if not engine.check(problem, other)] == []


@every_example
def test_the_checker_survives_any_text(engine: Engine, path: Path):
    """A plan that names what does not exist is told so; the checker does not fall over it."""
    problem, plan = solved(engine, path)
    data = plan.model_dump(mode="json")
    for where in [where for where, value in leaves(data) if isinstance(value, str)]:
        try:
            other = plan.model_validate(changed(data, where, lambda _: "nobody"))
        except ValidationError:
            continue
        assert isinstance(engine.check(problem, other), list)


@every_engine
def test_every_measured_number_names_its_unit(engine: Engine):
    for schema in (engine.problem_type.model_json_schema(), engine.plan_type.model_json_schema()):
        for model in [schema, *schema.get("$defs", {}).values()]:
            for name, field in model.get("properties", {}).items():
                kinds = {field.get("type"), *(option.get("type") for option in field.get("anyOf", ()))}
                assert "number" not in kinds or unit_of(name), f"{model['title']}.{name} names no unit"


@every_engine
def test_discovering_an_engine_loads_no_solver(engine: Engine):
    code = (
        "import sys; from heluo.enginekit import discover; discover();"
        "print(sorted({'ortools', 'numba', 'scipy', 'numpy', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


DROP = object()


def drop(_value: Any) -> Any:
    return DROP


def nudge(value: int) -> int:
    return value - 1 if value > 1 else value + 1


def leaves(data: Any, path: tuple[Any, ...] = (), rows: bool = False) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Path and value of everything that holds nothing else, or of the rows of all lists."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if pairs is None:
        if not rows:
            yield path, data
        return
    for key, value in pairs:
        if rows and isinstance(data, list):
            yield (*path, key), value
        yield from leaves(value, (*path, key), rows)


def changed(data: Any, path: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    """A copy in which the value at the path is changed or dropped."""
    if not path:
        return change(data)
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = changed(copy[path[0]], path[1:], change)
    if copy[path[0]] is DROP:
        del copy[path[0]]
    return copy
