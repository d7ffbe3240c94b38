"""Moving to another county: only by who is in charge of both, for it changes who may grant roles over the thing."""

import pytest

from heluo.base.errors import Denied
from heluo.people.actions.accounts import edit_account
from heluo.people.actions.organisations import edit_organisation
from heluo.people.actions.specialists import edit_specialist


@pytest.fixture(params=["organisation", "specialist", "account"])
def move(request, cast):
    """(actor, place) → the thing, moved there."""

    def organisation(actor, place):
        thing = cast.cooperative
        return edit_organisation(actor=actor, organisation=thing, name=thing.name, kind=thing.kind, place=place).place

    def specialist(actor, place):
        thing = cast.specialist
        return edit_specialist(actor=actor, specialist=thing, name=thing.name, home=place, expertise=[]).home

    def account(actor, place):
        return edit_account(actor=actor, account=cast.requester, display_name="张大爷", place=place).place

    return {"organisation": organisation, "specialist": specialist, "account": account}[request.param]


def test_a_county_officer_moves_within_the_county_only(cast, move):
    with pytest.raises(Denied):
        move(cast.county_officer, cast.stranger.village)
    assert move(cast.county_officer, cast.neighbour_village) == cast.neighbour_village


def test_the_city_moves_between_counties(cast, move):
    assert move(cast.officer, cast.stranger.village) == cast.stranger.village


@pytest.mark.parametrize(
    ("name", "owner", "thing"), [("organisation", "contact", "cooperative"), ("account", "requester", "requester")]
)
def test_whose_own_it_is_changes_it_where_it_stands(as_user, cast, name, owner, thing):
    """The place is not on the form, and one that is sent all the same changes nothing."""
    body = getattr(cast, thing)
    browser, address = as_user(getattr(cast, owner)), f"/{name}s/{body.public_id}/edit/"
    assert 'name="place"' not in browser.get(address).content.decode()
    form = {"name": "张营合作社", "kind": "cooperative", "display_name": "张大爷", "place": cast.stranger.village.code}
    assert browser.post(address, form).status_code == 302
    body.refresh_from_db()
    assert body.place == cast.village
