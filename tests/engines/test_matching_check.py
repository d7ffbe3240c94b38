"""The checker catches each kind of damage, and names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heluo.enginekit import find, wire

ENGINE = find("matching")
Data = dict[str, Any]


def example(name: str) -> tuple[Any, Data]:
    path = next(path for path in ENGINE.examples() if path.stem == name)
    problem = wire.read(ENGINE.problem_type, Path(path))
    return problem, ENGINE.solve(problem).model_dump(mode="json")


def codes(name: str, damage: Callable[[Data], Any]) -> set[str]:
    problem, plan = example(name)
    damage(plan)
    return {finding.code for finding in ENGINE.check(problem, ENGINE.plan_type.model_validate(plan))}


def shift_points(row: Data) -> None:
    """Two parts change, their sum does not."""
    row["parts"][1]["points"] -= 3
    row["parts"][2]["points"] += 3


def send(plan: Data, need: str, specialist: str) -> None:
    """Send somebody else, with the words and points of whoever was sent."""
    row = next(row for row in plan["assignments"] if row["need"] == need)
    row["specialist"] = specialist


def farther(row: Data) -> None:
    row["distance_km"] += 5


def praise(row: Data) -> None:
    """More expertise than there is, and a score that agrees with it."""
    row["parts"][0]["points"] += 2
    row["score"] += 2


def twice(answer: Data) -> None:
    answer["candidates"] *= 2


def send_the_next(plan: Data) -> None:
    """The second of a list goes in place of the best, with everything else in order."""
    answer = plan["answers"][0]
    best, second = answer["candidates"][:2]
    row = next(row for row in plan["assignments"] if row["need"] == answer["need"])
    assert row["specialist"] == best["specialist"]
    row.update({name: second[name] for name in ("specialist", "rank", "score", "distance_km", "parts", "reason")})
    best["places"], second["places"] = 0, 1
    best["lost"], second["lost"] = {"zh": "名额已满", "en": "has no place left"}, None
    plan["objective"] += second["score"] - best["score"]
    plan["upper_bound"] = plan["objective"]


def drop_the_best_as_full(plan: Data) -> None:
    """The best disappears from the list, and from the plan, as one who has no place left."""
    send_the_next(plan)
    answer = plan["answers"][0]
    answer["candidates"].pop(0)
    for candidate in answer["candidates"]:
        candidate["rank"] -= 1
    answer["eligible"] -= 1
    answer["excluded"]["full"] = answer["excluded"].get("full", 0) + 1


def list_a_forbidden_one(plan: Data) -> None:
    """Somebody who was ruled out heads the list."""
    answer = next(answer for answer in plan["answers"] if answer["need"] == "LY-2026-000303")
    answer["candidates"][0]["specialist"] = "TPY-022"


def misspeak(row: Data) -> None:
    row["parts"][1]["reason"]["zh"] = "距离 1 公里"


DAMAGE: list[tuple[str, str, Callable[[Data], Any]]] = [
    ("over_capacity", "team", lambda plan: plan["assignments"][0].update(places=3)),
    ("not_different", "luoning", lambda plan: plan["assignments"][0].update(places=2)),
    ("over_served", "luoning", lambda plan: plan["assignments"][0].update(places=2)),
    ("repeated_pair", "luoning", lambda plan: plan["assignments"].append(plan["assignments"][0])),
    ("must_serve", "settled", lambda plan: plan["assignments"].pop()),
    ("lock_lost", "settled", lambda plan: send(plan, "LY-2026-000302", "TPY-021")),
    ("locked_mark", "luoning", lambda plan: plan["assignments"][0].update(locked=True)),
    ("forbidden", "settled", lambda plan: send(plan, "LY-2026-000303", "TPY-022")),
    ("conflict", "settled", lambda plan: send(plan, "LY-2026-000301", "TPY-022")),
    ("too_far", "luoning", lambda plan: send(plan, "LY-2026-000103", "TPY-008")),
    ("unknown_id", "luoning", lambda plan: send(plan, "LY-2026-000103", "nobody")),
    ("parts", "luoning", lambda plan: plan["assignments"][0]["parts"].pop()),
    ("sum", "luoning", lambda plan: plan["assignments"][0].update(score=99)),
    ("score", "luoning", lambda plan: praise(plan["assignments"][0])),
    ("no_skill", "luoning", lambda plan: send(plan, "LY-2026-000101", "TPY-006")),
    ("shown", "luoning", lambda plan: plan["answers"][0]["candidates"].pop()),
    ("part_range", "luoning", lambda plan: plan["assignments"][0]["parts"][0].update(most=46)),
    ("part_points", "luoning", lambda plan: shift_points(plan["assignments"][0])),
    ("distance", "luoning", lambda plan: farther(plan["assignments"][0])),
    ("distance_reason", "luoning", lambda plan: misspeak(plan["assignments"][0])),
    ("objective", "luoning", lambda plan: plan.update(objective=plan["objective"] + 1)),
    ("bound", "luoning", lambda plan: plan.update(upper_bound=plan["objective"] - 1)),
    ("status", "luoning", lambda plan: plan.update(upper_bound=plan["objective"] + 1)),
    ("stamp", "luoning", lambda plan: plan.update(version="0")),
    ("answers", "luoning", lambda plan: plan["answers"].reverse()),
    ("served_count", "luoning", lambda plan: plan["answers"][0].update(served=0)),
    ("unserved_count", "luoning", lambda plan: plan["answers"][5].update(unserved=None)),
    ("outside", "luoning", lambda plan: plan["answers"][0].update(outside=0)),
    ("counts", "luoning", lambda plan: plan["answers"][0].update(excluded={})),
    ("order", "luoning", lambda plan: plan["answers"][0]["candidates"].reverse()),
    ("repeated_candidate", "luoning", lambda plan: twice(plan["answers"][0])),
    ("candidate_places", "luoning", lambda plan: plan["answers"][0]["candidates"][1].update(places=1)),
    ("candidate_score", "luoning", lambda plan: shift_points(plan["answers"][0]["candidates"][0])),
    ("lost_reason", "luoning", lambda plan: plan["answers"][0]["candidates"][1].update(lost=None)),
    ("missed", "luoning", lambda plan: plan["assignments"].pop(0)),
    ("missed", "luoning", send_the_next),
    ("excluded", "luoning", drop_the_best_as_full),
    ("better_left_out", "luoning", drop_the_best_as_full),
    ("not_eligible", "settled", list_a_forbidden_one),
    ("rank", "luoning", lambda plan: plan["answers"][0]["candidates"][-1].update(rank=40)),
    ("assignment_rank", "luoning", lambda plan: plan["assignments"][0].update(rank=2)),
]  # fmt: skip
IDS = [f"{code}-{number}" for number, (code, _, _) in enumerate(DAMAGE)]


@pytest.mark.parametrize(
    ("code", "name", "damage"), DAMAGE, ids=[f"{code}-{number}" for number, (code, _, _) in enumerate(DAMAGE)]
)
def test_damage_is_caught_and_named(code: str, name: str, damage: Callable[[Data], Any]):
    assert code in codes(name, damage)


def test_all_faults_come_at_once():
    def damage(plan: Data) -> None:
        plan["objective"] += 1
        plan["assignments"][0]["locked"] = True
        plan["answers"].reverse()

    assert {"objective", "locked_mark", "answers"} <= codes("luoning", damage)
