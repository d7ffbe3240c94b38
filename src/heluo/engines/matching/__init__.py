"""Matching: which specialists should serve which needs, and why these and not others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heluo.enginekit import Engine, Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from heluo.engines.matching.problem import Candidate, Need, Problem
    from heluo.engines.matching.ranking import Survey

ENGINE = Engine(
    package=__name__,
    slug="matching",
    title=Text("供需对接", "Matching needs with specialists"),
    summary=Text(
        "按专长、距离、余力、效果和时间，为每项需求找到合适的人，整体最优，并说明理由。",
        "Finds the right people for each need by expertise, distance, spare capacity, past results and "
        "season; best as a whole, and says why.",
    ),
    version="1",
    sources=(
        "S. E. Robertson, H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009",
        "R. K. Ahuja, T. L. Magnanti, J. B. Orlin: Network Flows, 1993, chapter 12 (assignments as flows)",
        "A. Gelman et al.: Bayesian Data Analysis, 3rd edition, 2013, section 2.4 (Beta prior for a share)",
        "P. Hall: On Representatives of Subsets, J. London Math. Soc. 10, 1935 (what makes it infeasible)",
    ),
)


def rank(problem: Problem, need: Need, *, seed: int = 0, top: int = 10) -> list[Candidate]:
    """One need against all specialists: the best candidates with their parts and reasons, best first.

    `need` may but does not have to be one of the problem's own. Loads no solver, so that a web
    process may call it; for 400 specialists it takes some milliseconds.
    """
    return survey(problem, need, seed=seed, top=top).candidates


def survey(
    problem: Problem,
    need: Need,
    *,
    seed: int = 0,
    top: int = 10,
    about: Collection[str] = (),
    refused: Collection[str] = (),
) -> Survey:
    """The same with all that an officer asks: why each of the next ones is behind, and who is excluded for what.

    `about` names specialists who are told of in any case, however far behind or why not at all; `refused` those who
    keep their rank but are not to be had, and with whom nobody is compared.

    The need is looked at alone: `places` goes to the best as if nobody else wanted their time.
    """
    from heluo.engines.matching.ranking import survey_need

    return survey_need(problem, need, seed=seed, top=top, about=about, refused=refused)
