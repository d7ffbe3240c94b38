"""How much each thing counts: the one visible place. An officer may change any of it in a problem."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from heluo.enginekit.model import Row, wrong
from heluo.enginekit.text import Text
from heluo.engines.matching.plan import PartName

PARTS: tuple[PartName, ...] = ("expertise", "distance", "spare", "past", "season")
"""The parts of a score, in the order in which they are shown. Conflicts are no part: they exclude."""


class Weights(Row):
    """The five parts add to 100; a score is therefore 0 to 100. All are whole points."""

    expertise: int = Field(
        default=45, ge=0, le=100, description="most points for knowing the trade: taxonomy 60 %, words 40 %"
    )
    distance: int = Field(
        default=20, ge=0, le=100, description="most points for being near; falls evenly to 0 at the greatest distance"
    )
    spare: int = Field(
        default=15, ge=0, le=100, description="most points for having time left: free / (free + already taken on)"
    )
    past: int = Field(
        default=10, ge=0, le=100, description="most points for satisfied people, pulled towards the usual share"
    )
    season: int = Field(default=10, ge=0, le=100, description="most points for being there in the whole window")
    urgency: int = Field(
        default=15, ge=0, le=100, description="points by which each step of urgency makes an unserved place worse"
    )
    usual_satisfied_share: float = Field(
        default=0.8, ge=0, le=1, description="share of satisfied answers taken for one who has none yet"
    )
    usual_counts_as: int = Field(
        default=8, ge=1, le=1000, description="that prior counts like so many answers: one good visit moves little"
    )
    least_expertise_share: float = Field(
        default=0.3, ge=0, le=1, description="below this share of the expertise points one does not have the skill"
    )

    @model_validator(mode="after")
    def _add_to_a_hundred(self) -> Self:
        total = sum(getattr(self, part) for part in PARTS)
        if total != 100:
            sentence = Text(
                f"五项分值合计应为 100，现为 {total}。",
                f"The five parts must add to 100; they add to {total}.",
            )
            raise wrong("weights_total", sentence)
        return self
