"""What makes a problem impossible: locks that contradict something, and people who are lacking."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from heluo.enginekit import Finding, Text
from heluo.engines.matching.assign import Demand
from heluo.engines.matching.candidates import Found
from heluo.engines.matching.lost import others
from heluo.engines.matching.musts import Shortage, shortage
from heluo.engines.matching.problem import Problem

MOST_NAMES = 5


def lock_faults(problem: Problem) -> list[Finding]:
    """Locked pairs that contradict a rule, a capacity or the size of their need."""
    return [*_pair_faults(problem), *_capacity_faults(problem), *_size_faults(problem)]


def _pair_faults(problem: Problem) -> Iterator[Finding]:
    needs = {row.id: row for row in problem.needs}
    people = {row.id: row for row in problem.specialists}
    forbidden = {(pair.need, pair.specialist) for pair in problem.forbidden}
    for number, pair in enumerate(problem.locked):
        need, person = needs[pair.need], people[pair.specialist]
        who = f"“{need.label}”— {person.label}"
        if (pair.need, pair.specialist) in forbidden:
            text = Text(f"{who}：既已确定，又被排除。", f"{who}: both settled and ruled out.")
            yield Finding("locked_forbidden", f"locked[{number}]", text)
        for organisation in sorted(set(need.requesters) & set(person.conflicts)):
            text = Text(
                f"{who}：已确定，但须回避 {organisation}。",
                f"{who}: settled, but must not serve {organisation}.",
            )
            yield Finding("locked_conflict", f"locked[{number}]", text)
        if pair.places > person.members:
            text = Text(
                f"{who}：确定了 {pair.places} 个名额，但只有 {person.members} 人。",
                f"{who}: {pair.places} places are settled, but there are {person.members} people.",
            )
            yield Finding("locked_beyond_members", f"locked[{number}]", text)


def _capacity_faults(problem: Problem) -> Iterator[Finding]:
    settled: Counter[str] = Counter()
    for pair in problem.locked:
        settled[pair.specialist] += pair.places
    for number, person in enumerate(problem.specialists):
        if settled[person.id] > person.capacity_units:
            text = Text(
                f"{person.label} 已确定 {settled[person.id]} 个名额，但只能接 {person.capacity_units} 个。",
                f"{person.label} has {settled[person.id]} settled places but room for {person.capacity_units}.",
            )
            yield Finding("locked_beyond_capacity", f"specialists[{number}].capacity_units", text)


def _size_faults(problem: Problem) -> Iterator[Finding]:
    settled: dict[str, int] = defaultdict(int)
    for pair in problem.locked:
        settled[pair.need] += pair.places
    for number, need in enumerate(problem.needs):
        if settled[need.id] > need.units:
            text = Text(
                f"“{need.label}”要 {need.units} 人，却已确定 {settled[need.id]} 人。",
                f"“{need.label}” wants {need.units} people but {settled[need.id]} are settled.",
            )
            yield Finding("locked_beyond_units", f"needs[{number}].units", text)


def must_faults(problem: Problem, demand: Demand, found: list[Found | None]) -> list[Finding]:
    """The first group of must-serve needs that cannot all be filled; empty when all can."""
    short = shortage(demand)
    if short is None:
        return []
    if len(short.needs) == 1:
        return [_one_need(problem, demand, short, found[short.needs[0]])]
    needs = _names([problem.needs[index].label for index in short.needs])
    people = _names([problem.specialists[index].label for index in short.people])
    text = Text(
        f"必须服务的 {len(short.needs)} 项需求（{needs.zh}）还要 {short.wanted} 人次，"
        f"能去的 {len(short.people)} 人（{people.zh}）只能出 {short.available} 人次。",
        f"{len(short.needs)} needs that must be served ({needs.en}) still want {short.wanted} places; "
        f"the {len(short.people)} who could come ({people.en}) have {short.available}.",
    )
    return [Finding("must_serve", f"needs[{short.needs[0]}].must_serve", text)]


def _one_need(problem: Problem, demand: Demand, short: Shortage, found: Found | None) -> Finding:
    number = short.needs[0]
    need = problem.needs[number]
    why = others(problem, 0 if found is None else len(found.specialist), found)
    got = short.available + need.units - int(demand.open_units[number])
    text = Text(
        f"“{need.label}”必须服务，要 {need.units} 人，只找得到 {got} 人。{why.zh}。",
        f"“{need.label}” must be served by {need.units} but only {got} can be found. {why.en}.",
    )
    return Finding("must_serve", f"needs[{number}].must_serve", text)


def _names(names: list[str]) -> Text:
    shown = names[:MOST_NAMES]
    rest = len(names) - len(shown)
    zh, en = "、".join(shown), ", ".join(shown)
    return Text(f"{zh} 等" if rest else zh, f"{en} and {rest} more" if rest else en)
