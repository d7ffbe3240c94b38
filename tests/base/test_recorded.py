"""What the ledger commits to of a row."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from heluo.base import clock
from heluo.base.fields import EncryptedText
from heluo.base.recorded import Recorded, usual_values


@pytest.fixture
def versions() -> Iterator[tuple[type[Recorded], type[Recorded]]]:
    """One table as it is, and with the columns that a later version adds."""
    with isolate_apps("heluo.base"):

        class Before(Recorded):
            name = models.CharField(max_length=20)

            class Meta:
                app_label = "base"

        class After(Recorded):
            name = models.CharField(max_length=20)
            ended_on = models.DateField(null=True)
            reason = models.CharField(max_length=20, blank=True)
            tags = models.JSONField(default=list)
            is_open = models.BooleanField(default=True)
            phone = EncryptedText(max_length=40)

            class Meta:
                app_label = "base"

        yield Before, After


def same_row(model: type[Recorded], **values: object) -> Recorded:
    return model(public_id="01a2139a-bd21-7142-bc98-bc0e3d33f660", salt=b"salt", name="花椒", **values)


def test_columns_that_come_later_change_no_commitment(versions):
    before, after = versions
    assert same_row(before).commitment() == same_row(after).commitment()


@pytest.mark.parametrize(
    "change",
    [{"ended_on": "2026-03-01"}, {"reason": "退休"}, {"tags": ["a"]}, {"is_open": False}, {"phone": "1"}],
    ids=str,
)
def test_what_they_say_is_committed_to(versions, change):
    _before, after = versions
    assert same_row(after).commitment() != same_row(after, **change).commitment()


def test_a_value_set_back_to_its_default_is_seen(versions):
    before, _after = versions
    told, emptied = same_row(before), same_row(before)
    emptied.name = ""
    assert told.commitment() != emptied.commitment()


def test_a_moment_is_committed_to_though_it_is_the_default():
    with isolate_apps("heluo.base"):

        class Timed(Recorded):
            name = models.CharField(max_length=20)
            at = models.DateTimeField(default=clock.now)

            class Meta:
                app_label = "base"

        first, second = (same_row(Timed, at=datetime(2026, 3, day, tzinfo=UTC)) for day in (1, 2))
        assert first.commitment() != second.commitment()


def test_the_defaults_that_are_left_out_are_the_known_ones():
    """To change one, or to take one away, makes earlier rows seem altered (ADR 18); a new column adds its line."""
    known = Path(__file__).with_name("committed_defaults.txt").read_text("utf-8").splitlines()
    found = [
        f"{model._meta.label_lower}.{column} {value!r}"
        for model in apps.get_models()
        if issubclass(model, Recorded)
        for column, value in usual_values(model).items()
        if column not in model.not_committed
    ]
    assert sorted(found) == known
