"""One need against all specialists, for the officer's page. Loads NumPy, but no solver."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from heluo.enginekit import Text
from heluo.engines.matching.candidates import Found, best_of, outside_of, tie_order
from heluo.engines.matching.lost import Standing, lost, others, why_outside
from heluo.engines.matching.people import Ints
from heluo.engines.matching.plan import Candidate, Exclusion
from heluo.engines.matching.problem import Need, Problem
from heluo.engines.matching.reasons import Reasons
from heluo.engines.matching.scoring import ELIGIBLE, EXCLUSIONS, Scored, Scorer


@dataclass(frozen=True)
class Survey:
    """One need against all: the best candidates, why the rest are behind in a sentence, and who is out for what.

    `outside`: of those asked about by name, why each who is excluded is.
    """

    candidates: list[Candidate]
    others: Text
    excluded: dict[Exclusion, list[str]]
    eligible: int
    outside: dict[str, Text]


def survey_need(
    problem: Problem,
    need: Need,
    *,
    seed: int = 0,
    top: int = 10,
    about: Collection[str] = (),
    refused: Collection[str] = (),
) -> Survey:
    """The need as if it stood alone: `places` goes to the best, the next ones hear in `lost` what they lack.

    People settled for this need are among the candidates in any case, and of those in `about` all who could serve
    it. Those in `refused` keep their rank, but take no place, and nobody is compared with them. Specialists who are
    excluded are listed by the reason.
    """
    scorer = Scorer(problem)
    scored = scorer.score(need)
    settled = [scorer.people.number[pair.specialist] for pair in problem.locked if pair.need == need.id]
    named = [scorer.people.number[name] for name in about]
    able = [number for number in named if scored.exclusion[number] == ELIGIBLE]
    found = best_of(scored, tie_order(problem, seed), top, [*settled, *able])
    candidates = _told(scorer, need, found, refused)
    return Survey(
        candidates=candidates,
        others=others(problem, len(candidates), found),
        excluded=_excluded(problem, scored, settled),
        eligible=found.eligible,
        outside={
            problem.specialists[number].id: why_outside(problem, EXCLUSIONS[int(scored.exclusion[number])])
            for number in named
            if number not in [*settled, *able]
        },
    )


def _told(scorer: Scorer, need: Need, found: Found, refused: Collection[str]) -> list[Candidate]:
    problem, people, reasons = scorer.problem, scorer.people, Reasons(scorer)
    free = people.members.copy()
    free[[people.number[name] for name in refused if name in people.number]] = 0
    places, outside = _alone(need, found, free), outside_of(scorer.problem, need)
    standing = Standing(free=np.maximum(people.free, 1), served=[[]] * len(people), hurried=False)
    told = []
    for at in range(len(places)):
        why = None if places[at] else lost(problem, need, found, places, at, outside, standing)
        told.append(reasons.candidate(need, found, at, places=int(places[at]), lost=why))
    return told


def _alone(need: Need, found: Found, free: Ints) -> Ints:
    """Places for the best candidates in order, as if nobody else wanted their time."""
    most = np.minimum(free[found.specialist], need.units)
    before = np.cumsum(most) - most
    return np.asarray(np.clip(need.units - before, 0, most))


def _excluded(problem: Problem, scored: Scored, settled: list[int]) -> dict[Exclusion, list[str]]:
    excluded: dict[Exclusion, list[str]] = {}
    for number, (specialist, code) in enumerate(zip(problem.specialists, scored.exclusion, strict=True)):
        if code != ELIGIBLE and number not in settled:
            excluded.setdefault(EXCLUSIONS[int(code)], []).append(specialist.id)
    return excluded
