"""What is asked: needs, specialists and what is settled already. Plans are in `plan.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from heluo.enginekit.model import Digits, Identifier, Line, ProblemModel, Prose, Row, wrong
from heluo.enginekit.text import Text
from heluo.engines.matching.plan import Answer, Assignment, Candidate, Part, Plan, Unserved
from heluo.engines.matching.weights import Weights

__all__ = [
    "Absence",
    "Answer",
    "Assignment",
    "Candidate",
    "Locked",
    "Need",
    "Pair",
    "Part",
    "Plan",
    "Problem",
    "Specialist",
    "Unserved",
    "Weights",
]

IndustryCode = Annotated[Identifier, Field(max_length=16, pattern=r"^[A-Z][0-9A-Za-z.-]*$")]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class _Located(Row):
    id: Identifier
    name: Line = Field(default="", description="shown in sentences instead of the id")
    industries: tuple[IndustryCode, ...] = Field(default=(), max_length=20, description="taxonomy codes, e.g. A0163-01")
    words: Prose = Field(default="", description="title and text, or expertise in words")
    latitude_deg: Latitude | None = Field(default=None, description="WGS 84")
    longitude_deg: Longitude | None = Field(default=None, description="WGS 84")
    place_code: Digits = Field(default="", description="administrative code, 2 to 12 digits, or empty")

    @property
    def label(self) -> str:
        return self.name or self.id

    @model_validator(mode="after")
    def _both_coordinates(self) -> Self:
        if (self.latitude_deg is None) != (self.longitude_deg is None):
            sentence = Text("经度和纬度要么都填，要么都不填。", "Give both latitude and longitude, or neither.")
            raise wrong("half_position", sentence, "latitude_deg")
        return self


class Need(_Located):
    """Something asked for. `units` different people are wanted; the window may be open at either end."""

    units: int = Field(default=1, ge=1, le=50, description="how many different people are wanted")
    must_serve: bool = Field(default=False, description="every place must be filled; no plan leaves one open")
    urgency: int = Field(default=0, ge=0, le=3, description="0 can wait, 3 now; raises the cost of leaving it")
    window_from: date | None = None
    window_to: date | None = None
    kind: Line = Field(default="", description="for show only, e.g. visit or training")
    remote: bool = Field(default=False, description="can be answered from afar: distance neither counts nor excludes")
    requesters: tuple[Identifier, ...] = Field(default=(), max_length=20, description="organisations, for conflicts")

    @model_validator(mode="after")
    def _window_in_order(self) -> Self:
        if self.window_from and self.window_to and self.window_to < self.window_from:
            sentence = Text("结束日期早于开始日期。", "The window ends before it begins.")
            raise wrong("window", sentence, "window_to")
        return self


class Absence(Row):
    """Days on which one is not available, both included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise wrong("absence", Text("结束日期早于开始日期。", "The absence ends before it begins."), "last")
        return self


class Specialist(_Located):
    """Someone who serves. A team is one candidate who may fill up to `members` places of one need.

    Capacity is counted in places: one person in one need, so a team of four that can take three
    needs in full has a capacity of twelve. Locked pairs use it up, so it must include them.
    """

    capacity_units: int = Field(ge=0, le=100_000, description="places that can still be taken, locked included")
    load_units: int = Field(default=0, ge=0, le=100_000, description="places taken on before, in the same period")
    days_left: int | None = Field(default=None, ge=0, le=366, description="days left this year; for the sentence only")
    members: int = Field(default=1, ge=1, le=50, description="1 for a person; more for a team")
    served: int = Field(default=0, ge=0, le=1_000_000, description="services that were judged")
    satisfied: int = Field(default=0, ge=0, le=1_000_000, description="of these, judged satisfactory")
    absences: tuple[Absence, ...] = Field(default=(), max_length=200)
    conflicts: tuple[Identifier, ...] = Field(default=(), max_length=200, description="organisations not to be served")

    @property
    def is_team(self) -> bool:
        return self.members > 1

    @model_validator(mode="after")
    def _satisfied_within_served(self) -> Self:
        if self.satisfied > self.served:
            sentence = Text("满意次数多于服务次数。", "There are more satisfied answers than services.")
            raise wrong("satisfied", sentence, "satisfied")
        return self


class Pair(Row):
    """A need and a specialist, by id."""

    need: Identifier
    specialist: Identifier


class Locked(Pair):
    """A pair that was accepted already and stays; a team may have accepted several places."""

    places: int = Field(default=1, ge=1, le=50)


class Problem(ProblemModel):
    """Who should serve what. Ids are unique; locked and forbidden pairs name ids that exist."""

    needs: tuple[Need, ...] = Field(max_length=100_000)
    specialists: tuple[Specialist, ...] = Field(max_length=100_000)
    locked: tuple[Locked, ...] = Field(default=(), max_length=1_000_000)
    forbidden: tuple[Pair, ...] = Field(default=(), max_length=1_000_000)
    outside_value: int = Field(
        default=20, ge=-1000, le=1000, description="points for leaving a place unserved: poorer matches are not made"
    )
    max_distance_km: float = Field(default=120.0, gt=0, le=20_000, description="by road, estimated")
    candidates_per_need: int = Field(default=32, ge=1, le=1000)
    shown_per_need: int = Field(default=10, ge=0, le=100, description="ranked candidates explained in the plan")
    record_years: int | None = Field(default=2, ge=1, le=20, description="the years that past results cover")
    weights: Weights = Weights()

    @model_validator(mode="after")
    def _rows_agree(self) -> Self:
        needs, specialists = _unique("needs", self.needs), _unique("specialists", self.specialists)
        for field, pairs in (("locked", self.locked), ("forbidden", self.forbidden)):
            _check_pairs(field, pairs, needs, specialists)
        return self


def _unique(field: str, rows: Iterable[Need | Specialist]) -> set[str]:
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.id in seen:
            sentence = Text(f"编号 {row.id} 重复。", f"the id {row.id} appears twice.")
            raise wrong("duplicate_id", sentence, f"{field}[{number}].id")
        seen.add(row.id)
    return seen


def _check_pairs(field: str, pairs: Iterable[Pair], needs: set[str], specialists: set[str]) -> None:
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(pairs):
        for name, value, known in (("need", pair.need, needs), ("specialist", pair.specialist, specialists)):
            if value not in known:
                sentence = Text(f"没有编号为 {value} 的记录。", f"there is no row with the id {value}.")
                raise wrong("unknown_id", sentence, f"{field}[{number}].{name}")
        if (pair.need, pair.specialist) in seen:
            sentence = Text("这一对重复了。", "this pair appears twice.")
            raise wrong("duplicate_pair", sentence, f"{field}[{number}]")
        seen.add((pair.need, pair.specialist))
