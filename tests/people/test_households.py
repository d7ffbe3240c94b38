"""A household is entered once, and its numbers are shown to nobody whom they do not concern."""

import pytest
from django.db import IntegrityError, transaction

from heluo.base.errors import Invalid
from heluo.people.actions.households import create_household, edit_household
from heluo.people.models import Household

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
