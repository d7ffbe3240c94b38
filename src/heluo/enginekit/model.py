"""The pydantic ground of every Problem and Plan: what arrives is normalised, bounded and named."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from heluo.enginekit.text import Text

Status = Literal["optimal", "feasible", "stopped"]


def wrong(code: str, sentence: Text, where: str = "") -> PydanticCustomError:
    """The error to raise in a validator: `where` is a path inside the model, such as `locked[2].need`."""
    # Braces are doubled: pydantic takes the template for a format string.
    template = sentence.en.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError(
        "heluo",
        template,
        {
            "code": code,
            "zh": sentence.zh,
            "en": sentence.en,
            "where": where,
        },
    )


def _narrow(value: Any) -> Any:
    """For codes and ids: full-width letters and digits become half-width."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


def _composed(value: Any) -> Any:
    """For sentences: NFKC would take the full-width comma and brackets from Chinese prose."""
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def _printable(value: str) -> str:
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r":
            sentence = Text("含有不能显示的控制字符。", "contains a control character.")
            raise wrong("control_character", sentence)
    return value


def _one_line(value: str) -> str:
    return " ".join(_printable(value).split())


Identifier = Annotated[str, Field(min_length=1, max_length=64), BeforeValidator(_narrow), AfterValidator(_one_line)]
Digits = Annotated[str, Field(max_length=20, pattern=r"^[0-9]*$"), BeforeValidator(_narrow)]
Line = Annotated[str, Field(max_length=200), BeforeValidator(_composed), AfterValidator(_one_line)]
Prose = Annotated[str, Field(max_length=5000), BeforeValidator(_composed), AfterValidator(_printable)]


class Row(BaseModel):
    """One row at the edge: no unknown fields, no infinite numbers, never changed afterwards."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class ProblemModel(Row):
    """The ground of every engine's Problem."""


class PlanModel(Row):
    """The ground of every engine's Plan. The first fields are stamped by the kit, not by the engine.

    `upper_bound` is a proved bound on the objective of every plan (objectives are maximised); for
    "optimal" it equals the objective. Engines that minimise state both with the sign turned.
    """

    engine: Identifier = "unstamped"
    version: Identifier = "0"
    seed: int = Field(default=0, ge=0, le=2**63 - 1)
    solve_seconds: float = Field(default=0.0, ge=0, description="wall time of solve, without reading")
    status: Status
    objective: float
    upper_bound: float | None = None
