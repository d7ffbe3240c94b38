"""The pages of people: who opens them, what they show, how many queries they take."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from heluo.base.rules import SYSTEM
from heluo.people.actions import agreements, bodies, households, organisations, specialists
from heluo.people.models import User
from tests.cast import PASSWORD


def address(name, *things):
    return reverse(f"people:{name}", args=[thing.public_id for thing in things])


@pytest.fixture
def world(cast):
    """One of everything that the lists show."""
    made = (cast.group, cast.team, cast.workstation, cast.science_base, cast.specialist, cast.household)
    assert all(thing.pk for thing in made)
    return cast


PUBLIC = ["specialists", "organisations", "groups", "teams", "workstations", "science-bases"]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_lists(client, world, name):
    response = client.get(address(name))
    assert response.status_code == 200
    assert "1380000" not in response.content.decode()


@pytest.mark.parametrize("name", PUBLIC)
def test_an_empty_list_says_what_to_do(client, db, name):
    page = client.get(address(name)).content.decode()
    assert "没有" in page


@pytest.mark.parametrize("name", ["households", "household-new", "accounts", "account-new", "agreements", "me"])
def test_pages_of_the_office(client, as_user, cast, name):
    assert client.get(address(name)).status_code == 302
    assert as_user(cast.county_officer).get(address(name)).status_code == 200


@pytest.mark.parametrize(
    "name", ["households", "household-new", "accounts", "account-new", "specialist-new", "organisation-new"]
)
def test_a_requester_is_told_why_not(as_user, cast, name):
    response = as_user(cast.requester).get(address(name))
    assert response.status_code == 403
    assert "只有" in response.content.decode()


def test_pages_of_one_thing(client, world):
    for name, thing in (
        ("specialist", world.specialist),
        ("organisation", world.cooperative),
        ("group", world.group),
        ("team", world.team),
    ):
        page = client.get(address(name, thing))
        assert page.status_code == 200
        assert thing.name in page.content.decode()


def add_specialists(cast, numbers):
    for number in numbers:
        specialists.create_specialist(
            actor=SYSTEM, number=f"N{number}", name=f"李{number}", home=cast.county, expertise=[cast.apple, cast.pepper]
        )


def add_organisations(cast, numbers):
    for number in numbers:
        organisations.create_organisation(actor=SYSTEM, name=f"合作社{number}", kind="cooperative", place=cast.village)


def add_groups(cast, numbers):
    for number in numbers:
        bodies.create_group(
            actor=SYSTEM,
            number=f"G{number}",
            name=f"团{number}",
            level="city",
            industry=cast.apple,
            leader=cast.leader,
            places=[cast.county],
        )


def add_teams(cast, numbers):
    for number in numbers:
        bodies.create_team(
            actor=SYSTEM,
            number=f"D{number}",
            name=f"队{number}",
            industry=cast.apple,
            leader=cast.leader,
            place=cast.county,
            members=[cast.colleague],
        )


def add_workstations(cast, numbers):
    for number in numbers:
        bodies.create_workstation(
            actor=SYSTEM,
            number=f"W{number}",
            name=f"站{number}",
            host=cast.cooperative,
            place=cast.village,
            head=cast.leader,
        )


def add_science_bases(cast, numbers):
    for number in numbers:
        bodies.create_science_base(
            actor=SYSTEM,
            number=f"B{number}",
            name=f"基地{number}",
            host=cast.cooperative,
            place=cast.town,
            topic="果树",
        )


def add_households(cast, numbers):
    for number in numbers:
        households.create_household(actor=SYSTEM, head_name=f"王{number}", place=cast.village, category="ordinary")


def add_accounts(cast, numbers):
    for number in numbers:
        cast.account(f"many.{number}", f"账号{number}", "informant", cast.village, cast.town)


def add_agreements(cast, numbers):
    for _number in numbers:
        agreements.draft_agreement(
            actor=cast.officer,
            specialist=cast.specialist,
            client=cast.cooperative,
            place=cast.village,
            first_day=date(2020, 1, 1),
            last_day=date(2020, 12, 31),
            tasks="指导",
        )


@pytest.mark.parametrize(
    ("name", "add"),
    [
        ("specialists", add_specialists),
        ("organisations", add_organisations),
        ("groups", add_groups),
        ("teams", add_teams),
        ("workstations", add_workstations),
        ("science-bases", add_science_bases),
        ("households", add_households),
        ("accounts", add_accounts),
        ("agreements", add_agreements),
    ],
)
def test_a_list_takes_the_same_queries_for_1_and_30(as_user, cast, name, add, django_assert_num_queries):
    browser = as_user(cast.county_officer)
    add(cast, [0])
    browser.get(address(name))
    with CaptureQueriesContext(connection) as for_one:
        browser.get(address(name))
    add(cast, range(1, 31))
    with django_assert_num_queries(len(for_one)):
        page = browser.get(address(name))
    assert len(page.context["page"].object_list) == 30


def test_a_specialist_s_number_is_for_the_office_and_the_team(client, as_user, cast):
    team = cast.team
    page = address("specialist", team.leader)
    for text in (client.get(page), as_user(cast.stranger.county_officer).get(page)):
        assert "通过科技局联系" in text.content.decode()
        assert "0003" not in text.content.decode()
    assert "13800000003" in as_user(cast.county_officer).get(page).content.decode()


def test_days_away_are_for_the_office_and_the_specialist(client, as_user, cast):
    away = {"first_day": date(2099, 1, 1), "last_day": date(2099, 1, 2)}
    specialists.add_absence(actor=cast.county_officer, specialist=cast.specialist, **away)
    page = address("specialist", cast.specialist)
    for other in (None, cast.requester, cast.stranger.county_officer):
        reply = as_user(other).get(page) if other else client.get(page)
        assert "2099" not in reply.content.decode()
    for own in (cast.specialist_account, cast.county_officer):
        assert "2099" in as_user(own).get(page).content.decode()


def test_an_organisation_s_contact_is_for_the_office_and_its_own(client, as_user, cast):
    page, phone = address("organisation", cast.cooperative), cast.cooperative.contact_phone
    assert phone[-4:] not in client.get(page).content.decode()
    assert phone in as_user(cast.contact).get(page).content.decode()


def test_specialists_are_narrowed(client, cast):
    assert cast.specialist.pk
    assert cast.stranger.colleague.pk
    for query, found, missing in (
        ("q=zhaowenshan", "赵文山", "刘海"),
        ("q=花椒", "赵文山", "刘海"),
        ("county=410324", "刘海", "赵文山"),
        ("industry=A0163-01", "赵文山", "刘海"),
        ("level=province", "没有符合", "赵文山"),
        ("county=999&level=x&year=abc", "赵文山", "没有符合"),
    ):
        page = client.get(address("specialists") + "?" + query).content.decode()
        assert found in page, query
        assert missing not in page, query


def test_households_are_masked_and_only_ours(as_user, cast):
    household = cast.household
    ours = as_user(cast.informant)
    assert "张福来" not in ours.get(address("households")).content.decode()
    assert "张**" in ours.get(address("households")).content.decode()
    assert "张福来" in ours.get(address("household", household) + "?full").content.decode()
    assert len(ours.post(address("households"), {"q": "张福来"}).context["page"].object_list) == 1
    assert as_user(cast.stranger.informant).get(address("household", household)).status_code == 404
    assert as_user(cast.specialist_account).get(address("household", household)).status_code == 404


def test_the_next_page_of_households_keeps_the_filter(as_user, cast):
    browser = as_user(cast.informant)
    for number in range(31):
        name = f"张有{chr(0x4E00 + number)}"
        households.create_household(actor=SYSTEM, head_name=name, place=cast.village, category="marginal")
    households.create_household(actor=SYSTEM, head_name="王大", place=cast.village, category="ordinary")
    page = browser.post(address("households"), {"category": "marginal", "page": "2"})
    assert len(page.context["page"].object_list) == 1
    assert 'name="page" value="1"' in page.content.decode()


def test_making_an_account_and_granting(as_user, cast):
    browser = as_user(cast.county_officer)
    form = {"username": "li.ming", "display_name": "李明", "password": "123", "place": "洛宁 张营"}
    refused = browser.post(address("account-new"), form)
    assert refused.status_code == 422
    assert "李明" in refused.content.decode()
    browser.post(address("account-new"), form | {"password": PASSWORD})
    account = User.objects.get(username="li.ming")
    assert account.place == cast.village
    assert browser.post(address("account", account), {"role": "county_officer"}).status_code == 422
    assert browser.post(address("account", account), {"role": "informant"}).status_code == 422
    browser.post(address("account", account), {"role": "informant", "place": "赵村镇"})
    assert account.holds("informant", place=cast.village)
    browser.post(address("grant-end", account.grants.get()))
    assert not User.objects.get(pk=account.pk).holds_anywhere("informant")


def test_a_grant_elsewhere_is_refused_with_its_reason(as_user, cast):
    place = cast.stranger.town.path
    response = as_user(cast.county_officer).post(
        address("account", cast.requester), {"role": "informant", "place": place}
    )
    assert response.status_code == 403


def test_closing_and_opening(as_user, cast):
    browser, account = as_user(cast.county_officer), cast.requester
    browser.post(address("account-close", account))
    assert not User.objects.get(pk=account.pk).is_active
    browser.post(address("account-reopen", account))
    assert User.objects.get(pk=account.pk).is_active


def test_all_that_is_wrong_with_a_new_account_is_said_at_one_press_in_the_reader_s_words(as_user, cast):
    browser = as_user(cast.county_officer)
    wrong = {"username": cast.requester.username.upper(), "password": "123", "email": "x@", "phone": "1"}
    form = {"display_name": "李明", **wrong}
    page = browser.post(address("account-new"), form, headers={"accept-language": "zh-hans"}).content.decode()
    for sentence in ("已经有人用了", "至少要 10 个字符", "全是数字", "这不是电子邮箱地址", "手机号"):
        assert sentence in page
    assert "请重新选择或填写：" in page
    assert "This password" not in page
    assert "Username" not in page


def test_my_password_asks_for_the_present_one(as_user, cast):
    browser = as_user(cast.requester)
    new = {"password": "new-river-2021", "again": "new-river-2021"}
    assert browser.post(address("my-password"), new | {"present": "x"}).status_code == 422
    assert browser.post(address("my-password"), new | {"present": PASSWORD}).status_code == 302
    assert browser.get(address("me")).status_code == 200
    assert User.objects.get(pk=cast.requester.pk).check_password("new-river-2021")


def test_my_language(as_user, cast):
    browser = as_user(cast.requester)
    # The request leaves its language behind in this thread: give the next test its own back.
    with translation.override("zh-hans"):
        browser.post(address("me"), {"language": "en"})
        assert "My account" in browser.get(address("me")).content.decode()
        assert browser.post(address("me"), {"language": "xx"}).status_code == 422


def test_entering_and_changing_an_organisation(as_user, cast):
    browser = as_user(cast.county_officer)
    form = {"name": "某合作社", "kind": "cooperative", "place": "张营村", "credit_code": "93410328MA9HEQJ019"}
    refused = browser.post(address("organisation-new"), form)
    assert "应当是" in refused.content.decode()
    browser.post(address("organisation-new"), form | {"credit_code": "９３４１０３２８MA9HEQJ018"})
    made = organisations.Organisation.objects.get(name="某合作社")
    changed = browser.post(address("organisation-edit", made), form | {"name": "另一合作社", "credit_code": ""})
    assert changed.status_code == 302
    stranger = as_user(cast.stranger.county_officer)
    assert stranger.post(address("organisation-edit", made), form).status_code == 403


def test_entering_and_changing_a_specialist(as_user, cast):
    browser = as_user(cast.county_officer)
    form = {
        "number": "T-900",
        "name": "钱学文",
        "kind": "natural",
        "expertise": "花椒、苹果",
        "home": "洛宁县",
        "capacity_days": "20",
    }
    assert cast.pepper.pk
    unknown = browser.post(address("specialist-new"), form | {"expertise": "火箭"})
    assert "火箭" in unknown.content.decode()
    assert unknown.status_code == 422
    browser.post(address("specialist-new"), form)
    made = specialists.Specialist.objects.get(number="T-900")
    assert made.expertise.count() == 2
    browser.post(address("specialist-edit", made), form | {"expertise": "核桃", "title": "农艺师"})
    assert list(made.expertise.all()) == [cast.walnut]
    browser.post(address("term-new", made), {"year": "2020", "level": "county"})
    again = browser.post(address("term-new", made), {"year": "2020", "level": "county"})
    assert again.status_code == 422
    browser.post(address("absence-new", made), {"first_day": "2099-01-01", "last_day": "2099-01-02"})
    browser.post(address("absence-withdraw", made.absences.get()))
    assert made.absences.get().withdrawn_at


def test_entering_a_household(as_user, cast):
    browser = as_user(cast.informant)
    form = {"head_name": "赵　大", "category": "ordinary", "place": "张营村", "phone": "１３８００００１１１１"}
    assert "138" in browser.post(address("household-new"), form | {"phone": "138"}).content.decode()
    page = browser.post(address("household-new"), form, follow=True)
    assert "赵*" in page.content.decode()
    assert "13800001111" not in page.content.decode()
