"""What one gets from an address, and rows of a table of that.

    needs:edit GET    200 city county informant requester | signin visitor | 403 rest

An outcome is the answer's status, or "signin" for a way to the page where one signs in. Whoever is named stands in
洛宁县, where everything is, or in the city above it; `-informant` is the informant of another county, `+informant`
both. `rest` is whoever the row has not named.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

# The short names of the roles, in the order in which a row names them.
ROLES = {
    "visitor": "visitor",
    "admin": "administrator",
    "auditor": "auditor",
    "city": "city_officer",
    "county": "county_officer",
    "informant": "informant",
    "committee": "village_committee",
    "clerk": "clerk",
    "requester": "requester",
    "contact": "contact",
    "operator": "operator",
    "specialist": "specialist",
    "leader": "team_leader",
}
OUTSIDE = [
    "auditor",
    "county",
    "informant",
    "committee",
    "clerk",
    "requester",
    "contact",
    "operator",
    "specialist",
    "leader",
]
EVERYONE = [*ROLES, *(f"-{name}" for name in OUTSIDE)]


def key_of(who: str) -> tuple[str, str]:
    """The key under which the cast has this one."""
    return ROLES[who.removeprefix("-")], "outside" if who.startswith("-") else "inside"


def outcome(answer: Any) -> str:
    if answer.status_code == 302 and answer.headers["Location"].startswith("/signin/"):
        return "signin"
    return str(answer.status_code)


def parse(row: str) -> tuple[str, str, dict[str, str]]:
    """(address, method, who → outcome) of one row; everybody is in it."""
    name, method, *_ = row.split()
    expected: dict[str, str] = {}
    rest = ""
    for part in row.partition(method)[2].split("|"):
        result, *people = part.split()
        for who in people:
            if who == "rest":
                rest = result
            for one in _named(who):
                assert one not in expected, f"{name} {method} names {one} twice"
                expected[one] = result
    assert rest or len(expected) == len(EVERYONE), f"{name} {method} does not say what the rest get"
    return name, method, {who: expected.get(who, rest) for who in EVERYONE}


def _named(who: str) -> list[str]:
    names = [who[1:], f"-{who[1:]}"] if who.startswith("+") else [who]
    assert who == "rest" or set(names) <= set(EVERYONE), f"nobody is called {who}"
    return [] if who == "rest" else names


def write(name: str, method: str, found: dict[str, str]) -> str:
    """A row that says this."""
    by_result: dict[str, list[str]] = {}
    for who in EVERYONE:
        by_result.setdefault(found[who], []).append(who)
    longest = max(by_result, key=lambda result: len(by_result[result]))
    parts = [
        f"{result} {' '.join(_joined(people))}" for result, people in sorted(by_result.items()) if result != longest
    ]
    return f"{name} {method} " + " | ".join([*parts, f"{longest} rest"])


def _joined(people: list[str]) -> list[str]:
    both = {who for who in people if f"-{who}" in people}
    return [f"+{who}" if who in both else who for who in people if who.removeprefix("-") not in both or who in both]


LINES = Path(__file__).with_name("permissions.txt").read_text("utf-8").splitlines()
# By address and method, who gets what.
TABLE = {(name, method): row for name, method, row in map(parse, (ln for ln in LINES if ln and ln[0] != "#"))}
