"""The named cast: a small real world, entered through the same actions as everything else.

    def test_something(cast):
        publish_need(actor=cast.informant, place=cast.village, …)
        assert not may(cast.stranger.informant, "needs.publish", need)

`cast` is 洛宁县 (county), 赵村镇 (town), 张营村 (village) with everybody in it; `cast.stranger` is 栾川县 with their
counterparts. City officers, auditor and administrator are the city's. Each is made when first asked for, so a test
pays only for whom it names. The places are real; the people, firms and numbers are invented.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from heluo.base.rules import SYSTEM, VISITOR
from heluo.catalogue.actions import add_technology, add_variety
from heluo.catalogue.models import Technology, Variety
from heluo.industries.actions import import_industries
from heluo.industries.models import Industry
from heluo.people.actions.accounts import create_account
from heluo.people.actions.bodies import create_group, create_science_base, create_team, create_workstation
from heluo.people.actions.grants import grant_role
from heluo.people.actions.households import create_household
from heluo.people.actions.organisations import create_organisation
from heluo.people.actions.specialists import add_term, create_specialist, link_account
from heluo.people.models import Group, Household, Organisation, Role, ScienceBase, Specialist, Team, User, Workstation
from heluo.places.actions import import_divisions
from heluo.places.models import Place
from heluo.places.sources import DivisionFiles

DIVISIONS = Path(__file__).parent / "data" / "divisions"
PASSWORD = "plum-river-2020"
EDITION_DAY = date(2015, 1, 1)
# Grants of the cast hold from before any day on which a test may set its clock.
GRANTED_FROM = date(2016, 1, 1)


class Side:
    """One county with its people."""

    def __init__(self, world: Cast, key: str, data: dict[str, str]) -> None:
        self._world = world
        self._key = key
        self._data = data

    # --- places -------------------------------------------------------------------------------------
    @cached_property
    def county(self) -> Place:
        return self._world.place(self._data["county"])

    @cached_property
    def town(self) -> Place:
        return self._world.place(self._data["town"])

    @cached_property
    def village(self) -> Place:
        return self._world.place(self._data["village"])

    @cached_property
    def neighbour_village(self) -> Place:
        """Another village of the same town."""
        return self._world.place(self._data["neighbour_village"])

    @cached_property
    def other_town(self) -> Place:
        """Another town of the same county."""
        return self._world.place(self._data["other_town"])

    # --- accounts -----------------------------------------------------------------------------------
    @cached_property
    def county_officer(self) -> User:
        return self._account("county_officer", place=self.county)

    @cached_property
    def informant(self) -> User:
        return self._account("informant", place=self.town)

    @cached_property
    def committee(self) -> User:
        return self._account("village_committee", place=self.village)

    @cached_property
    def clerk(self) -> User:
        return self._account("clerk", place=self.county)

    @cached_property
    def requester(self) -> User:
        return self._account("requester", home=self.village)

    @cached_property
    def contact(self) -> User:
        return self._account("contact", organisation=self.cooperative)

    @cached_property
    def operator(self) -> User:
        return self._account("operator", organisation=self.firm)

    @cached_property
    def county_auditor(self) -> User:
        return self._account("auditor", place=self.county)

    @cached_property
    def specialist_account(self) -> User:
        return self._linked("specialist", self.specialist)

    @cached_property
    def leader_account(self) -> User:
        return self._linked("team_leader", self.leader)

    # --- what they have to do with ------------------------------------------------------------------
    @cached_property
    def cooperative(self) -> Organisation:
        return self._organisation("cooperative")

    @cached_property
    def firm(self) -> Organisation:
        return self._organisation("firm")

    @cached_property
    def specialist(self) -> Specialist:
        """Grows Sichuan pepper and walnuts; 30 days a year."""
        return self._specialist("specialist", self._world.pepper, self._world.walnut)

    @cached_property
    def colleague(self) -> Specialist:
        return self._specialist("colleague", self._world.apple)

    @cached_property
    def leader(self) -> Specialist:
        return self._specialist("leader", self._world.pepper)

    @cached_property
    def team(self) -> Team:
        """`leader` and `colleague`."""
        return create_team(
            actor=SYSTEM,
            number=f"FWD-{self._key}",
            name=f"{self.county.name}花椒服务队",
            industry=self._world.pepper,
            leader=self.leader,
            place=self.county,
            members=[self.colleague],
        )

    @cached_property
    def workstation(self) -> Workstation:
        return create_workstation(
            actor=SYSTEM,
            number=f"GZZ-{self._key}",
            name=f"{self.village.name}花椒工作站",
            host=self.cooperative,
            place=self.village,
            head=self.specialist,
        )

    @cached_property
    def science_base(self) -> ScienceBase:
        return create_science_base(
            actor=SYSTEM,
            number=f"KPJD-{self._key}",
            name=f"{self.town.name}果树科普基地",
            host=self.cooperative,
            place=self.town,
            topic="果树栽培",
        )

    @cached_property
    def household(self) -> Household:
        """Registered as poor; its telephone number is known."""
        return create_household(
            actor=SYSTEM,
            head_name=self._data["head"],
            place=self.village,
            category="out_of_poverty",
            phone=self._data["head_phone"],
            size=4,
        )

    # --- making -------------------------------------------------------------------------------------
    def _account(
        self,
        role: str,
        *,
        place: Place | None = None,
        organisation: Organisation | None = None,
        home: Place | None = None,
    ) -> User:
        where = place or home or (organisation.place if organisation else self.county)
        name = self._data[role]
        return self._world.account(f"{self._key}.{role}", name, role, where, place, organisation)

    def _linked(self, role: str, specialist: Specialist) -> User:
        account = self._world.account(f"{self._key}.{role}", specialist.name, role, self.county)
        link_account(actor=SYSTEM, specialist=specialist, account=account)
        specialist.refresh_from_db()
        return account

    def _organisation(self, kind: str) -> Organisation:
        name, code = self._data[kind].split()
        return create_organisation(
            actor=SYSTEM,
            name=name,
            kind=kind,
            place=self.village if kind == "cooperative" else self.county,
            credit_code=code,
            contact_name=self._data["contact"],
            contact_phone="13900000001",
        )

    def _specialist(self, key: str, *expertise: Industry) -> Specialist:
        number, name, phone = self._data[key].split()
        specialist = create_specialist(
            actor=SYSTEM,
            number=number,
            name=name,
            home=self.county,
            expertise=expertise,
            expertise_words="整形修剪、病虫害防治",
            title="高级农艺师",
            employer=self._world.institute,
            phone=phone,
        )
        for year in (2019, 2020):
            add_term(actor=SYSTEM, specialist=specialist, year=year, level="city")
        return specialist


class Cast(Side):
    """The city, 洛宁县 itself, and the stranger county."""

    def __init__(self) -> None:
        super().__init__(self, "luoning", _LUONING)

    system = SYSTEM
    visitor = VISITOR

    @cached_property
    def stranger(self) -> Side:
        """栾川县: everybody's counterpart, who has no business here."""
        return Side(self, "luanchuan", _LUANCHUAN)

    @cached_property
    def city(self) -> Place:
        return self.place("4103")

    @cached_property
    def officer(self) -> User:
        return self.account("luoyang.officer", "程晓东", "city_officer", self.city, self.city)

    @cached_property
    def auditor(self) -> User:
        return self.account("luoyang.auditor", "周明", "auditor", self.city, self.city)

    @cached_property
    def administrator(self) -> User:
        return self.account("luoyang.administrator", "郑工", "administrator", None)

    @cached_property
    def institute(self) -> Organisation:
        """The specialists' employer, in the city."""
        return create_organisation(
            actor=SYSTEM, name="示例农林科学院", kind="institute", place=self.city, credit_code="12410300MB0T3ED055"
        )

    @cached_property
    def pepper(self) -> Industry:
        return self._industry("A0163-01")

    @cached_property
    def walnut(self) -> Industry:
        return self._industry("A0161-01")

    @cached_property
    def apple(self) -> Industry:
        return self._industry("A0151-01")

    @cached_property
    def group(self) -> Group:
        return create_group(
            actor=SYSTEM,
            number="FWT-01",
            name="洛阳市花椒产业服务团",
            level="city",
            industry=self.pepper,
            leader=self.leader,
            members=[self.specialist, self.colleague],
            places=[self.county, self.stranger.county],
        )

    @cached_property
    def variety(self) -> Variety:
        return add_variety(
            actor=SYSTEM, number="PZ-001", name="豫椒一号", crop="花椒", industry=self.pepper, origin="示例农林科学院"
        )

    @cached_property
    def technology(self) -> Technology:
        return add_technology(
            actor=SYSTEM, number="JS-001", name="花椒蚜虫绿色防控技术", industry=self.pepper, season="春、夏"
        )

    # --- the ground ---------------------------------------------------------------------------------
    @cached_property
    def _divisions(self) -> bool:
        files = DivisionFiles.in_folder(DIVISIONS)
        import_divisions(actor=SYSTEM, files=files, edition="cast", valid_from=EDITION_DAY)
        return True

    @cached_property
    def _industries(self) -> bool:
        import_industries(actor=SYSTEM)
        return True

    def place(self, code: str) -> Place:
        """A place of `tests/data/divisions` by its code."""
        assert self._divisions
        return Place.objects.get(code=code)

    def _industry(self, code: str) -> Industry:
        assert self._industries
        return Industry.objects.get(code=code)

    def account(
        self,
        username: str,
        name: str,
        role: str,
        belongs_to: Place | None,
        place: Place | None = None,
        organisation: Organisation | None = None,
    ) -> User:
        """An account with one role; its password is PASSWORD."""
        made = create_account(actor=SYSTEM, username=username, display_name=name, password=PASSWORD, place=belongs_to)
        grant_role(
            actor=SYSTEM, account=made, role=role, place=place, organisation=organisation, valid_from=GRANTED_FROM
        )
        return made

    def everyone(self) -> dict[tuple[str, str], Any]:
        """(role, "inside" | "outside") → who holds it; the city's roles are inside, and so is the visitor."""
        people = {("visitor", "inside"): VISITOR}
        for role in (Role.CITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR):
            people[str(role), "inside"] = getattr(self, _NAMES.get(role, role))
        for name, side in (("inside", self), ("outside", self.stranger)):
            for role, attribute in _BY_COUNTY.items():
                people[role, name] = getattr(side, attribute)
        people["auditor", "outside"] = self.stranger.county_auditor
        return people


_NAMES = {Role.CITY_OFFICER: "officer"}
_BY_COUNTY = {
    "county_officer": "county_officer",
    "informant": "informant",
    "specialist": "specialist_account",
    "team_leader": "leader_account",
    "contact": "contact",
    "operator": "operator",
    "village_committee": "committee",
    "clerk": "clerk",
    "requester": "requester",
}

_LUONING = {
    "county": "410328",
    "town": "410328109",
    "village": "410328109202",
    "neighbour_village": "410328109200",
    "other_town": "410328102",
    "county_officer": "韦建平",
    "informant": "李秀英",
    "village_committee": "张铁柱",
    "clerk": "王小丽",
    "requester": "张大有",
    "contact": "张守成",
    "operator": "何志强",
    "auditor": "段正",
    "cooperative": "张营花椒专业合作社 93410328MA9HEQJ018",
    "firm": "示例星创天地运营公司 91410328MA9HEQJ03L",
    "specialist": "T-001 赵文山 13800000001",
    "colleague": "T-002 吴晓 13800000002",
    "leader": "T-003 孙立 13800000003",
    "head": "张福来",
    "head_phone": "13700000001",
}
_LUANCHUAN = {
    "county": "410324",
    "town": "410324108",
    "village": "410324108201",
    "neighbour_village": "410324108202",
    "other_town": "410324001",
    "county_officer": "常海涛",
    "informant": "任红霞",
    "village_committee": "杨长河",
    "clerk": "宋丽",
    "requester": "郭满仓",
    "contact": "郭新民",
    "operator": "陈东",
    "auditor": "耿直",
    "cooperative": "庙子食用菌专业合作社 93410324MA9HEQJ02H",
    "firm": "示例众创空间公司 91410324MA9HEQJ04X",
    "specialist": "T-101 马建国 13800000101",
    "colleague": "T-102 刘海 13800000102",
    "leader": "T-103 单小平 13800000103",
    "head": "郭有粮",
    "head_phone": "13700000101",
}


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast, in the test's transaction."""
    return Cast()


__all__ = ["DIVISIONS", "PASSWORD", "Cast", "Side", "cast"]
