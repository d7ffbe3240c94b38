"""Who may do what: every act of the ground × every role × inside and outside, against a table written by hand."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from heluo.base import clock
from heluo.base.errors import Denied, Invalid
from heluo.base.rules import SYSTEM, acts, may
from heluo.catalogue.models import Technology, Variety
from heluo.industries.models import Industry
from heluo.people.actions.bodies import create_group
from heluo.people.actions.grants import grant_role
from heluo.people.models import Agreement, Grant, Household, Organisation, ScienceBase, Specialist, Team, User
from heluo.people.models import Workstation as Station
from heluo.places.models import Edition

ADMIN = {("administrator", "inside")}
CITY = {("city_officer", "inside")}
COUNTY = {("county_officer", "inside")}
OFFICE = ADMIN | CITY | COUNTY
ANY_OFFICE = OFFICE | {("county_officer", "outside")}
KEEPERS = CITY | COUNTY | {("informant", "inside"), ("village_committee", "inside")}
SPECIALIST = {("specialist", "inside")}
CONTACT = {("contact", "inside")}
PARTIES = SPECIALIST | CONTACT
DRAFTERS = ("county_officer", "specialist", "team_leader", "contact")
SYSTEM_TOO = {("system", "inside")}
EVERYONE = None

# act → (the thing inside, made from the cast; who may)
TABLE = {
    "accounts.create": (lambda cast: User(place=cast.village), OFFICE | SYSTEM_TOO),
    "accounts.edit": (lambda cast: cast.requester, OFFICE | SYSTEM_TOO | {("requester", "inside")}),
    "accounts.move": (lambda cast: cast.requester, OFFICE | SYSTEM_TOO),
    "accounts.set_password": (lambda cast: cast.requester, OFFICE | SYSTEM_TOO | {("requester", "inside")}),
    "accounts.choose_language": (lambda cast: cast.requester, {("requester", "inside")}),
    "accounts.deactivate": (lambda cast: cast.requester, OFFICE | SYSTEM_TOO),
    "accounts.reactivate": (lambda cast: cast.requester, OFFICE | SYSTEM_TOO),
    "accounts.browse": (lambda cast: None, ANY_OFFICE),
    "grants.open_form": (lambda cast: cast.requester, ANY_OFFICE),
    "grants.give": (lambda cast: grant(cast, "informant", cast.town), OFFICE | SYSTEM_TOO),
    "grants.end": (lambda cast: grant(cast, "informant", cast.town), OFFICE | SYSTEM_TOO),
    "organisations.create": (lambda cast: Organisation(place=cast.village), OFFICE | SYSTEM_TOO),
    "organisations.edit": (lambda cast: cast.cooperative, OFFICE | SYSTEM_TOO | CONTACT),
    "organisations.move": (lambda cast: cast.cooperative, OFFICE | SYSTEM_TOO),
    "organisations.see_contact": (lambda cast: cast.cooperative, OFFICE | SYSTEM_TOO | CONTACT),
    "organisations.name_in_workbook": (lambda cast: cast.cooperative, OFFICE | SYSTEM_TOO),
    "organisations.open_form": (lambda cast: None, ANY_OFFICE),
    "specialists.create": (lambda cast: Specialist(home=cast.county), OFFICE | SYSTEM_TOO),
    "specialists.edit": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO),
    "specialists.end": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO),
    "specialists.reinstate": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO),
    "specialists.see_barred": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO | SPECIALIST),
    "specialists.edit_own": (lambda cast: cast.specialist, SPECIALIST),
    "specialists.link_account": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO),
    "specialists.add_term": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO),
    "specialists.add_absence": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO | SPECIALIST),
    "specialists.withdraw_absence": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO | SPECIALIST),
    "specialists.see_phone": (lambda cast: cast.specialist, OFFICE | SYSTEM_TOO | SPECIALIST),
    "specialists.open_form": (lambda cast: None, ANY_OFFICE),
    "groups.create": (lambda cast: None, ADMIN | CITY | SYSTEM_TOO),
    "groups.edit": (lambda cast: cast.group, ADMIN | CITY | SYSTEM_TOO),
    "groups.end": (lambda cast: cast.group, ADMIN | CITY | SYSTEM_TOO),
    "groups.reinstate": (lambda cast: cast.group, ADMIN | CITY | SYSTEM_TOO),
    "teams.create": (lambda cast: Team(place=cast.county), OFFICE | SYSTEM_TOO),
    "teams.edit": (lambda cast: cast.team, OFFICE | SYSTEM_TOO),
    "teams.end": (lambda cast: cast.team, OFFICE | SYSTEM_TOO),
    "teams.reinstate": (lambda cast: cast.team, OFFICE | SYSTEM_TOO),
    "workstations.create": (lambda cast: Station(place=cast.village), OFFICE | SYSTEM_TOO),
    "workstations.edit": (lambda cast: cast.workstation, OFFICE | SYSTEM_TOO),
    "workstations.end": (lambda cast: cast.workstation, OFFICE | SYSTEM_TOO),
    "workstations.reinstate": (lambda cast: cast.workstation, OFFICE | SYSTEM_TOO),
    "bases.create": (lambda cast: ScienceBase(place=cast.town), OFFICE | SYSTEM_TOO),
    "bases.edit": (lambda cast: cast.science_base, OFFICE | SYSTEM_TOO),
    "bases.end": (lambda cast: cast.science_base, OFFICE | SYSTEM_TOO),
    "bases.reinstate": (lambda cast: cast.science_base, OFFICE | SYSTEM_TOO),
    "households.browse": (
        lambda cast: None,
        KEEPERS | {(role, "outside") for role in ("county_officer", "informant", "village_committee")},
    ),
    "households.create": (lambda cast: Household(place=cast.village), KEEPERS | SYSTEM_TOO),
    "households.edit": (lambda cast: cast.household, KEEPERS | SYSTEM_TOO),
    "households.name_in_workbook": (lambda cast: cast.household, KEEPERS | SYSTEM_TOO),
    "households.erase": (lambda cast: cast.household, ADMIN | CITY),
    "households.see_name": (lambda cast: cast.household, KEEPERS),
    "people.browse": (lambda cast: None, EVERYONE),
    "agreements.open_form": (
        lambda cast: None,
        CITY | {(role, side) for role in DRAFTERS for side in ("inside", "outside")},
    ),
    "agreements.draft": (lambda cast: agreement(cast), CITY | COUNTY | PARTIES),
    "agreements.edit": (lambda cast: agreement(cast, "drafted"), CITY | COUNTY | PARTIES),
    "agreements.propose": (lambda cast: agreement(cast, "drafted"), CITY | COUNTY | PARTIES),
    "agreements.sign_as_specialist": (lambda cast: agreement(cast, "proposed"), SPECIALIST),
    "agreements.sign_as_client": (lambda cast: agreement(cast, "proposed"), CONTACT),
    "agreements.end": (lambda cast: agreement(cast, "in_force"), CITY | COUNTY | PARTIES),
    "agreements.expire": (lambda cast: agreement(cast, "in_force"), SYSTEM_TOO),
    "agreements.withdraw": (lambda cast: agreement(cast, "half_signed"), CITY | COUNTY | PARTIES),
    "places.import": (lambda cast: Edition(), ADMIN | SYSTEM_TOO),
    "industries.import": (lambda cast: Industry(), ADMIN | SYSTEM_TOO),
    "varieties.create": (lambda cast: Variety(), ANY_OFFICE | SYSTEM_TOO),
    "varieties.edit": (lambda cast: cast.variety, ANY_OFFICE | SYSTEM_TOO),
    "technologies.create": (lambda cast: Technology(), ANY_OFFICE | SYSTEM_TOO),
    "technologies.edit": (lambda cast: cast.technology, ANY_OFFICE | SYSTEM_TOO),
}
SUBJECTS = {act.partition(".")[0] for act in TABLE}


def grant(cast, role, place):
    return Grant(user=cast.requester, role=role, place=place)


def agreement(cast, state=""):
    made = Agreement(specialist=cast.specialist, client=cast.cooperative, place=cast.village)
    if state:
        made.state = state
        made._state.adding = False
    return made


def test_every_act_has_a_row():
    assert {act for act in acts() if act.partition(".")[0] in SUBJECTS} - not_ours() == set(TABLE)


def not_ours():
    """Acts that a higher floor adds to these subjects, tested there."""
    return {act for act in acts() if act.endswith(".import")} - {"places.import", "industries.import"}


@pytest.mark.parametrize("act", TABLE)
def test_who_may(cast, act):
    make, allowed = TABLE[act]
    everyone = cast.everyone() | {("system", "inside"): SYSTEM}
    thing = make(cast)
    found = {who for who, user in everyone.items() if may(user, act, thing)}
    assert found == (set(everyone) if allowed is EVERYONE else allowed)


@pytest.mark.parametrize("act", TABLE)
def test_a_no_says_why(cast, act):
    make, allowed = TABLE[act]
    verdict = may(cast.visitor, act, make(cast))
    assert bool(verdict) == (allowed is EVERYONE)
    assert verdict or str(verdict.reason).endswith(("。", "."))


GRANTABLE = {
    "administrator": ADMIN,
    "auditor": ADMIN,
    "city_officer": ADMIN,
    "county_officer": ADMIN | CITY,
    "specialist": ADMIN | CITY,
    "team_leader": ADMIN | CITY,
    "contact": ADMIN | CITY,
    "operator": ADMIN | CITY,
    "informant": OFFICE,
    "village_committee": OFFICE,
    "clerk": OFFICE,
    "requester": OFFICE,
}


@pytest.mark.parametrize("role", GRANTABLE)
def test_who_grants_which_role(cast, role):
    given = grant(cast, role, cast.county if role != "administrator" else None)
    found = {who for who, user in cast.everyone().items() if may(user, "grants.give", given)}
    assert found == GRANTABLE[role]


def test_nobody_grants_oneself(cast):
    for user in (cast.administrator, cast.officer):
        assert not may(user, "grants.give", Grant(user=user, role="informant", place=cast.town))


def test_an_equal_s_password_is_not_ours(cast):
    colleague = cast.account("luoning.second", "卫东", "county_officer", cast.county, cast.county)
    assert not may(cast.county_officer, "accounts.set_password", colleague)
    assert may(cast.officer, "accounts.set_password", colleague)
    assert not may(cast.county_officer, "accounts.deactivate", cast.county_officer)


def test_a_closed_account_may_nothing(cast):
    cast.officer.is_active = False
    assert not may(cast.officer, "groups.create")
    assert cast.officer.place_prefixes(["city_officer"]) == ()


def test_the_password_of_who_will_be_an_officer_is_not_ours(cast):
    """A role that begins next month would come into the hands of whoever took the account over today."""
    account = cast.requester
    assert may(cast.county_officer, "accounts.set_password", account)
    grant_role(
        actor=SYSTEM,
        account=account,
        role="city_officer",
        place=cast.city,
        valid_from=clock.today() + timedelta(days=30),
    )
    assert not may(cast.county_officer, "accounts.set_password", account)


def test_a_place_of_one_s_own_opens_no_organisation_elsewhere(cast):
    """Both scopes of a grant must be the granter's."""
    granter = cast.account("luoning.city", "何处", "city_officer", cast.county, cast.county)
    account = cast.requester
    here = Grant(user=account, role="contact", organisation=cast.cooperative)
    elsewhere = Grant(user=account, role="contact", organisation=cast.stranger.cooperative, place=cast.county)
    assert may(granter, "grants.give", here)
    assert not may(granter, "grants.give", elsewhere)


def test_an_administrator_of_a_place_is_none(cast):
    with pytest.raises(Invalid):
        grant_role(actor=cast.administrator, account=cast.requester, role="administrator", place=cast.county)
    Grant.objects.create(user=cast.requester, role="administrator", place=cast.county)
    assert not may(cast.requester, "places.import", Edition())


def test_over_a_missing_place_nobody_holds_a_role(cast):
    for act in ("organisations.create", "teams.create", "bases.create"):
        assert not may(cast.officer, act, SimpleNamespace(place=None))
    with pytest.raises(TypeError):
        cast.officer.holds("city_officer")


def test_a_group_belongs_to_the_city_that_it_serves(cast):
    """Its counties are 洛宁县 and 栾川县: who holds the office of one of them alone changes nothing."""
    elsewhere = cast.account("luanchuan.city", "何处", "city_officer", cast.stranger.county, cast.stranger.county)
    assert may(cast.officer, "groups.edit", cast.group)
    assert not may(elsewhere, "groups.edit", cast.group)
    given = {"number": "FWT-7", "name": "团", "level": "city", "industry": cast.pepper, "leader": cast.leader}
    with pytest.raises(Denied):
        create_group(actor=elsewhere, **given, places=[cast.county])
    assert create_group(actor=elsewhere, **given, places=[cast.stranger.county])
