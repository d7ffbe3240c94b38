"""From places on arrays to the plan that people read."""

from __future__ import annotations

import numpy as np

from heluo.engines.matching.assign import Demand, Result
from heluo.engines.matching.candidates import Found, outside_of
from heluo.engines.matching.lost import Standing, excluded_counts, lost, others, unserved
from heluo.engines.matching.people import Ints
from heluo.engines.matching.plan import Answer, Assignment, Candidate
from heluo.engines.matching.problem import Need
from heluo.engines.matching.reasons import Reasons
from heluo.engines.matching.scoring import Scorer


def tell(
    scorer: Scorer, found: list[Found | None], demand: Demand, result: Result
) -> tuple[tuple[Assignment, ...], tuple[Answer, ...]]:
    """The assignments with their reasons, and one answer for each need."""
    told = _Told(scorer, _standing(demand, result))
    assignments: list[Assignment] = []
    answers: list[Answer] = []
    for index, (need, own) in enumerate(zip(scorer.problem.needs, found, strict=True)):
        pairs = slice(int(demand.indptr[index]), int(demand.indptr[index + 1]))
        places = result.places[pairs]
        if own is not None:
            assignments += told.assignments(need, own, places, demand.locked[pairs])
        answers.append(told.answer(need, own, places))
    return tuple(assignments), tuple(answers)


class _Told:
    def __init__(self, scorer: Scorer, standing: Standing) -> None:
        self._problem, self._reasons, self._standing = scorer.problem, Reasons(scorer), standing

    def assignments(self, need: Need, found: Found, places: Ints, locked: Ints) -> list[Assignment]:
        made = []
        for at in np.flatnonzero(places):
            told = self._reasons.candidate(need, found, int(at))
            made.append(
                Assignment(
                    need=need.id,
                    specialist=told.specialist,
                    places=int(places[at]),
                    rank=told.rank,
                    score=told.score,
                    locked=bool(locked[at]),
                    distance_km=told.distance_km,
                    parts=told.parts,
                    reason=told.reason,
                )
            )
        return made

    def answer(self, need: Need, found: Found | None, places: Ints) -> Answer:
        outside = outside_of(self._problem, need)
        candidates = () if found is None else self._candidates(need, found, places, outside)
        return Answer(
            need=need.id,
            served=int(places.sum()),
            outside=outside,
            eligible=0 if found is None else found.eligible,
            candidates=candidates,
            excluded={} if found is None else excluded_counts(found.excluded),
            others=others(self._problem, len(candidates), found),
            unserved=unserved(self._problem, need, found, places, outside),
        )

    def _candidates(self, need: Need, found: Found, places: Ints, outside: int) -> tuple[Candidate, ...]:
        """The best ones, and whoever is sent although others stand before them."""
        told = []
        for at in np.flatnonzero((found.rank <= self._problem.shown_per_need) | (places > 0)):
            why = None if places[at] else lost(self._problem, need, found, places, int(at), outside, self._standing)
            told.append(self._reasons.candidate(need, found, int(at), places=int(places[at]), lost=why))
        return tuple(told)


def _standing(demand: Demand, result: Result) -> Standing:
    free = demand.capacity.copy()
    np.subtract.at(free, demand.candidate, result.places)
    served: list[list[int]] = [[] for _ in range(len(demand.capacity))]
    rows = demand.rows
    for pair in np.flatnonzero(result.places):
        served[int(demand.candidate[pair])].append(int(rows[pair]))
    return Standing(free=free, served=served, hurried=result.status == "stopped")
