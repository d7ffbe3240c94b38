"""A county's matching, beside the plain way: 1,000 needs × 400 specialists.

Ours: all specialists scored for each need, the best 32 kept, min-cost flow, reasons in words.
Beside it: scores pair by pair in plain Python (the same score, without words), and SciPy's
`linear_sum_assignment` on the dense matrix of places. Both objectives are counted the same way.
Times are CPU seconds of this process, so that a busy machine disturbs them less.

    python bench/matching_small.py [--needs 1000] [--specialists 400] [--seed 1]
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import random
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np

from heluo.engines.matching.assign import assign
from heluo.engines.matching.candidates import find_candidates, outside_of, tie_order
from heluo.engines.matching.check import check
from heluo.engines.matching.check_score import Shares
from heluo.engines.matching.problem import Problem
from heluo.engines.matching.ranking import survey_need
from heluo.engines.matching.scoring import Scorer
from heluo.engines.matching.solve import demand_of, solve
from heluo.engines.matching.weights import PARTS
from heluo.engines.matching.words import WordIndex, terms

CROPS = {
    "花椒": "A0163-01",
    "核桃": "A0161-01",
    "苹果": "A0151-01",
    "樱桃": "A0151-04",
    "羊肚菌": "A0142-01",
    "烤烟": "A0134-01",
    "红薯": "A0123-01",
    "谷子": "A0119-01",
    "小麦": "A0112",
    "玉米": "A0113",
    "肉牛": "A0311-01",
    "生猪": "A0313-01",
}
TROUBLES = ["蚜虫", "黑斑病", "修剪", "育苗", "嫁接", "施肥", "贮藏", "品种更新", "节水灌溉", "冻害", "加工", "销售"]


def generate(needs: int, specialists: int, seed: int) -> Problem:
    """Clustered places, skewed trades, six in a hundred teams, about as much capacity as asked for."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    centres = [(draw.uniform(33.6, 35.0), draw.uniform(111.2, 112.9)) for _ in range(15)]
    crops = list(CROPS)
    skew = [1 / (rank + 1) for rank in range(len(crops))]

    def somewhere() -> dict[str, float]:
        latitude, longitude = draw.choice(centres)
        return {"latitude_deg": latitude + draw.gauss(0, 0.08), "longitude_deg": longitude + draw.gauss(0, 0.1)}

    def need(number: int) -> dict[str, Any]:
        crop = draw.choices(crops, skew)[0]
        words = f"{crop}{draw.choice(TROUBLES)}的问题，想请专家到村里看看{draw.choice(TROUBLES)}"
        units = draw.choice([2, 3]) if draw.random() < 0.06 else 1
        day = draw.randint(1, 28)
        window = {"window_from": f"2026-04-{day:02}", "window_to": f"2026-05-{day:02}"}
        rest = {"units": units, "urgency": draw.randint(0, 3), **window, **somewhere()}
        return {"id": f"N{number}", "industries": [CROPS[crop]], "words": words, **rest}

    def person(number: int) -> dict[str, Any]:
        own = draw.choices(crops, skew, k=2)
        served = draw.randint(0, 40)
        first = draw.randint(1, 20)
        away = [{"first": f"2026-04-{first:02}", "last": f"2026-04-{first + 7:02}"}] if draw.random() < 0.3 else []
        return {
            "id": f"P{number}",
            "industries": [CROPS[crop] for crop in own],
            "words": "、".join(crop + draw.choice(TROUBLES) for crop in own),
            "capacity_units": round(draw.uniform(0.4, 1.8) * needs / specialists),
            "load_units": draw.randint(0, 6),
            "served": served,
            "satisfied": draw.randint(served * 3 // 4, served),
            "members": 3 if draw.random() < 0.06 else 1,
            "absences": away,
            **somewhere(),
        }

    rows = {"needs": [need(number) for number in range(needs)]}
    return Problem.model_validate({**rows, "specialists": [person(number) for number in range(specialists)]})


def naive_scores(problem: Problem) -> list[list[int]]:
    """The same score pair by pair, with the checker's plain arithmetic; -1 where someone cannot come."""
    shares, weights = Shares(problem), problem.weights
    rows = []
    for need in problem.needs:
        row = []
        for person in problem.specialists:
            share = shares.of(need, person)
            cannot = share["expertise"] < weights.least_expertise_share or not share["distance"] or not share["season"]
            if cannot or person.capacity_units == 0:
                row.append(-1)
            else:
                row.append(math.floor(sum(share[part] * getattr(weights, part) for part in PARTS) + 0.5))
        rows.append(row)
    return rows


def words_alone(problem: Problem) -> list[int]:
    """The best specialist of each need by words only, from our own index."""
    index = WordIndex([person.words for person in problem.specialists])
    return [int(index.fits(need.words).argmax()) for need in problem.needs]


def words_by_tantivy(problem: Problem) -> list[int]:
    """The same from tantivy (BM25 over the same characters and bigrams), one query for each need."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True)
    builder.add_text_field("words", tokenizer_name="whitespace")
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)
    for row, person in enumerate(problem.specialists):
        writer.add_document(tantivy.Document(row=row, words=" ".join(terms(person.words))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    best = []
    for need in problem.needs:
        hits = searcher.search(index.parse_query(" ".join(sorted(set(terms(need.words)))), ["words"]), 1).hits
        best.append(searcher.doc(hits[0][1])["row"][0] if hits else -1)
    return best


def dense_assignment(problem: Problem, scores: list[list[int]]) -> int:
    """SciPy on places × places: one row for each place wanted, one column for each place free.

    Different people cannot be demanded in this form, so a person may here fill two places of one
    need: its objective is that of an easier problem and may only be higher.
    """
    from scipy.optimize import linear_sum_assignment

    rows = np.repeat(np.arange(len(problem.needs)), [need.units for need in problem.needs])
    columns = np.repeat(np.arange(len(problem.specialists)), [one.capacity_units for one in problem.specialists])
    outside = np.array([outside_of(problem, need) for need in problem.needs])
    score = np.array(scores, dtype=np.float64)
    gain = np.where(score < 0, 0, np.maximum(score - outside[:, None], 0))
    chosen = linear_sum_assignment(gain[rows][:, columns], maximize=True)
    total = gain[rows[chosen[0]], columns[chosen[1]]].sum() + outside[rows].sum()
    return int(total)


def timed(name: str, work: Callable[[], Any]) -> Any:
    begun = time.process_time()
    result = work()
    print(f"  {name:<58}{time.process_time() - begun:9.3f} s")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--needs", type=int, default=1000)
    parser.add_argument("--specialists", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    names = ("numpy", "scipy", "ortools", "pydantic", "tantivy")
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names))
    problem = generate(args.needs, args.specialists, args.seed)
    wanted = sum(need.units for need in problem.needs)
    free = sum(person.capacity_units for person in problem.specialists)
    print(f"{args.needs} needs wanting {wanted} places, {args.specialists} specialists with {free} free\n")

    def silent(_fraction: float, _doing: object) -> None:
        return None

    print("Heluo")
    import ortools.graph.python.min_cost_flow  # noqa: F401 - loading is not solving

    scorer = timed("specialists as arrays", lambda: Scorer(problem))
    tie = tie_order(problem, args.seed)
    found, _ = timed(
        "candidates (all scored, best 32 kept)",
        lambda: find_candidates(scorer, tie, stop=lambda: False, progress=silent),
    )
    result = timed("assignment (min-cost flow)", lambda: assign(demand_of(problem, found)))
    plan = timed(
        "the whole: solve, with reasons in words",
        lambda: solve(problem, stop=lambda: False, seed=args.seed, progress=silent),
    )
    faults = timed("check", lambda: check(problem, plan.model_copy(update={"engine": "matching", "version": "1"})))
    timed("one need ranked against all, from scratch", lambda: survey_need(problem, problem.needs[0], seed=0, top=10))
    every = problem.model_copy(update={"candidates_per_need": args.specialists})
    all_found, _ = find_candidates(Scorer(every), tie, stop=lambda: False, progress=silent)
    uncut = timed("assignment over all eligible pairs, no cut", lambda: assign(demand_of(every, all_found)))
    own = timed("words alone, index and all queries", lambda: words_alone(problem))
    print("Beside it")
    other = timed("words alone by tantivy, one query a need", lambda: words_by_tantivy(problem))
    scores = timed("scores pair by pair in Python", lambda: naive_scores(problem))
    plain = timed("scipy linear_sum_assignment (dense places)", lambda: dense_assignment(problem, scores))
    print(f"\nobjective: {result.objective} over the best 32, {uncut.objective} over all (both {uncut.status});")
    print(f"plain: {plain}, of an easier problem, as a person may fill two places of one need")
    same = sum(one == two for one, two in zip(own, other, strict=True))
    print(f"words alone: the same best specialist for {same} of {args.needs} needs (ours counts generic words less)")
    print(f"served places: {sum(row.places for row in plan.assignments)} of {wanted}; faults found: {len(faults)}")


if __name__ == "__main__":
    main()
