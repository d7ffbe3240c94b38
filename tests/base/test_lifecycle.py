"""The runner of lifecycles: a table is checked when it is made, and nothing moves but by it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from heluo.base import rules
from heluo.base.errors import Refused
from heluo.base.lifecycle import NEW, Lifecycle, State, Transition, moves
from heluo.base.rules import anyone, is_system, may

STATES = (State("ripe", "Ripe"), State("picked", "Picked", final=True))
ACTS = {"grow": "Grow", "pick": "Pick"}
ROWS = (Transition(NEW, "grow", "ripe", anyone), Transition("ripe", "pick", "picked", is_system))


@pytest.fixture(autouse=True)
def own_rules(monkeypatch):
    monkeypatch.setattr(rules, "_RULES", {})


def cherries(rows=ROWS, states=STATES, acts=ACTS) -> Lifecycle:
    return Lifecycle("cherries", states, tuple(rows), acts)


def thing(state: str):
    return SimpleNamespace(state=state, _state=SimpleNamespace(adding=not state))


def test_a_move_leads_to_its_target():
    table = cherries()
    assert table.target(thing(NEW), "grow") == "ripe"
    assert table.target(None, "grow") == "ripe"


@pytest.mark.parametrize(("state", "act"), [(NEW, "pick"), ("ripe", "grow"), ("picked", "pick"), ("picked", "grow")])
def test_every_other_move_is_refused_with_its_reason(state, act):
    with pytest.raises(Refused) as no:
        cherries().target(thing(state), act)
    assert ACTS[act] in str(no.value)


def test_the_rule_of_an_act_is_that_of_its_row():
    cherries()
    assert may(rules.VISITOR, "cherries.grow", None)
    assert not may(rules.VISITOR, "cherries.pick", thing("ripe"))
    assert may(rules.SYSTEM, "cherries.pick", thing("ripe"))


def test_what_one_may_do_now():
    table = cherries()
    assert [move.act for move in table.possible(rules.SYSTEM, thing("ripe"))] == ["pick"]
    assert not list(table.possible(rules.VISITOR, thing("ripe")))


@pytest.mark.parametrize(
    "row",
    [
        Transition("green", "pick", "picked", anyone),
        Transition("ripe", "pick", "eaten", anyone),
        Transition("ripe", "eat", "picked", anyone),
        Transition("ripe", "pick", "ripe", anyone),
    ],
    ids=["unknown source", "unknown target", "act without a name", "two targets"],
)
def test_a_faulty_table_is_no_table(row):
    with pytest.raises(ValueError, match="cherries"):
        cherries((*ROWS, row))


def test_the_same_move_from_several_states():
    assert [row.source for row in moves(("ripe", "picked"), "grow", "ripe", anyone)] == ["ripe", "picked"]


def test_names_and_choices():
    table = cherries()
    assert table.choices == [("ripe", "Ripe"), ("picked", "Picked")]
    assert table.label("picked") == "Picked"
