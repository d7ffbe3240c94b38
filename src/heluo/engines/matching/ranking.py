"""One need against all specialists, for the officer's page. Loads NumPy, but no solver."""

from __future__ import annotations

from heluo.engines.matching.candidates import best_of, tie_order
from heluo.engines.matching.plan import Candidate
from heluo.engines.matching.problem import Need, Problem
from heluo.engines.matching.reasons import Reasons
from heluo.engines.matching.scoring import Scorer


def rank_need(problem: Problem, need: Need, *, seed: int, top: int) -> list[Candidate]:
    """The best `top` candidates, best first; people settled for this need are always among them."""
    scorer = Scorer(problem)
    settled = [scorer.people.number[pair.specialist] for pair in problem.locked if pair.need == need.id]
    found = best_of(scorer.score(need), tie_order(problem, seed), top, settled)
    reasons = Reasons(scorer)
    return [reasons.candidate(need, found, at) for at in range(len(found.specialist))]
