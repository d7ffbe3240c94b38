"""Erasing on a page: found by name or telephone, shown what goes, confirmed by the name, as the command does it."""

import json

import pytest
from django.urls import reverse

from heluo.base.ledger.models import LedgerEntry
from heluo.needs.models import Need
from heluo.people.actions.households import create_household
from heluo.people.models import Household, Person
from tests.cast import Cast
from tests.needs.test_erasure import NAME, PHONE, helped


@pytest.fixture
def served(cast: Cast) -> Household:
    return helped(cast)


@pytest.fixture
def administrator(cast: Cast, client):
    client.force_login(cast.administrator)
    return client


def page_of(thing: Household | Person) -> str:
    kind = "household" if isinstance(thing, Household) else "person"
    return reverse(f"needs:erase-{kind}", args=[thing.public_id])


@pytest.mark.parametrize("asked", [{"name": NAME, "phone": ""}, {"name": "", "phone": PHONE}])
def test_who_asks_is_found_by_name_or_telephone(served, administrator, asked):
    answer = administrator.post(reverse("needs:erasing"), asked).content.decode()
    assert page_of(served) in answer
    assert page_of(Person.objects.get()) in answer


def test_neither_name_nor_telephone_finds_nobody(served, administrator):
    answer = administrator.post(reverse("needs:erasing"), {"name": "", "phone": ""})
    assert answer.status_code == 422
    assert page_of(served) not in answer.content.decode()


def test_a_household_is_erased_once_its_name_was_typed(cast, served, administrator):
    page = administrator.get(page_of(served)).content.decode()
    assert "1 件需求的联系人" in page
    assert NAME not in page
    assert administrator.post(page_of(served), {"reason": "asked", "name": "张福"}).status_code == 422
    assert administrator.post(page_of(served), {"reason": "", "name": NAME}).status_code == 422
    assert not LedgerEntry.objects.filter(action="households.erase").exists()
    assert administrator.post(page_of(served), {"reason": "asked", "name": "张 福来"}).status_code == 302
    assert Need.objects.get(requester_household=served).contact_name == ""
    entry = LedgerEntry.objects.get(action="households.erase")
    assert (entry.actor, entry.subject_id) == (str(cast.administrator.public_id), str(served.public_id))
    assert json.loads(entry.payload)["facts"]["reason"] == "asked"
    assert administrator.get(page_of(served)).status_code == 404


def test_a_person_is_erased_and_the_household_stays(served, administrator):
    person = Person.objects.get()
    assert administrator.post(page_of(person), {"reason": "error", "name": NAME}).status_code == 302
    person.refresh_from_db()
    served.refresh_from_db()
    assert (person.name, served.head_name) == ("", NAME)


def test_an_officer_reaches_the_own_city_alone(cast, served, client):
    client.force_login(cast.officer)
    household = client.get(reverse("people:household", args=[served.public_id])).content.decode()
    assert page_of(served) in household
    elsewhere = create_household(actor=cast.system, head_name=NAME, place=cast.place("41"), category="ordinary")
    assert page_of(elsewhere) not in client.post(reverse("needs:erasing"), {"name": NAME}).content.decode()
    assert client.post(page_of(elsewhere), {"reason": "asked", "name": NAME}).status_code == 404
