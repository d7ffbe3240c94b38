"""Predicates: each no has its reason; what nobody registered is denied."""

from __future__ import annotations

import pytest

from heluo.base import rules
from heluo.base.errors import Denied
from heluo.base.rules import SYSTEM, VISITOR, allow, anyone, is_system, may, predicate, require, signed_in


@predicate("Only the tall may do this.")
def is_tall(user, thing) -> bool:
    return "tall" in thing


@predicate("Only the wise may do this.")
def is_wise(user, thing) -> bool:
    return "wise" in thing


@pytest.mark.parametrize(
    ("rule", "thing", "reason"),
    [
        (is_tall, "tall", None),
        (is_tall, "", "Only the tall may do this."),
        (is_tall & is_wise, "tall wise", None),
        (is_tall & is_wise, "wise", "Only the tall may do this."),
        (is_tall & is_wise, "tall", "Only the wise may do this."),
        (is_tall | is_wise, "wise", None),
        (is_tall | is_wise, "", "Only the wise may do this."),
        ((is_tall | is_wise).because("Grow or learn."), "", "Grow or learn."),
        (is_tall.because("Grow."), "tall", None),
        (~is_tall, "", None),
        (anyone, "", None),
    ],
    ids=str,
)
def test_a_no_carries_its_reason(rule, thing, reason):
    verdict = rule(None, thing)
    assert bool(verdict) == (reason is None)
    if reason:
        assert verdict.reason == reason


def test_the_opposite_has_a_reason_too():
    assert (~is_tall)(None, "tall").reason


def test_the_second_question_is_asked_only_when_needed():
    @predicate("")
    def breaks(user, thing) -> bool:
        raise AssertionError("asked")

    assert not (is_tall & breaks)(None, "")
    assert (is_tall | breaks)(None, "tall")


def test_an_act_without_a_rule_is_denied_to_everyone():
    assert may(SYSTEM, "nothing.like_this").reason
    with pytest.raises(Denied):
        require(SYSTEM, "nothing.like_this")


def test_an_act_has_one_rule(monkeypatch):
    monkeypatch.setattr(rules, "_RULES", {})
    allow("tests.act", anyone)
    with pytest.raises(ValueError, match="has a rule already"):
        allow("tests.act", anyone)
    assert rules.acts() == ["tests.act"]


def test_the_system_and_the_visitor():
    assert is_system(SYSTEM, None)
    assert not is_system(VISITOR, None)
    assert signed_in(SYSTEM, None)
    assert not signed_in(VISITOR, None)
    assert not VISITOR.holds_anywhere("auditor")
    assert VISITOR.roles == set()
