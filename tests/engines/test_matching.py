"""Matching, through its door: what is scored, who is excluded, what is said."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from heluo.enginekit import Infeasible, Malformed, find, wire
from heluo.engines.matching import rank, survey
from heluo.engines.matching.problem import Need, Problem

ENGINE = find("matching")


def need(**fields: Any) -> dict[str, Any]:
    usual = {
        "id": "N1",
        "industries": ["A0163-01"],
        "words": "花椒蚜虫防治",
        "latitude_deg": 34.3,
        "longitude_deg": 111.6,
    }
    return usual | fields


def person(name: str = "P1", /, **fields: Any) -> dict[str, Any]:
    usual = {"id": name, "industries": ["A0163-01"], "words": "花椒栽培", "capacity_units": 2}
    return usual | {"latitude_deg": 34.4, "longitude_deg": 111.7} | fields


def problem(needs: list[dict[str, Any]], people: list[dict[str, Any]], **fields: Any) -> Problem:
    return wire.from_data(Problem, {"needs": needs, "specialists": people, **fields})


def ranked(*people: dict[str, Any], asked: dict[str, Any] | None = None, **fields: Any) -> list[str]:
    made = problem([asked or need()], list(people), **fields)
    return [candidate.specialist for candidate in rank(made, made.needs[0])]


def answer(needs: list[dict[str, Any]], people: list[dict[str, Any]], **fields: Any) -> Any:
    made = problem(needs, people, **fields)
    plan = ENGINE.solve(made)
    assert ENGINE.check(made, plan) == []
    return plan.answers[0]


def test_the_nearer_trade_comes_first():
    people = [person("walnut", industries=["A0161-01"]), person("pepper"), person("apple", industries=["A0151"])]
    assert ranked(*people)[:2] == ["pepper", "walnut"]


def test_words_decide_between_equal_trades():
    people = [person("plain", words="苗木繁育"), person("aphid", words="花椒蚜虫、花椒修剪")]
    assert ranked(*people) == ["aphid", "plain"]


def test_the_nearer_person_comes_first():
    assert ranked(person("far", latitude_deg=34.9), person("near")) == ["near", "far"]


def test_one_good_visit_does_not_beat_forty():
    people = [person("one", served=1, satisfied=1), person("forty", served=40, satisfied=39)]
    assert ranked(*people) == ["forty", "one"]


def test_who_has_taken_on_much_comes_later():
    assert ranked(person("busy", load_units=9), person("idle", load_units=0)) == ["idle", "busy"]


def test_parts_add_to_the_score_and_carry_their_reasons():
    best = rank(made := problem([need()], [person(days_left=14, served=9, satisfied=9)]), made.needs[0])[0]
    assert sum(part.points for part in best.parts) == best.score
    assert best.reason.zh == "擅长花椒栽培；距离 19 公里；今年还余 14 天；近两年 9 次服务全部满意；时间不限"
    assert "about 19 km by road" in best.reason.en


@pytest.mark.parametrize(
    ("code", "asked", "served_by"),
    [
        ("no_skill", {}, {"industries": ["C308"], "words": "耐火材料"}),
        ("too_far", {}, {"latitude_deg": 39.9, "longitude_deg": 116.4}),
        ("full", {}, {"capacity_units": 0}),
        ("conflict", {"requesters": ["org"]}, {"conflicts": ["org"]}),
        (
            "absent",
            {"window_from": "2026-04-01", "window_to": "2026-04-10"},
            {
                "absences": [
                    {"first": "2026-03-20", "last": "2026-04-05"},
                    {"first": "2026-04-06", "last": "2026-05-01"},
                ]
            },
        ),
    ],
)
def test_who_cannot_come_is_counted_with_the_reason(code: str, asked: dict[str, Any], served_by: dict[str, Any]):
    found = answer([need(**asked)], [person(**served_by)])
    assert found.excluded == {code: 1}
    assert found.unserved.code == {"too_far": "out_of_reach"}.get(code, code)
    assert found.others.zh.startswith("其余 1 人为何靠后：1 人")


def test_a_forbidden_pair_is_left_out():
    assert ranked(person("P1"), person("P2"), forbidden=[{"need": "N1", "specialist": "P1"}]) == ["P2"]


def test_what_can_be_answered_from_afar_has_no_distance():
    far = person(latitude_deg=39.9, longitude_deg=116.4)
    assert answer([need(remote=True)], [far]).served == 1


def test_places_stand_in_where_positions_lack():
    nowhere = {"latitude_deg": None, "longitude_deg": None}
    people = [person("city", place_code="4103", **nowhere), person("town", place_code="410328109", **nowhere)]
    assert ranked(*people, asked=need(place_code="410328109", **nowhere)) == ["town", "city"]


def test_one_person_fills_one_place_of_a_need():
    found = answer([need(units=2)], [person(capacity_units=5)])
    assert (found.served, found.unserved.code) == (1, "too_few")


def test_a_team_fills_as_many_places_as_it_has_members():
    found = answer([need(units=3)], [person("team", members=2, capacity_units=9), person("P2")])
    assert {row.specialist: row.places for row in found.candidates} == {"team": 2, "P2": 1}


def test_a_loser_hears_where_the_time_went():
    needs = [need(id="A", name="大坪村花椒"), need(id="B", name="赵村花椒", urgency=3)]
    found = answer(needs, [person(capacity_units=1)])
    assert found.unserved.code == "taken"
    assert found.candidates[0].lost.zh == "已派往“赵村花椒”，名额用完"


def test_a_poor_match_is_not_made():
    found = answer([need()], [person()], outside_value=95)
    assert (found.served, found.unserved.code) == (0, "not_worth")


def test_a_settled_pair_stays_against_all_scores():
    people = [person("best"), person("settled", industries=["C308"], words="", latitude_deg=35.9)]
    found = answer([need()], people, locked=[{"need": "N1", "specialist": "settled"}])
    assert {row.specialist: row.places for row in found.candidates} == {"best": 0, "settled": 1}


def test_a_need_that_must_be_served_looks_beyond_the_best_few():
    needs = [need(id=f"N{number}", must_serve=True) for number in range(3)]
    people = [person(f"P{number}", capacity_units=1) for number in range(3)]
    assert answer(needs, people, candidates_per_need=1).served == 1


def test_the_seed_draws_among_equals():
    made = problem([need()], [person(f"P{number}") for number in range(6)])
    winners = {ENGINE.solve(made, seed=seed).assignments[0].specialist for seed in range(12)}
    assert len(winners) > 1


def test_a_shortage_is_told_with_names():
    needs = [need(id="A", name="大坪村花椒", must_serve=True), need(id="B", name="赵村花椒", must_serve=True)]
    with pytest.raises(Infeasible) as caught:
        ENGINE.solve(problem(needs, [person("P1", capacity_units=1)]))
    sentence = caught.value.findings[0].sentence
    assert sentence.zh == "必须服务的 2 项需求（大坪村花椒、赵村花椒）还要 2 人次，能去的 1 人（P1）只能出 1 人次。"


@pytest.mark.parametrize(
    ("needs", "people", "extra", "where"),
    [
        ([need(), need()], [], {}, "needs[1].id"),
        ([need(units=0)], [], {}, "needs[0].units"),
        ([need(window_from="2026-02-02", window_to="2026-01-01")], [], {}, "needs[0].window_to"),
        ([need(longitude_deg=None)], [], {}, "needs[0].latitude_deg"),
        ([need(words="a\x00b")], [], {}, "needs[0].words"),
        ([], [person(served=1, satisfied=2)], {}, "specialists[0].satisfied"),
        ([], [person(colour="red")], {}, "specialists[0].colour"),
        ([need()], [person()], {"locked": [{"need": "N1", "specialist": "P9"}]}, "locked[0].specialist"),
        ([need()], [person()], {"weights": {"expertise": 50}}, "weights"),
    ],
)
def test_a_wrong_row_is_named(needs: list[Any], people: list[Any], extra: dict[str, Any], where: str):
    with pytest.raises(Malformed) as caught:
        problem(needs, people, **extra)
    assert where in [finding.where for finding in caught.value.findings]


def test_ranking_loads_no_solver():
    code = (
        "import sys; from heluo.engines.matching import rank; from heluo.engines.matching.problem import Problem;"
        "need = {'id': 'N', 'words': '花椒'}; person = {'id': 'P', 'words': '花椒', 'capacity_units': 1};"
        "made = Problem.model_validate({'needs': [need], 'specialists': [person]});"
        "assert rank(made, made.needs[0]);"
        "print(sorted({'ortools', 'numba', 'scipy', 'django'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_reason_says_it_once():
    made = problem([need()], [person(words="主要从事花椒修剪，擅长蚜虫防治")])
    assert rank(made, made.needs[0])[0].parts[0].reason.zh == "擅长蚜虫防治与花椒修剪"


def test_a_survey_says_why_the_next_ones_are_behind():
    people = [person("best", name="张建国"), person("far", latitude_deg=34.9), person("full", capacity_units=0)]
    made = problem([need()], people)
    seen = survey(made, made.needs[0])
    assert [(row.specialist, row.places) for row in seen.candidates] == [("best", 1), ("far", 0)]
    assert seen.candidates[1].lost.zh == "比张建国低 12 分，主要在距离（少 12 分）"
    assert seen.others.zh == "其余 1 人为何靠后：1 人已排满"
    assert (seen.excluded, seen.eligible) == ({"full": ["full"]}, 2)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("end", ["window_from", "window_to"])
def test_the_ends_of_time_are_days_too(end: str, day: str):
    assert answer([need(**{end: day})], [person()]).served == 1


def test_a_need_that_is_not_in_the_problem_can_be_ranked():
    made = problem([], [person()])
    asked = wire.from_data(Need, need(id="new"))
    assert [candidate.specialist for candidate in rank(made, asked)] == ["P1"]


def test_nothing_asked_and_nobody_there_is_a_plan_too():
    empty = problem([], [])
    assert ENGINE.check(empty, ENGINE.solve(empty)) == []
    assert answer([need()], []).unserved.code == "nobody"
