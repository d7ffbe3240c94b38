"""The components: what they say, that they escape, that nothing inline leaves the house."""

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils.formats import date_format
from django.utils.translation import override

from heluo.web.components import bars, county_map, words
from heluo.web.style_guide import samples
from tests.sites import ROOT


def draw(source: str, request=None, **context) -> str:
    return engines["django"].from_string("{% load heluo %}" + source).render(context, request)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def test_shares_add_up_to_a_hundred():
    assert bars.shares([1, 1, 1]) == [34, 33, 33]
    assert sum(bars.shares([7, 11, 3])) == 100
    assert bars.shares([0, 0, 0]) == [0, 0, 0]


def test_a_bar_never_runs_over_its_end():
    last = bars.segments([("a", 70), ("b", 70)], 100)[-1]
    assert last.start + last.length == 100


def test_a_score_says_its_total_and_the_most_that_it_could_be():
    drawn = re.sub(r"<[^>]+>", "", draw("{% score_parts parts %}", parts=[("expertise", 40), ("distance", 15)]))
    assert "55 of 100 points" in drawn
    assert "expertise 40 · distance 15" in drawn


def test_a_figure_opens_and_says_its_grades():
    drawn = draw(
        '{% figure label="Trained" value=18000 unit="person-times" checked=1 confirmed=2 claimed=1 href="/x/" %}'
    )
    assert '<a class="figure" href="/x/">' in drawn
    assert "18,000" in drawn
    assert "checked 25% · confirmed 50% · claimed 25%" in drawn


def test_a_figure_that_is_strictly_more_says_so():
    drawn = draw('{% figure label="Households" value=1600 more=True %}')
    assert "&gt;" in drawn
    assert "more than" in drawn


def test_a_figure_without_rows_has_no_bar():
    assert "<svg" not in draw("{% grade_bar 0 0 0 %}")


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [(9, "9 days left", ""), (2, "2 days left", "soon"), (0, "due today", "soon"), (-1, "1 day late", "late")],
)
def test_a_deadline_in_words_and_tone(days, said, tone):
    tag = words.deadline_tag(days)
    assert (tag.words, tag.tone) == (said, tone)


def test_no_deadline_draws_nothing():
    assert draw("{% tag_deadline None %}").strip() == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13800001234", "138****1234"),
        ("410328199001011234", "410****34"),
        ("王秀英", "王**"),
        ("王**", "王**"),
        ("", ""),
    ],
)
def test_personal_values_are_masked(value, shown):
    assert words.masked(value) == shown


def test_a_place_is_a_path():
    drawn = draw("{% place_path names %}", names=["洛宁县", "赵村镇"])
    assert re.sub(r"<[^>]+>", "", drawn).strip() == "洛宁县 › 赵村镇"


def test_a_bad_point_of_a_story_has_its_word():
    drawn = draw(
        "{% story entries %}", entries=[{"when": datetime(2026, 11, 20, tzinfo=UTC), "text": "判断", "bad": True}]
    )
    assert 'class="bad"' in drawn
    assert "trouble" in drawn


def test_what_users_typed_is_escaped():
    evil = "<script>alert(1)</script>"
    source = "{% story e %}{% place_path p %}{% score_parts s %}{% empty t %}"
    drawn = draw(source, e=[{"text": evil}], p=[evil], s=[(evil, 1)], t=evil)
    assert "<script" not in drawn


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="As one would say it.", max_length=80)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, max_length=80)


def test_a_wrong_field_is_tied_to_its_sentence_and_in_the_summary():
    drawn = draw("{% fields form %}", form=Sample({"note": "kept"}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn
    assert '<a href="#id_title">' in drawn
    assert "2 things are not right yet" in drawn
    assert 'value="kept"' in drawn


def test_djangos_sentences_are_said_in_our_words():
    with override("zh-hans"):
        assert "请填写。" in draw("{% field form.title %}", form=Sample({}))


def test_choices_are_chips_with_real_inputs():
    drawn = draw("{% field form.kind %}", form=Sample())
    assert drawn.count('class="chip"') == drawn.count('type="radio"') == 2
    assert "<legend>" in drawn


def test_an_optional_field_says_so():
    assert "may be left empty" in draw("{% field form.note %}", form=Sample())
    assert "may be left empty" not in draw("{% field form.title %}", form=Sample())


def test_the_pager_keeps_the_query(rf):
    page = Paginator(range(50), 20).get_page(2)
    drawn = draw("{% pager page %}", rf.get("/needs/?county=410328&page=2"), page=page)
    assert "?county=410328&amp;page=1" in drawn
    assert "?county=410328&amp;page=3" in drawn
    assert "21–40 of 50" in drawn


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_labels_of_the_map_do_not_collide(size):
    drawing = county_map.draw(samples.counties(), samples.VALUES, {})
    boxes = [getattr(county, size).box for county in drawing.counties]
    assert all(one.overlap(other) == 0 for one, other in combinations(boxes, 2))
    assert all(0 <= box.left < box.right <= drawing.width for box in boxes)
    assert all(0 <= box.top < box.bottom <= drawing.height for box in boxes)


def test_circles_show_values_by_their_area():
    drawing = county_map.draw(samples.counties(), {"410328": 100, "410329": 25}, {})
    radii = {county.code: county.radius for county in drawing.counties}
    assert radii["410328"] == 2 * radii["410329"]
    assert radii["410324"] == 0


def test_a_map_without_counties_or_values_can_be_drawn():
    assert county_map.draw([], {}, {}).counties == []
    assert all(not county.text for county in county_map.draw(samples.counties(), {"410328": 0}, {}).counties)


def test_the_map_says_that_it_is_a_sketch():
    drawn = draw("{% county_map features values %}", features=samples.counties(), values={"410328": 3})
    assert "A sketch" in drawn


@pytest.mark.parametrize("name", ["DATE_FORMAT", "SHORT_DATE_FORMAT", "MONTH_DAY_FORMAT", "DATETIME_FORMAT"])
def test_a_day_is_written_in_one_form_in_english(name):
    assert date_format(datetime(2026, 11, 5, 14, 30), name).startswith("2026-11-05")


def test_templates_write_days_in_the_forms_of_the_house():
    """By a format's name, or as 2026-11-05; a month alone, a time, a day of the week are no other form of a day."""
    named = {"DATE_FORMAT", "DATETIME_FORMAT", "MONTH_DAY_FORMAT", "SHORT_DATETIME_FORMAT", "YEAR_MONTH_FORMAT"}
    known = named | {"H:i", "D", "c"}
    sources = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.html")]
    used = {form for source in sources for form in re.findall(r'\|date:"([^"]*)"', source)}
    assert {form for form in used - known if not form.startswith("Y-m-d")} == set()
