"""One need against all specialists, for the officer's page. Loads NumPy, but no solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heluo.enginekit import Text
from heluo.engines.matching.candidates import Found, best_of, outside_of, tie_order
from heluo.engines.matching.lost import Standing, lost, others
from heluo.engines.matching.people import Ints
from heluo.engines.matching.plan import Candidate, Exclusion
from heluo.engines.matching.problem import Need, Problem
from heluo.engines.matching.reasons import Reasons
from heluo.engines.matching.scoring import ELIGIBLE, EXCLUSIONS, Scored, Scorer


@dataclass(frozen=True)
class Survey:
    """One need against all: the best candidates, why the rest are behind in a sentence, and who is out for what."""

    candidates: list[Candidate]
    others: Text
    excluded: dict[Exclusion, list[str]]
    eligible: int


def survey_need(problem: Problem, need: Need, *, seed: int = 0, top: int = 10) -> Survey:
    """The need as if it stood alone: `places` goes to the best, the next ones hear in `lost` what they lack.

    People settled for this need are among the candidates in any case. Specialists who are excluded are
    listed by the reason.
    """
    scorer = Scorer(problem)
    scored = scorer.score(need)
    settled = [scorer.people.number[pair.specialist] for pair in problem.locked if pair.need == need.id]
    found = best_of(scored, tie_order(problem, seed), top, settled)
    candidates = _told(scorer, need, found)
    return Survey(
        candidates=candidates,
        others=others(problem, len(candidates), found),
        excluded=_excluded(problem, scored, settled),
        eligible=found.eligible,
    )


def _told(scorer: Scorer, need: Need, found: Found) -> list[Candidate]:
    problem, people, reasons = scorer.problem, scorer.people, Reasons(scorer)
    places, outside = _alone(need, found, people.members), outside_of(scorer.problem, need)
    standing = Standing(free=np.maximum(people.free, 1), served=[[]] * len(people), hurried=False)
    told = []
    for at in range(len(places)):
        why = None if places[at] else lost(problem, need, found, places, at, outside, standing)
        told.append(reasons.candidate(need, found, at, places=int(places[at]), lost=why))
    return told


def _alone(need: Need, found: Found, members: Ints) -> Ints:
    """Places for the best candidates in order, as if nobody else wanted their time."""
    most = np.minimum(members[found.specialist], need.units)
    before = np.cumsum(most) - most
    return np.asarray(np.clip(need.units - before, 0, most))


def _excluded(problem: Problem, scored: Scored, settled: list[int]) -> dict[Exclusion, list[str]]:
    excluded: dict[Exclusion, list[str]] = {}
    for number, (specialist, code) in enumerate(zip(problem.specialists, scored.exclusion, strict=True)):
        if code != ELIGIBLE and number not in settled:
            excluded.setdefault(EXCLUSIONS[int(code)], []).append(specialist.id)
    return excluded
