"""Random problems of every kind: whatever comes out, the checker agrees, in time and out of time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from heluo.enginekit import CancelFlag, Infeasible, find, wire

ENGINE = find("matching")
CODES = st.sampled_from(["A", "A0161-01", "A0163-01", "A0163", "A0142", "C308"])
WORDS = st.sampled_from(["", "花椒蚜虫防治", "核桃、花椒", "羊肚菌 morel 大棚", "防治", "的"])
DAYS = st.integers(0, 60).map(lambda days: date(2026, 4, 1) + timedelta(days=days))
ORGANISATIONS = st.lists(st.sampled_from(["org-a", "org-b"]), max_size=2)


@st.composite
def located(draw: Any, name: str) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "industries": draw(st.lists(CODES, max_size=2)), "words": draw(WORDS)}
    row["place_code"] = draw(st.sampled_from(["", "4103", "410328109", "410324"]))
    if draw(st.booleans()):
        row["latitude_deg"] = draw(st.floats(33.5, 35.5))
        row["longitude_deg"] = draw(st.floats(111, 113))
    return row


@st.composite
def needs(draw: Any, name: str) -> dict[str, Any]:
    window = sorted(draw(st.tuples(DAYS, DAYS)))
    ends = draw(st.sampled_from(["neither", "from", "to", "both"]))
    return draw(located(name)) | {
        "units": draw(st.integers(1, 3)),
        "urgency": draw(st.integers(0, 3)),
        "must_serve": draw(st.integers(0, 5)) == 0,
        "remote": draw(st.integers(0, 3)) == 0,
        "requesters": draw(ORGANISATIONS),
        "window_from": window[0] if ends in ("from", "both") else None,
        "window_to": window[1] if ends in ("to", "both") else None,
    }


@st.composite
def specialists(draw: Any, name: str) -> dict[str, Any]:
    served = draw(st.integers(0, 30))
    spans = [sorted(draw(st.tuples(DAYS, DAYS))) for _ in range(draw(st.integers(0, 3)))]
    return draw(located(name)) | {
        "capacity_units": draw(st.integers(0, 4)),
        "load_units": draw(st.integers(0, 4)),
        "members": draw(st.sampled_from([1, 1, 3])),
        "served": served,
        "satisfied": draw(st.integers(0, served)),
        "conflicts": draw(ORGANISATIONS),
        "absences": [{"first": first, "last": last} for first, last in spans],
    }


@st.composite
def problems(draw: Any) -> Any:
    asked = [draw(needs(f"N{number}")) for number in range(draw(st.integers(0, 4)))]
    people = [draw(specialists(f"P{number}")) for number in range(draw(st.integers(0, 5)))]
    data: dict[str, Any] = {"needs": asked, "specialists": people}
    if asked and people:
        pair = st.tuples(st.sampled_from(asked), st.sampled_from(people))
        pairs = st.lists(pair, max_size=2, unique_by=lambda both: (both[0]["id"], both[1]["id"]))
        for field in ("locked", "forbidden"):
            data[field] = [{"need": need["id"], "specialist": person["id"]} for need, person in draw(pairs)]
    data["outside_value"] = draw(st.sampled_from([-20, 20, 60]))
    data["candidates_per_need"] = draw(st.sampled_from([1, 2, 32]))
    data["shown_per_need"] = draw(st.sampled_from([0, 1, 10]))
    return wire.from_data(ENGINE.problem_type, data)


@given(problems(), st.integers(0, 3), st.booleans())
@settings(max_examples=250, deadline=None)
def test_every_plan_checks_clean(problem: Any, seed: int, hurry: bool):
    stop = CancelFlag()
    if hurry:
        stop.cancel()
    try:
        plan = ENGINE.solve(problem, seed=seed, stop=stop)
    except Infeasible:
        return
    assert ENGINE.check(problem, plan) == []
    assert plan.objective <= plan.upper_bound
    assert wire.from_json(ENGINE.plan_type, wire.to_json(plan)) == plan
    assert ENGINE.draw(problem, plan).endswith("</svg>\n")
