"""A ledger to try things on: rows of a small table, written by the one way to write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from heluo.base import rules
from heluo.base.rules import SYSTEM
from heluo.base.writing import writing
from heluo.industries.models import Industry

Write = Callable[..., Industry]


@pytest.fixture
def own_keys(settings, tmp_path):
    """Keys and a kept head of this test's own."""
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


@pytest.fixture
def write(monkeypatch) -> Write:
    """`write("T1")` makes a row with that code, or names it anew; each call is one action."""
    monkeypatch.setitem(rules._RULES, "tests.write", rules.anyone)

    def write_row(code: str, name: str = "食用菌") -> Industry:
        row = Industry.objects.filter(code=code).first() or Industry(code=code, name_en="Mushrooms", source="synthetic")
        with writing(SYSTEM, "tests.write", row) as step:
            step.thing.name_zh = name
        return step.thing

    return write_row
