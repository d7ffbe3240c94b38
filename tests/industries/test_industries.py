"""The tree of industries: loaded whole, found by name and code."""

import pytest

from heluo.base.errors import Denied, Invalid
from heluo.base.rules import SYSTEM
from heluo.industries import queries
from heluo.industries.actions import import_industries
from heluo.industries.forms import IndustriesText
from heluo.industries.models import Industry


@pytest.fixture
def loaded(db):
    return import_industries(actor=SYSTEM)


def test_loading_again_changes_nothing(loaded):
    assert loaded == Industry.objects.count() > 100
    assert import_industries(actor=SYSTEM) == 0


def test_a_changed_name_is_corrected(loaded, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("code,parent,name_zh,name_en,source\nA,,大农业,Farming,Heluo\n", encoding="utf-8")
    assert import_industries(actor=SYSTEM, table=table) == 1
    assert queries.by_code("a").name_zh == "大农业"


def test_a_child_before_its_parent_is_refused(db, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("code,parent,name_zh,name_en,source\nA01,A,农业,Farming,x\n", encoding="utf-8")
    with pytest.raises(Invalid):
        import_industries(actor=SYSTEM, table=table)


def test_only_an_administrator_loads_them(cast):
    with pytest.raises(Denied):
        import_industries(actor=cast.officer)


def test_the_tree_takes_one_query(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        roots = queries.tree()
    assert roots[0].children


def test_above_and_below(loaded):
    pepper = queries.by_code("A0163-01")
    assert pepper in queries.under(queries.by_code("A01"))
    assert [node.code for node in queries.ancestors(pepper)] == ["A", "A01", "A016", "A0163"]


@pytest.mark.parametrize("typed", ["花椒", "Sichuan pepper", "a0163-01", "　花椒 "])
def test_search(loaded, typed):
    assert queries.search_industries(typed)[0].code == "A0163-01"
    assert queries.resolve(typed).code == "A0163-01"


@pytest.mark.parametrize("typed", ["", "%", "火箭"])
def test_search_finds_nothing(loaded, typed):
    assert queries.search_industries(typed) == []


def test_names_in_a_form(loaded):
    assert [node.name_zh for node in IndustriesText().clean("花椒、 苹果,花椒")] == ["花椒", "苹果"]
