"""Every list asks the database as often for thirty rows as for a few.

A list is whatever page shows a `Page` of rows; beside those stand the pages that show rows without turning over.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.paginator import Page
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heluo.base import clock
from heluo.base.exchange.models import ImportUpload
from heluo.base.models import Notice
from heluo.base.rules import SYSTEM
from heluo.catalogue.actions import add_technology, add_variety
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.services import dispute_service
from heluo.needs.models import Need
from heluo.people.actions.bodies import create_group, create_science_base, create_team, create_workstation
from heluo.people.actions.households import create_household
from heluo.people.actions.organisations import create_organisation
from heluo.people.actions.specialists import create_specialist
from heluo.people.models import Specialist
from heluo.places.models import Place
from heluo.runs.actions import start_run
from tests.web.addresses import addresses
from tests.web.outcomes import ROLES, TABLE, key_of
from tests.web.world import World, undone

MORE = 29
Add = Callable[[World, int], Any]
Where = Callable[[World], str]


def need(world: World, number: int) -> None:
    publish_need(
        actor=world.informant,
        need=Need(
            title=f"花椒第{number}号地块防治",
            industry=world.pepper,
            place=world.village,
            requester_account=world.requester,
            requester_organisation=world.cooperative,
            contact_phone="13812341234",
        ),
    )


def service(world: World, number: int) -> None:
    """Registered, then disputed by the office, so that it waits for somebody independent."""
    made = world.serve(None, f"花椒第{number}次修剪")
    dispute_service(actor=world.county_officer, service=made, reason="日期不对")


def counted_service(world: World, number: int) -> None:
    world.serve(None, f"花椒第{number}次修剪")


def lost_notice(world: World, number: int) -> None:
    """Given up, of a need of the county."""
    need(world, number)
    Notice.objects.filter(channel="sms").update(state="dead", error="网关回应了状态码 500。")


def specialist(world: World, number: int) -> Specialist:
    return create_specialist(
        actor=SYSTEM,
        number=f"T-9{number:02}",
        name="石磊",
        home=world.county,
        expertise=[world.pepper],
        expertise_words="花椒",
        employer=world.institute,
    )


def organisation(world: World, number: int) -> None:
    create_organisation(actor=SYSTEM, name=f"花椒{number}社", kind="cooperative", place=world.village)


def group(world: World, number: int) -> None:
    create_group(
        actor=SYSTEM,
        number=f"FWT-9{number:02}",
        name=f"花椒{number}团",
        level="city",
        industry=world.pepper,
        leader=world.leader,
        members=[world.specialist],
        places=[world.county],
    )


def team(world: World, number: int) -> None:
    create_team(
        actor=SYSTEM,
        number=f"FWD-9{number:02}",
        name=f"花椒{number}队",
        industry=world.pepper,
        leader=world.leader,
        place=world.county,
        members=[world.specialist],
    )


def workstation(world: World, number: int) -> None:
    create_workstation(
        actor=SYSTEM,
        number=f"GZZ-9{number:02}",
        name=f"花椒{number}站",
        host=world.cooperative,
        place=world.village,
        head=world.specialist,
    )


def science_base(world: World, number: int) -> None:
    create_science_base(
        actor=SYSTEM,
        number=f"KPJD-9{number:02}",
        name=f"花椒{number}基地",
        host=world.cooperative,
        place=world.town,
        topic="果树栽培",
    )


def household(world: World, number: int) -> None:
    create_household(actor=SYSTEM, head_name=f"张有{chr(0x4E00 + number)}", place=world.village, category="ordinary")


def variety(world: World, number: int) -> None:
    add_variety(actor=SYSTEM, number=f"PZ-9{number:02}", name=f"豫椒{number}", crop="花椒", industry=world.pepper)


def technology(world: World, number: int) -> None:
    add_technology(actor=SYSTEM, number=f"JS-9{number:02}", name=f"花椒技术{number}", industry=world.pepper)


def account(world: World, number: int) -> None:
    world.account(f"account.{number}", "石磊", "informant", world.town, world.town)


def agreement(world: World, number: int) -> None:
    world.make_agreement()


def upload(world: World, number: int) -> None:
    ImportUpload.objects.create(
        made_by=str(world.county_officer.public_id), created_at=clock.now(), language="zh-hans", state="ready"
    )


def run(world: World, number: int) -> None:
    start_run(actor=world.county_officer, engine="matching", problem=world.run.problem, about=world.county)


def place(world: World, number: int) -> None:
    parent = world.town
    Place.objects.create(
        code=f"{parent.code}9{number:02}",
        name=f"新村{number}",
        official_name=f"新村{number}",
        level="village",
        parent=parent,
        valid_from=parent.valid_from,
        path_names=world.village.path_names,
    )


# List → (who reads it, how one row more comes to be, where it is if not at the address of `addresses.py`).
LISTS: dict[str, tuple[str, Add, Where | None]] = {
    "front": ("visitor", need, None),
    "search": ("county", need, lambda world: "/search/?q=花椒"),
    "notices": ("county", need, None),
    "notices-undelivered": ("county", lost_notice, None),
    "ledger": ("auditor", need, None),
    "needs:list": ("visitor", need, None),
    "needs:mine": ("requester", need, None),
    "needs:queue": ("county", need, None),
    "needs:town": ("informant", need, None),
    "needs:specialist-desk": ("specialist", counted_service, None),
    "needs:my-year": ("specialist", counted_service, None),
    "needs:my-year-rows": ("specialist", counted_service, None),
    "needs:calendar": ("specialist", counted_service, None),
    "needs:to-check": ("auditor", service, None),
    "people:specialists": ("visitor", specialist, None),
    "people:organisations": ("visitor", organisation, None),
    "people:organisation": ("visitor", specialist, lambda world: f"/organisations/{world.institute.public_id}/"),
    "people:groups": ("visitor", group, None),
    "people:teams": ("visitor", team, None),
    "people:workstations": ("visitor", workstation, None),
    "people:science-bases": ("visitor", science_base, None),
    "people:households": ("committee", household, None),
    "people:agreements": ("county", agreement, None),
    "people:accounts": ("county", account, None),
    "catalogue:varieties": ("visitor", variety, None),
    "catalogue:technologies": ("visitor", technology, None),
    "figures:figures": ("visitor", counted_service, None),
    "figures:figure": ("county", need, lambda world: "/figures/needs_published/"),
    "runs:engine": ("county", run, None),
    "imports:list": ("county", upload, None),
    "places:place": ("visitor", place, lambda world: f"/places/{world.town.public_id}/"),
}


# These show a few rows only, or so many that the world fills a page already.
CUT = {"front", "search", "ledger", "figures:figures", "needs:calendar", "needs:my-year"}


def queries(world: World, name: str) -> tuple[int, int]:
    """How many queries the page made, and how long it is."""
    who, _add, where = LISTS[name]
    client = world.client(*key_of(who))
    path = where(world) if where else addresses()[name].path(world)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(captured), len(answer.content)


@pytest.mark.parametrize("name", LISTS)
def test_thirty_rows_ask_as_often_as_a_few(world: World, name: str):
    add = LISTS[name][1]
    with undone():
        add(world, 0)
        # Twice each: what a page remembers until something is written is counted the first time.
        queries(world, name)
        few, short = queries(world, name)
        for number in range(1, 1 + MORE):
            add(world, number)
        queries(world, name)
        many, long = queries(world, name)
    assert many == few
    if name not in CUT:
        assert long > short + MORE, "the rows are not shown"


def readers(name: str) -> list[str]:
    """Those who get to see a page; from outside one sees what everybody sees."""
    return [who for who in ROLES if TABLE.get((name, "GET"), {}).get(who) == "200"]


def shown_by(answer: Any) -> list[Any]:
    """Everything that the page's templates were given."""
    contexts = getattr(answer, "context", None) or []
    layers = [layer for context in contexts for layer in getattr(context, "dicts", [context])]
    return [value for layer in layers for value in dict(layer).values()]


def test_every_page_that_turns_over_is_in_the_table(world: World):
    turning = set()
    for name, address in addresses().items():
        for who in readers(name):
            with undone():
                answer = address.ask(world, world.client(*key_of(who)), "GET")
            if any(isinstance(value, Page) for value in shown_by(answer)):
                turning.add(name)
                break
    assert turning <= LISTS.keys()
