"""A household is entered once, and its numbers are shown to nobody whom they do not concern."""

import json

import pytest
from django.db import IntegrityError, transaction

from heluo.base.errors import Invalid
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.people.actions.households import create_household, edit_household
from heluo.people.models import Household
from tests.cast import Cast
from tests.together import at_once

NUMBER = "11010519491231002X"


def enter(cast, actor=None, **changes):
    given = {"head_name": "张福来", "place": cast.village, "category": "ordinary", "phone": "13700000001"} | changes
    return create_household(actor=actor or cast.informant, **given)


@pytest.mark.parametrize("changes", [{}, {"head_name": "张　福来", "phone": ""}, {"id_number": NUMBER}])
def test_the_same_head_in_the_same_village_is_entered_once(cast, changes):
    assert cast.household.head_name == "张福来"
    with pytest.raises(Invalid) as refusal:
        enter(cast, **changes)
    assert "张**" in str(refusal.value.fields["head_name"])
    assert "张营村" in str(refusal.value.fields["head_name"])


def test_a_namesake_with_another_number_or_elsewhere_is_another(cast):
    assert cast.household
    assert enter(cast, phone="13799999999") != enter(cast, place=cast.neighbour_village) != cast.household


def test_an_identity_number_is_one_household_s_and_is_not_told_elsewhere(cast):
    enter(cast, head_name="赵大", id_number=NUMBER)
    with pytest.raises(Invalid) as here:
        enter(cast, head_name="别名", id_number=NUMBER)
    assert "赵*" in str(here.value.fields["id_number"])
    with pytest.raises(Invalid) as elsewhere:
        enter(cast, cast.stranger.informant, head_name="别名", place=cast.stranger.village, id_number=NUMBER)
    assert "赵" not in str(elsewhere.value.fields["id_number"])


def test_changing_a_household_makes_no_double_either(cast):
    enter(cast, head_name="赵大", id_number=NUMBER)
    with pytest.raises(Invalid):
        edit_household(
            actor=cast.informant, household=cast.household, head_name="张福来", category="ordinary", id_number=NUMBER
        )


def test_the_database_holds_an_identity_number_once(cast):
    made = enter(cast, head_name="赵大", id_number=NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.create(
            head_name="别", head_hash="x", id_hash=made.id_hash, place=cast.village, category="ordinary"
        )


def test_the_form_shows_no_identity_number_and_keeps_it(as_user, cast):
    household = enter(cast, head_name="赵大", id_number=NUMBER)
    browser, address = as_user(cast.informant), f"/households/{household.public_id}/edit/"
    page = browser.get(address).content.decode()
    assert "****002X" in page
    assert NUMBER not in page
    form = {"head_name": "赵大", "category": "ordinary", "size": "3", "phone": "", "id_number": ""}
    assert browser.post(address, form).status_code == 302
    household.refresh_from_db()
    assert household.id_number == NUMBER


def test_a_wrong_identity_number_is_taken_off_on_the_page(as_user, cast):
    household = enter(cast, head_name="赵大", id_number=NUMBER)
    browser, address = as_user(cast.informant), f"/households/{household.public_id}/edit/"
    form = {"head_name": "赵大", "category": "ordinary", "size": "3", "phone": "", "id_number": ""}
    assert browser.post(address, form | {"id_number": NUMBER, "drop_id_number": "on"}).status_code == 422
    assert browser.post(address, form | {"drop_id_number": "on"}).status_code == 302
    salt = household.salt
    household.refresh_from_db()
    assert (household.id_number, household.id_hash) == ("", "")
    assert household.salt != salt
    seal()
    assert verify().ok
    entry = LedgerEntry.objects.get(action="households.edit")
    assert json.loads(entry.payload)["facts"]["id_number"] == "removed"
    assert "drop_id_number" not in browser.get(address).content.decode()
    enter(cast, head_name="钱大", id_number=NUMBER)


@pytest.mark.parametrize("where", ["village", "neighbour_village"])
def test_one_identity_number_entered_twice_at_the_same_moment_is_said_at_the_field(site, where):
    cast = Cast()
    who, given = cast.informant, {"category": "ordinary", "id_number": NUMBER}
    villages = {"赵大": cast.village, "钱大": getattr(cast, where)}
    done, refused = at_once(
        *(
            lambda name=name, place=place: create_household(actor=who, head_name=name, place=place, **given)
            for name, place in villages.items()
        )
    )
    assert done == [Household.objects.get()]
    assert [list(no.fields) for no in refused] == [["id_number"]]


def test_one_form_that_is_sent_twice_enters_one_household(site):
    cast = Cast()
    who, given = cast.informant, {"head_name": "赵大", "place": cast.village, "category": "ordinary"}
    done, refused = at_once(*[lambda: create_household(actor=who, **given)] * 2)
    assert done == [Household.objects.get()]
    assert [list(no.fields) for no in refused] == [["head_name"]]


def test_households_that_get_one_name_at_the_same_moment_find_one_another(site):
    cast = Cast()
    who, given = cast.informant, {"head_name": "赵大", "category": "ordinary"}
    known = [enter(cast, head_name=name, phone="") for name in ("钱一", "钱二")]
    done, refused = at_once(
        *(lambda household=household: edit_household(actor=who, household=household, **given) for household in known),
        lambda: create_household(actor=who, place=cast.village, **given),
    )
    assert len(done) == 1
    assert [list(no.fields) for no in refused] == [["head_name"]] * 2
