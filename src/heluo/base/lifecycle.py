"""A thing's life as one table: (source, act, target, rule). The runner looks the move up.

Nothing else changes a state.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Refused, Sentence
from heluo.base.rules import Predicate, Verdict, allow, predicate

# The source of a thing that does not exist yet.
NEW = ""
_LIFECYCLES: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True)
class State:
    """A state's key (stored), its name (shown), and whether it is an end."""

    key: str
    label: Sentence
    final: bool = False


@dataclass(frozen=True)
class Transition:
    source: str
    act: str
    target: str
    rule: Predicate


@dataclass(frozen=True)
class Lifecycle:
    """The table of one kind of thing. `subject` prefixes its acts: `needs.publish`."""

    subject: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    # act → its name as shown on buttons and in refusals
    acts: dict[str, Sentence]

    def __post_init__(self) -> None:
        known = {state.key for state in self.states} | {NEW}
        moves = set()
        for transition in self.transitions:
            if transition.source not in known or transition.target not in known:
                raise ValueError(f"{self.subject}: {transition} names an unknown state")
            if transition.act not in self.acts:
                raise ValueError(f"{self.subject}: the act {transition.act} has no name")
            if (transition.source, transition.act) in moves:
                raise ValueError(f"{self.subject}: two targets for {transition.source} {transition.act}")
            moves.add((transition.source, transition.act))
        for act in self.acts:
            allow(f"{self.subject}.{act}", self._rule(act))
        _LIFECYCLES[self.subject] = self

    def _rule(self, act: str) -> Predicate:
        """The rule of an act asked of a thing: that of its present state's row, else of the act's first row."""
        rows = {transition.source: transition.rule for transition in self.transitions if transition.act == act}
        first = next(iter(rows.values()))

        def decide(user: Any, thing: Any) -> Verdict:
            return rows.get(_state_of(thing), first)(user, thing)

        return Predicate(decide, f"{self.subject}.{act}")

    @property
    def choices(self) -> list[tuple[str, Sentence]]:
        return [(state.key, state.label) for state in self.states]

    def label(self, key: str) -> Sentence:
        return next(state.label for state in self.states if state.key == key)

    def find(self, source: str, act: str) -> Transition | None:
        return next((t for t in self.transitions if t.source == source and t.act == act), None)

    def target(self, thing: Any, act: str) -> str:
        """The state that `act` leads to from the thing's present one, or Refused with the reason."""
        move = self.find(_state_of(thing), act)
        if move is None:
            raise Refused(self.refusal(_state_of(thing), act))
        return move.target

    def refusal(self, source: str, act: str) -> Sentence:
        """Why `act` is not possible from `source`."""
        if source == NEW:
            return _("“%(act)s” is not possible before this is saved.") % {"act": self.acts[act]}
        return _("“%(act)s” is not possible now: the state is “%(state)s”.") % {
            "act": self.acts[act],
            "state": self.label(source),
        }

    def possible(self, user: Any, thing: Any) -> Iterator[Transition]:
        """The moves that this user may make with the thing as it stands."""
        return (t for t in self.transitions if t.source == _state_of(thing) and t.rule(user, thing))


def act_label(code: str) -> Sentence | None:
    """The name of a lifecycle's act by its code (`needs.publish`); None when no lifecycle has it."""
    subject, _dot, act = code.partition(".")
    lifecycle = _LIFECYCLES.get(subject)
    return lifecycle.acts.get(act) if lifecycle else None


def moves(sources: Iterable[str], act: str, target: str, rule: Predicate) -> tuple[Transition, ...]:
    """The same move from several states."""
    return tuple(Transition(source, act, target, rule) for source in sources)


def _state_of(thing: Any) -> str:
    return NEW if thing is None or thing._state.adding else thing.state


__all__ = ["NEW", "Lifecycle", "State", "Transition", "moves", "predicate"]
