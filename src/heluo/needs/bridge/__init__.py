"""Between the rows and the engine `matching`: needs and people become a Problem, its Plan becomes candidates.

Nothing here solves: the ranking of one need is light, and the whole of a county is solved by the worker.
"""

from heluo.needs.bridge.candidates import (
    Candidate,
    Ranked,
    Ranking,
    Standing,
    first_free,
    rank_one,
    standings,
    why_never,
)
from heluo.needs.bridge.plans import Assigned, Open, assignments_of, left_open, plan_of, why_no_longer
from heluo.needs.bridge.problem import problem_of

__all__ = [
    "Assigned",
    "Candidate",
    "Open",
    "Ranked",
    "Ranking",
    "Standing",
    "assignments_of",
    "first_free",
    "left_open",
    "plan_of",
    "problem_of",
    "rank_one",
    "standings",
    "why_never",
    "why_no_longer",
]
