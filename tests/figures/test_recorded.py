"""Nothing that counts is written past the ledger (docs/adr/0015-what-the-ledger-leaves-out.md)."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heluo.base.recorded import Recorded
from heluo.figures.counting import Scope, count
from heluo.figures.indicator import all_indicators
from tests.sites import ROOT

LEFT_OUT = {
    model._meta.db_table for model in apps.get_models(include_auto_created=True) if not issubclass(model, Recorded)
}


@pytest.mark.parametrize("slug", all_indicators())
def test_a_figure_reads_recorded_rows_alone(slug, cast):
    with CaptureQueriesContext(connection) as asked:
        count(all_indicators()[slug], Scope(place=cast.county))
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in asked.captured_queries)))
    assert tables
    assert not tables & LEFT_OUT


def test_each_table_that_is_left_out_is_named():
    said = (ROOT / "docs" / "adr" / "0015-what-the-ledger-leaves-out.md").read_text(encoding="utf-8")
    assert not [table for table in LEFT_OUT if f"`{table}`" not in said]
