"""To another place: whoever moves a thing must be in charge of where it stands and of where it comes to."""

from typing import Any

from heluo.base.rules import require
from heluo.base.writing import Step

# Given instead of a place, which may be none.
STAYS: Any = object()


def move(step: Step[Any], place: Any, *, field: str = "place", act: str = "") -> None:
    """Move the step's thing. `act`: whose rule is asked, where that of the step allows more than moving."""
    thing = step.thing
    if place is STAYS or place == getattr(thing, field):
        return
    require(step.actor, act or step.act, thing)
    setattr(thing, field, place)
    require(step.actor, act or step.act, thing)
