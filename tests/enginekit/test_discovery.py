"""Adding an engine is adding a folder: here one of some sixty lines, with nothing else edited."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from heluo.enginekit import EngineError, discover, find, wire

PARTS = {
    "__init__.py": """
from heluo.enginekit import Engine, Text

ENGINE = Engine(
    package=__name__,
    slug="knapsack",
    title=Text("装箱", "Packing a bag"),
    summary=Text("在承重之内装最值钱的。", "The most valuable things within a weight."),
    version="1",
    sources=("R. Bellman: Dynamic Programming, 1957",),
)
""",
    "problem.py": """
from pydantic import Field
from heluo.enginekit.model import Identifier, PlanModel, ProblemModel, Row


class Thing(Row):
    id: Identifier
    weight: int = Field(ge=1, le=1000)
    worth: int = Field(ge=0, le=1000)


class Problem(ProblemModel):
    things: tuple[Thing, ...] = Field(max_length=1000)
    most_weight: int = Field(ge=0, le=10000)


class Plan(PlanModel):
    objective: int
    taken: tuple[Identifier, ...] = ()
""",
    "solve.py": """
def solve(problem, *, stop, seed, progress):
    from .problem import Plan

    best = {0: (0, ())}
    for thing in problem.things:
        if stop():
            break
        for weight, (worth, taken) in list(best.items()):
            more = weight + thing.weight
            if more <= problem.most_weight and worth + thing.worth > best.get(more, (-1,))[0]:
                best[more] = (worth + thing.worth, (*taken, thing.id))
    objective, taken = max(best.values())
    return Plan(status="optimal", objective=objective, upper_bound=objective, taken=taken)
""",
    "check.py": """
from heluo.enginekit import Finding, Text


def check(problem, plan):
    things = {thing.id: thing for thing in problem.things}
    weight = sum(things[name].weight for name in plan.taken)
    if weight > problem.most_weight:
        return [Finding("weight", "taken", Text("超重。", "Too heavy."))]
    return []
""",
    "draw.py": """
from heluo.enginekit import Text
from heluo.enginekit.svg import Picture


def draw(problem, plan, *, language="zh"):
    return Picture(10, 10, Text("装箱", "Bag"), Text("装了什么", "What it holds"), language).svg()
""",
}
PROBLEM = """{"things": [{"id": "rice", "weight": 4, "worth": 5}, {"id": "tea", "weight": 3, "worth": 4},
              {"id": "salt", "weight": 3, "worth": 4}], "most_weight": 6}"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf" / "knapsack"
    folder.mkdir(parents=True)
    for name, text in PARTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder.parent


def test_an_engine_is_a_folder(shelf: Path):
    engine = discover([shelf])["knapsack"]
    problem = wire.from_json(engine.problem_type, PROBLEM)
    plan = engine.solve(problem, seed=5)
    assert plan.taken == ("tea", "salt")
    assert (plan.engine, plan.seed) == ("knapsack", 5)
    assert engine.check(problem, plan) == []
    assert engine.check(problem, plan.model_copy(update={"taken": ("rice", "tea")}))[0].code == "weight"
    assert engine.draw(problem, plan).startswith("<svg")


def test_it_is_solved_from_the_command_line(shelf: Path, tmp_path: Path, cli):
    (tmp_path / "problem.json").write_text(PROBLEM, encoding="utf-8")
    line = ["knapsack", str(tmp_path / "problem.json"), "--engines-from", str(shelf)]
    assert cli("solve", *line, "-o", str(tmp_path / "plan.json")) == 0
    assert cli("check", *line[:2], str(tmp_path / "plan.json"), *line[2:]) == 0


def test_other_engines_stay(shelf: Path):
    assert list(discover([shelf])) == sorted([*discover(), "knapsack"])


def test_a_folder_without_an_engine_is_named(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "__init__.py").write_text("")
    with pytest.raises(EngineError, match="empty has no ENGINE"):
        discover([tmp_path])


def test_an_engine_under_another_name_is_refused(shelf: Path):
    (shelf / "knapsack").rename(shelf / "bag")
    with pytest.raises(EngineError, match='must say slug="bag"'):
        discover([shelf])


def test_two_of_one_name_are_refused(shelf: Path, tmp_path: Path):
    copy = tmp_path / "other" / "knapsack"
    copy.mkdir(parents=True)
    for name, text in PARTS.items():
        (copy / name).write_text(text, encoding="utf-8")
    with pytest.raises(EngineError, match="Two engines are called knapsack"):
        discover([shelf, copy.parent])


def test_an_unknown_engine_is_answered_with_those_that_exist():
    with pytest.raises(EngineError, match=r"there are: .*matching"):
        find("gardening")


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(EngineError, match="There is no such folder"):
        discover([tmp_path / "nowhere"])


def test_the_kit_is_light():
    code = (
        "import sys, heluo.enginekit, heluo.enginekit.cli;"
        "print(sorted({'pydantic', 'numpy', 'ortools', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
