"""What the ledger commits to of a row."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.test.utils import isolate_apps

from heluo.base.recorded import Recorded


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

            class Meta:
                app_label = "base"

        yield Before, After


def same_row(model: type[Recorded], **values: object) -> Recorded:
    return model(public_id="01a2139a-bd21-7142-bc98-bc0e3d33f660", salt=b"salt", name="花椒", **values)


def test_columns_that_come_later_change_no_commitment(versions):
    before, after = versions
    assert same_row(before).commitment() == same_row(after).commitment()


@pytest.mark.parametrize(
    "change", [{"ended_on": "2026-03-01"}, {"reason": "退休"}, {"tags": ["a"]}, {"is_open": False}], ids=str
)
def test_what_they_say_is_committed_to(versions, change):
    _before, after = versions
    assert same_row(after).commitment() != same_row(after, **change).commitment()


def test_a_value_set_back_to_its_default_is_seen(versions):
    before, _after = versions
    told, emptied = same_row(before), same_row(before)
    emptied.name = ""
    assert told.commitment() != emptied.commitment()
