"""One need against all specialists, for the officer's page. Loads NumPy, but no solver."""

from __future__ import annotations

from dataclasses import dataclass

from heluo.enginekit import Text
from heluo.engines.matching.candidates import Found, best_of, tie_order
from heluo.engines.matching.lost import others
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


def rank_need(problem: Problem, need: Need, *, seed: int, top: int) -> list[Candidate]:
    """The best `top` candidates, best first; people settled for this need are always among them."""
    scorer = Scorer(problem)
    return _told(scorer, need, _found(scorer, need, scorer.score(need), seed=seed, top=top))


def survey_need(problem: Problem, need: Need, *, seed: int = 0, top: int = 10) -> Survey:
    """The same, with those who are not among the candidates, by the reason that excludes them."""
    scorer = Scorer(problem)
    scored = scorer.score(need)
    found = _found(scorer, need, scored, seed=seed, top=top)
    candidates = _told(scorer, need, found)
    excluded: dict[Exclusion, list[str]] = {}
    for specialist, code in zip(problem.specialists, scored.exclusion, strict=True):
        if code != ELIGIBLE:
            excluded.setdefault(EXCLUSIONS[int(code)], []).append(specialist.id)
    return Survey(candidates, others(problem, len(candidates), found), excluded, found.eligible)


def _found(scorer: Scorer, need: Need, scored: Scored, *, seed: int, top: int) -> Found:
    problem = scorer.problem
    settled = [scorer.people.number[pair.specialist] for pair in problem.locked if pair.need == need.id]
    return best_of(scored, tie_order(problem, seed), top, settled)


def _told(scorer: Scorer, need: Need, found: Found) -> list[Candidate]:
    reasons = Reasons(scorer)
    return [reasons.candidate(need, found, at) for at in range(len(found.specialist))]
