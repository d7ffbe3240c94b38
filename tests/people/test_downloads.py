"""Lists as workbooks: what the page shows, narrowed as the page is, in the columns of the workbooks that come in."""

from datetime import date
from io import BytesIO

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Concat
from openpyxl import load_workbook

from heluo.base.exchange.applying import apply
from heluo.base.exchange.planning import Plan
from heluo.base.exchange.reader import Upload
from heluo.base.rules import SYSTEM
from heluo.people.actions.specialists import add_absence, add_term, edit_specialist
from heluo.people.models import Organisation
from heluo.people.workbooks.organisations import SHEET as ORGANISATIONS
from heluo.people.workbooks.specialists import SHEET as SPECIALISTS
from tests.exchange.making import saved


def read(browser, address):
    return list(load_workbook(BytesIO(browser.get(address).content)).active.iter_rows(values_only=True))


def test_specialists_as_narrowed_without_telephones(as_user, cast):
    assert cast.specialist.number != cast.stranger.colleague.number
    heading, *rows = read(as_user(cast.county_officer), "/specialists/workbook/?county=410328")
    assert list(heading) == [column.heading for column in SPECIALISTS.columns]
    known = [dict(zip((column.key for column in SPECIALISTS.columns), row, strict=True)) for row in rows]
    assert [one["number"] for one in known] == [cast.specialist.number]
    assert known[0]["home_code"] == cast.specialist.home.code
    assert known[0]["phone"] is None


def test_a_name_that_looks_like_a_formula_stays_a_name(as_user, cast):
    Organisation.objects.filter(pk=cast.cooperative.pk).update(name="=1+1")
    heading, *rows = read(as_user(cast.county_officer), "/organisations/workbook/")
    assert list(heading) == [column.heading for column in ORGANISATIONS.columns]
    assert any("=1+1" in str(cell) for row in rows for cell in row)
    assert cast.cooperative.contact_phone not in str(rows)


def test_what_a_specialist_s_row_leaves_out_or_says_in_several_words_goes_round(as_user, cast):
    one = cast.specialist
    edit_specialist(
        actor=cast.officer,
        specialist=one,
        name="阿依古丽·买买提",
        home=cast.county,
        expertise=[cast.pepper, cast.walnut, cast.apple],
        must_not_serve=[cast.cooperative],
        expertise_words="整形修剪\n1-2 年生树",
        latitude=34.4,
        longitude=111.6,
    )
    add_absence(actor=cast.officer, specialist=one, first_day=date(2026, 1, 1), last_day=date(2026, 1, 9))
    add_term(actor=cast.officer, specialist=one, year=2021, level="province")
    Organisation.objects.update(source_number=Concat(Value("DW-"), "pk", output_field=CharField()))
    for language in ("zh-hans", "en"):
        answer = as_user(cast.county_officer).get("/specialists/workbook/", headers={"accept-language": language})
        plan = Plan([Upload("list.xlsx", answer.content)], actor=cast.county_officer)
        assert ([problem.sentence for problem in plan.problems], plan.rows) == ([], 0)
        apply(plan)
    one.refresh_from_db()
    assert (one.name, one.expertise.count(), one.absences.count(), one.must_not_serve.count()) == (
        "阿依古丽·买买提",
        3,
        1,
        1,
    )


@pytest.mark.parametrize("name", ["specialists", "organisations"])
def test_a_downloaded_list_sent_back_changes_nothing_and_edited_rows_are_refused(as_user, cast, name):
    _ = cast.specialist, cast.cooperative
    Organisation.objects.update(source_number=Concat(Value("DW-"), "pk", output_field=CharField()))
    content = as_user(cast.county_officer).get(f"/{name}/workbook/").content
    plan = Plan([Upload("list.xlsx", content)], actor=SYSTEM)
    assert ([problem.sentence for problem in plan.problems], plan.rows) == ([], 0)
    assert plan.shares[0].already >= 1
    book = load_workbook(BytesIO(content))
    book.active["B2"] = "另一个名字"
    assert len(Plan([saved(book, "list.xlsx")], actor=SYSTEM).problems) == 1
