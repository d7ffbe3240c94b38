"""What is answered: who serves what, what each score is made of, and why the others did not win."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from heluo.enginekit.model import Identifier, PlanModel, Row
from heluo.enginekit.text import Text

PartName = Literal["expertise", "distance", "spare", "past", "season"]
Exclusion = Literal["no_skill", "forbidden", "conflict", "too_far", "absent", "full"]
"""Why someone cannot serve a need at all. Where several apply the first of this order is counted, so
whoever is counted as full would fit in all else."""

UnservedCode = Literal[
    "nobody",  # there are no specialists at all
    "no_skill",  # nobody has the skill
    "out_of_reach",  # some have it, all are too far
    "absent",  # some are near, all are away
    "full",  # some are there, all are full
    "conflict",  # only such as must not serve this requester are left
    "too_few",  # fewer different people than asked
    "taken",  # they serve others, where it is worth more
    "not_worth",  # the match is poorer than leaving it
    "stopped",  # the time was over
]


class Part(Row):
    """One part of a score: whole points out of the most possible, and why."""

    name: PartName
    points: int = Field(ge=0, le=100)
    most: int = Field(ge=0, le=100)
    reason: Text


class Candidate(Row):
    """A specialist who could serve a need, by rank among all who could. `places` is how many the plan gives them."""

    specialist: Identifier
    rank: int = Field(ge=1)
    score: int = Field(ge=0, le=100)
    distance_km: float | None = Field(default=None, ge=0, description="by road, estimated; None where unknown")
    parts: tuple[Part, ...]
    reason: Text
    places: int = Field(default=0, ge=0)
    lost: Text | None = Field(default=None, description="why this one does not serve; None for those who do")


class Assignment(Row):
    """A specialist serves a need in so many places (more than one only for a team); `rank` among all who could."""

    need: Identifier
    specialist: Identifier
    places: int = Field(ge=1)
    rank: int = Field(ge=1)
    score: int = Field(ge=0, le=100)
    locked: bool = False
    distance_km: float | None = Field(default=None, ge=0)
    parts: tuple[Part, ...]
    reason: Text


class Unserved(Row):
    """How many places stay open, and why."""

    places: int = Field(ge=1)
    code: UnservedCode
    sentence: Text


class Answer(Row):
    """The whole answer to one need."""

    need: Identifier
    served: int = Field(ge=0)
    outside: int = Field(description="points for each place left open, after urgency")
    eligible: int = Field(ge=0, description="specialists who could serve it")
    candidates: tuple[Candidate, ...] = Field(description="the best ones, and whoever else is sent")
    excluded: dict[Exclusion, int]
    others: Text = Field(description="why the rest are behind, in one sentence")
    unserved: Unserved | None = None


class Plan(PlanModel):
    """The plan: `objective` is Σ places × score + Σ open places × outside, in points."""

    objective: int = 0
    upper_bound: int | None = None
    assignments: tuple[Assignment, ...] = ()
    answers: tuple[Answer, ...] = ()
