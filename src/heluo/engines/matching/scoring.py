"""One need against all specialists: who may serve it, and what each score is made of.

Shares are floats; from the weighted thousandths on everything is whole numbers, so that parts
always add to the score and equal scores are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

import numpy as np
import numpy.typing as npt

from heluo.engines.matching.people import Floats, Ints, People
from heluo.engines.matching.plan import Exclusion
from heluo.engines.matching.problem import Need, Problem
from heluo.engines.matching.weights import PARTS, Weights

EXCLUSIONS: tuple[Exclusion, ...] = get_args(Exclusion)
ELIGIBLE = len(EXCLUSIONS)
"""The code of those who are not excluded; smaller codes are positions in EXCLUSIONS."""

TAXONOMY_SHARE, WORDS_SHARE = 0.6, 0.4
OPEN_WINDOW = timedelta(days=30)
"""How long a window is taken to be when only one of its ends is given."""


@dataclass(frozen=True)
class Scored:
    """m specialists for one need.

    `thousandths` int64[5, m] of a point per part, `score` int64[m] 0 to 100, `exclusion` int8[m]
    (a position in EXCLUSIONS, or ELIGIBLE), `distance_km` float64[m], `days_free` int64[m].
    """

    thousandths: Ints
    score: Ints
    exclusion: npt.NDArray[np.int8]
    distance_km: Floats
    days_free: Ints


class Scorer:
    """Scores needs of one problem, or any need against its specialists."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = People(problem)
        self._most = np.array([getattr(problem.weights, part) for part in PARTS], dtype=np.float64)
        self._forbidden: dict[str, list[int]] = {}
        for pair in problem.forbidden:
            self._forbidden.setdefault(pair.need, []).append(self.people.number[pair.specialist])

    def score(self, need: Need) -> Scored:
        people, weights = self.people, self.problem.weights
        expertise = self._expertise(need)
        distance_km = people.kilometres_to(need.latitude_deg, need.longitude_deg)
        days_free, season = self._season(need)
        shares = np.stack([expertise, self._nearness(need, distance_km), self._spare(), people.past_share, season])
        thousandths = np.rint(1000 * self._most[:, None] * shares).astype(np.int64)
        away, far = days_free == 0, self._too_far(need, distance_km)
        exclusion = self._exclusions(need, expertise, weights, far, away)
        return Scored(thousandths, rounded_total(thousandths), exclusion, distance_km, days_free)

    def _expertise(self, need: Need) -> Floats:
        known = self.people.taxonomy.knows(need.industries)
        said = self.people.words.fits(need.words)
        if not need.industries:
            return said
        return known if not need.words else TAXONOMY_SHARE * known + WORDS_SHARE * said

    def _nearness(self, need: Need, distance_km: Floats) -> Floats:
        if need.remote:
            return np.ones(len(self.people))
        by_position = np.clip(1 - distance_km / self.problem.max_distance_km, 0, 1)
        return np.where(np.isnan(distance_km), self.people.place_shares(need.place_code), by_position)

    def _too_far(self, need: Need, distance_km: Floats) -> npt.NDArray[np.bool_]:
        if need.remote:
            return np.zeros(len(self.people), dtype=np.bool_)
        return np.nan_to_num(distance_km, nan=0.0) > self.problem.max_distance_km

    def _spare(self) -> Floats:
        free = np.maximum(self.people.free, 0)
        return free / np.maximum(free + self.people.load, 1)

    def _season(self, need: Need) -> tuple[Ints, Floats]:
        window = window_of(need)
        if window is None:
            return np.full(len(self.people), -1, dtype=np.int64), np.ones(len(self.people))
        days = (window[1] - window[0]).days + 1
        free = days - self.people.days_absent(*window)
        return free, free / days

    def _exclusions(
        self,
        need: Need,
        expertise: Floats,
        weights: Weights,
        far: npt.NDArray[np.bool_],
        away: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.int8]:
        people = self.people
        applies: dict[Exclusion, npt.NDArray[np.bool_] | list[int]] = {
            "no_skill": expertise < weights.least_expertise_share,
            "forbidden": self._forbidden.get(need.id, []),
            "conflict": people.refusing(need.requesters),
            "too_far": far,
            "absent": away,
            "full": people.free <= 0,
        }
        codes = np.full(len(people), ELIGIBLE, dtype=np.int8)
        for code in reversed(range(len(EXCLUSIONS))):  # the first of the order is written last
            codes[applies[EXCLUSIONS[code]]] = code
        return codes


def window_of(need: Need) -> tuple[date, date] | None:
    """The wanted days, both included; None when any time is fine."""
    first, last = need.window_from, need.window_to
    if first is None and last is None:
        return None
    if first is None:
        assert last is not None
        first = max(date.min + OPEN_WINDOW, last) - OPEN_WINDOW
    if last is None:
        last = min(date.max - OPEN_WINDOW, first) + OPEN_WINDOW
    return first, max(first, last)


def rounded_total(thousandths: Ints) -> Ints:
    """int64[n] whole points of int64[parts, n], half rounded up."""
    total: Ints = (thousandths.sum(axis=0) + 500) // 1000
    return total


def whole_parts(thousandths: Ints) -> Ints:
    """int64[parts, n] whole points that add exactly to the rounded total (largest remainder first)."""
    whole = thousandths // 1000
    missing = rounded_total(thousandths) - whole.sum(axis=0)
    order = np.argsort(-(thousandths % 1000), axis=0, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(len(thousandths))[:, None], axis=0)
    return np.asarray(whole + (place < missing))
