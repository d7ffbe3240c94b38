"""The writes: what they refuse, what they leave behind."""

from datetime import date

import pytest

from heluo.base import clock
from heluo.base.errors import Denied, Invalid, Refused
from heluo.base.ledger.models import LedgerEntry
from heluo.base.rules import SYSTEM
from heluo.base.writing import writing
from heluo.people.actions import accounts, grants, organisations, specialists
from heluo.people.actions.served import Served, find_or_add_people
from heluo.people.queries.accounts import AccountFilter, accounts_visible_to, list_accounts
from tests.cast import PASSWORD


def make(cast, **changes):
    given = {"username": "neu", "display_name": "新　人", "password": PASSWORD, "place": cast.village} | changes
    return accounts.create_account(actor=cast.county_officer, **given)


def test_an_account_is_tidied(cast):
    account = make(cast, username=" Ｎｅｕ ", phone="+86 138 0000 9999")
    assert (account.username, account.display_name, account.phone) == ("neu", "新人", "13800009999")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "password123"}, "password"),
        ({"password": "kurz"}, "password"),
        ({"username": "x" * 65}, "username"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "a\x00b"}, "display_name"),
        ({"phone": "138"}, "phone"),
    ],
)
def test_a_wrong_account_is_refused_at_its_field(cast, changes, field):
    with pytest.raises(Invalid) as refusal:
        make(cast, **changes)
    assert field in refusal.value.fields


def test_a_user_name_is_taken_once(cast):
    make(cast)
    with pytest.raises(Invalid) as refusal:
        make(cast, username="NEU")
    assert "username" in refusal.value.fields


def test_no_personal_data_in_the_ledger(cast):
    household = cast.household
    make(cast, phone="13800009999")
    text = "".join(LedgerEntry.objects.values_list("payload", flat=True))
    for secret in (household.head_name, household.phone, "13800009999", "新人", PASSWORD):
        assert secret not in text


def test_a_grant_needs_its_scope(cast):
    account = make(cast)
    both = {"place": cast.county, "organisation": cast.cooperative}
    for wrong in (
        {"role": "informant"},
        {"role": "contact"},
        {"role": "informant", **both},
        {"role": "contact", **both},
    ):
        with pytest.raises(Invalid):
            grants.grant_role(actor=cast.administrator, account=account, **wrong)


def test_a_grant_ends(cast):
    grant = cast.informant.grants.get()
    assert cast.informant.holds("informant", place=cast.village)
    grants.end_grant(actor=cast.county_officer, grant=grant)
    assert not type(cast.informant).objects.get(pk=cast.informant.pk).holds_anywhere("informant")
    with pytest.raises(Refused):
        grants.end_grant(actor=cast.county_officer, grant=grant, last_day=clock.today())


def test_a_city_s_officer_is_out_of_the_county_s_sight(cast):
    assert cast.officer not in accounts_visible_to(cast.county_officer)
    assert set(accounts_visible_to(cast.requester)) == {cast.requester}
    assert not accounts_visible_to(cast.visitor).exists()
    with pytest.raises(Denied):
        accounts.set_password(actor=cast.county_officer, account=cast.officer, password=PASSWORD + "x")


def test_accounts_by_role(cast):
    informant = cast.informant
    assert list(list_accounts(cast.county_officer, AccountFilter(role="informant"))) == [informant]
    assert list(list_accounts(cast.county_officer, AccountFilter(words="秀英"))) == [informant]


def test_a_credit_code_is_checked_and_unique(cast):
    given = {"actor": cast.officer, "name": "某公司", "kind": "firm", "place": cast.county}
    for code in ("93410328MA9HEQJ019", cast.cooperative.credit_code):
        with pytest.raises(Invalid) as refusal:
            organisations.create_organisation(**given, credit_code=code)
        assert "credit_code" in refusal.value.fields
    assert organisations.create_organisation(**given).credit_code is None


def test_a_specialist_speaks_for_oneself_only(cast):
    changed = specialists.edit_own_details(
        actor=cast.specialist_account, specialist=cast.specialist, capacity_days=12, expertise_words="蚜虫"
    )
    assert changed.capacity_days == 12
    with pytest.raises(Denied):
        specialists.edit_own_details(actor=cast.leader_account, specialist=cast.specialist, capacity_days=1)
    with pytest.raises(TypeError):
        specialists.edit_own_details(actor=cast.specialist_account, specialist=cast.specialist, name="别人")


def test_a_surname_is_read_as_one(cast):
    assert cast.stranger.leader.pinyin == "shan xiao ping"


def test_absences(cast):
    days = {"first_day": date(2020, 12, 1), "last_day": date(2020, 12, 3)}
    absence = specialists.add_absence(actor=cast.specialist_account, specialist=cast.specialist, **days)
    gone = specialists.withdraw_absence(actor=cast.specialist_account, absence=absence)
    assert gone.withdrawn_at
    with pytest.raises(Invalid):
        specialists.add_absence(
            actor=cast.specialist_account,
            specialist=cast.specialist,
            first_day=date(2020, 12, 3),
            last_day=date(2020, 12, 1),
        )


def test_one_term_a_year(cast):
    with pytest.raises(Invalid):
        specialists.add_term(actor=cast.officer, specialist=cast.specialist, year=2020, level="city")


def test_a_person_is_found_again(cast):
    with writing(SYSTEM, "households.edit", cast.household) as step:

        def person(name, place, phone):
            return find_or_add_people(step, place, [Served(name, phone)])[0]

        first = person("李四", cast.village, "13800000009")
        assert person("李 四", cast.village, "") == first
        assert person("李四", cast.village, "13800000008") != first
        assert person("李四", cast.neighbour_village, "") != first


def test_what_the_ledger_leaves_out_is_saved_all_the_same(cast):
    account = accounts.set_password(actor=cast.requester, account=cast.requester, password="new-river-2021")
    accounts.choose_language(actor=account, account=account, language="en")
    account.refresh_from_db()
    assert account.check_password("new-river-2021")
    assert account.language == "en"
