"""A faulty workbook comes back with its cells marked and a sentence each, and nothing of it is imported."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from heluo.base.errors import Invalid
from heluo.base.exchange.applying import apply
from heluo.base.exchange.marking import mark, marked_name
from heluo.base.exchange.planning import Plan
from heluo.base.models import LedgerEntry
from heluo.base.rules import SYSTEM
from heluo.needs.models import Need
from heluo.people.models import Organisation
from tests.exchange.making import ORGANISATIONS, is_red, opened, organisation, saved, workbook

NEEDS = ["编号", "标题", "行业代码", "类型", "所在地代码", "提出日期", "状态"]


@pytest.fixture(autouse=True)
def ground(cast):
    """Places and industries."""
    return cast.village, cast.pepper


def plan_of(*uploads):
    return Plan(uploads, actor=SYSTEM)


def cells(plan):
    return {problem.cell for problem in plan.problems}


@pytest.fixture
def faulty():
    """A missing column, text in a date, an unknown place, a duplicate: the four of the acceptance."""
    rows = [
        ["编号", "标题", "行业代码", "业务类型", "所在地代码", "提出日期", "状态"],
        ["X-1", "花椒蚜虫防治", "A0163-01", "上门指导", "410328109202", date(2026, 3, 1), "征集中"],
        ["X-2", "花椒修剪", "A0163-01", "上门指导", "410328109202", "开春以后", "征集中"],
        ["X-3", "花椒施肥", "A0163-01", "上门指导", "410328999999", date(2026, 3, 2), "征集中"],
        ["X-1", "花椒蚜虫防治", "A0163-01", "上门指导", "410328109202", date(2026, 3, 1), "征集中"],
    ]
    return workbook("needs.xlsx", 需求=rows)


def test_every_fault_has_its_cell_and_one_sentence(faulty):
    plan = plan_of(faulty)
    assert cells(plan) == {"D1", "F3", "E4", "A5"}
    assert len(plan.problems) == 4
    assert all(problem.sentence for problem in plan.problems)


def test_nothing_of_it_is_imported(faulty):
    before = LedgerEntry.objects.count()
    with pytest.raises(Invalid):
        apply(plan_of(faulty))
    assert (Need.objects.count(), LedgerEntry.objects.count()) == (0, before)


def test_it_comes_back_with_the_cells_marked(faulty):
    plan = plan_of(faulty)
    book = opened(mark(plan.batch.files[0], plan.problems))
    page = book["需求"]
    marked = {cell.coordinate for row in page.iter_rows(max_col=7) for cell in row if is_red(cell)}
    assert marked == {"D1", "F3", "E4", "A5"}
    assert all(page[cell].comment.text for cell in marked)
    assert [page.cell(row, 8).value is None for row in (1, 2, 3, 4, 5)] == [False, True, False, False, False]
    assert book["问题"].max_row == 5


def test_types_of_the_other_cells_stay(faulty):
    plan = plan_of(faulty)
    page = opened(mark(plan.batch.files[0], plan.problems))["需求"]
    assert page["F2"].value.date() == date(2026, 3, 1)


def test_a_marked_workbook_is_corrected_and_sent_again(faulty):
    plan = plan_of(faulty)
    content = mark(plan.batch.files[0], plan.problems)
    book = opened(content)
    page = book["需求"]
    page["D1"], page["F3"], page["E4"], page["A5"] = "类型", "2026年3月5日", "410328109200", "X-4"
    again = plan_of(saved(book, marked_name("needs.xlsx")))
    assert [problem.sentence for problem in again.problems] == []
    assert again.notices == []
    apply(again)
    assert sorted(Need.objects.values_list("source_number", flat=True)) == ["X-1", "X-2", "X-3", "X-4"]


def test_sentences_come_in_the_readers_language(faulty):
    with translation.override("en"):
        assert "is not a date" in {p.cell: p.sentence for p in plan_of(faulty).problems}["F3"]
    with translation.override("zh-hans"):
        assert "不是日期" in {p.cell: p.sentence for p in plan_of(faulty).problems}["F3"]


def test_a_missing_column_with_nothing_like_it_is_named():
    header = [name for name in ORGANISATIONS if name != "类型"]
    (problem,) = plan_of(workbook(单位=[header, ["DW-001", "甲", None, "410328", None, None, None]])).problems
    assert "类型" in problem.sentence
    assert problem.row == 1


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("单位名称", None),
        ("单位名称", "名" * 121),
        ("单位名称", "张营\x0b合作社"),
        ("统一社会信用代码", "93410328MA9HEQJ01X"),
        ("类型", "合作設"),
        ("所在地代码", "410328109"),
        ("所在地代码", "4103281092021"),
        ("联系电话", "138000"),
    ],
)
def test_one_wrong_cell_is_one_problem(heading, value):
    row = organisation(**{heading: value, "所在地": "栾川县庙子镇" if heading == "所在地代码" else None})
    (problem,) = plan_of(workbook(单位=[ORGANISATIONS, row])).problems
    assert problem.column in (heading, "所在地代码")


def test_a_number_that_lost_its_digits_is_not_taken():
    header = ["编号", "户主姓名", "身份证号", "所在地代码", "类别"]
    row = ["H-1", "张福来", 999999196001010011, "410328109202", "一般户"]
    (problem,) = plan_of(workbook(农户=[header, row])).problems
    assert problem.cell == "C2"


def test_a_stored_credit_code_under_another_number(cast):
    code = cast.cooperative.credit_code
    (problem,) = plan_of(workbook(单位=[ORGANISATIONS, organisation(统一社会信用代码=code)])).problems
    assert cast.cooperative.name in problem.sentence


def test_the_code_of_one_place_with_the_name_of_another():
    row = organisation(所在地="栾川县庙子镇")
    (problem,) = plan_of(workbook(单位=[ORGANISATIONS, row])).problems
    assert problem.cell == "E2"


def test_a_duplicate_in_another_file_is_one_too():
    one = [ORGANISATIONS, organisation()]
    plan = plan_of(workbook("a.xlsx", 单位=one), workbook("b.xlsx", 单位=one))
    (problem,) = plan.problems
    assert (problem.file, problem.cell) == ("b.xlsx", "A2")


def test_two_files_of_one_name_are_told_apart_by_it():
    with pytest.raises(Invalid):
        plan_of(workbook("a.xlsx", 单位=[ORGANISATIONS]), workbook("a.xlsx", 单位=[ORGANISATIONS]))


def test_lines_without_their_record_are_refused():
    (problem,) = plan_of(workbook(到场=[["服务编号", "姓名"], ["FW-1", "张福来"]])).problems
    assert problem.cell == "A2"


def test_a_formula_in_a_cell_stays_text_in_the_marked_workbook():
    plan = plan_of(workbook(单位=[ORGANISATIONS, organisation(单位名称="=1+1", 类型="不知道")]))
    page = opened(mark(plan.batch.files[0], plan.problems))["单位"]
    assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
    assert not Organisation.objects.filter(name="=1+1").exists()


def test_a_sentence_quotes_the_beginning_of_a_cell():
    rows = [NEEDS, ["X-1", "花椒", "A0163-01", "长" * 30_000, "410328109202", "长" * 30_000, "征集中"]]
    told = [problem.sentence for problem in plan_of(workbook(需求=rows)).problems]
    assert len(told) == 2
    assert all("长…”" in sentence and len(sentence) < 300 for sentence in told)
