"""What an engine is: a folder whose parts follow one contract."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from heluo.enginekit.progress import SILENT, Progress
from heluo.enginekit.stop import NO_STOP, Stop
from heluo.enginekit.text import Text, joined

if TYPE_CHECKING:
    from heluo.enginekit.model import PlanModel, ProblemModel


class EngineError(Exception):
    """A folder that is no engine, an engine that does not exist, or two of one name. Carries `text`."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.zh} / {text.en}")
        self.text = text


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: a stable code, where it is (a path such as `needs[3].units`), and a sentence."""

    code: str
    where: str
    sentence: Text

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence.zh}" if self.where else self.sentence.zh


class _WithFindings(Exception):
    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self.text = joined(finding.sentence for finding in self.findings)
        super().__init__(f"{self.text.zh} / {self.text.en}")


class Infeasible(_WithFindings):
    """No plan can satisfy the problem; the findings name what makes it so."""


class Malformed(_WithFindings):
    """What was read is no such problem or plan; the findings name the rows and fields."""


@dataclass(frozen=True)
class Engine:
    """One engine. `package` is the dotted name of its folder; every part is imported only when used.

    `sources` are the works its method rests on (author, year, title), shown beside its results.
    """

    package: str
    title: Text
    summary: Text
    version: str
    sources: tuple[str, ...]
    slug: str

    def part(self, name: str) -> ModuleType:
        """The engine's module `name`, one of problem, solve, check, draw."""
        return importlib.import_module(f"{self.package}.{name}")

    @property
    def folder(self) -> Path:
        package = importlib.import_module(self.package)
        return Path(str(package.__file__)).parent

    @property
    def problem_type(self) -> type[ProblemModel]:
        found: type[ProblemModel] = self.part("problem").Problem
        return found

    @property
    def plan_type(self) -> type[PlanModel]:
        found: type[PlanModel] = self.part("problem").Plan
        return found

    def solve(self, problem: Any, *, stop: Stop = NO_STOP, seed: int = 0, progress: Progress = SILENT) -> Any:
        """The plan, stamped with engine, version, seed and wall time. Raises Infeasible."""
        solve = self.part("solve").solve
        begun = time.perf_counter()
        plan = solve(problem, stop=stop, seed=seed, progress=progress)
        stamp = {
            "engine": self.slug,
            "version": self.version,
            "seed": seed,
            "solve_seconds": round(time.perf_counter() - begun, 6),
        }
        return plan.model_copy(update=stamp)

    def check(self, problem: Any, plan: Any) -> list[Finding]:
        """Every fault of the plan, found without the solver's code; an empty list means none."""
        found = list(self.part("check").check(problem, plan))
        return self._check_stamp(plan) + found

    def draw(self, problem: Any, plan: Any, *, language: str = "zh") -> str:
        """The plan as an SVG document."""
        return str(self.part("draw").draw(problem, plan, language=language))

    def examples(self, *, infeasible: bool = False) -> list[Path]:
        """The example problems, by name; those that no plan can satisfy lie in a folder of their own."""
        folder = self.folder / "examples"
        return sorted((folder / "infeasible" if infeasible else folder).glob("*.json"))

    def _check_stamp(self, plan: PlanModel) -> list[Finding]:
        if (plan.engine, plan.version) == (self.slug, self.version):
            return []
        made, here = f"{plan.engine} {plan.version}", f"{self.slug} {self.version}"
        sentence = Text(f"方案由 {made} 算出，这里是 {here}。", f"The plan was made by {made}; this is {here}.")
        return [Finding("stamp", "engine", sentence)]
