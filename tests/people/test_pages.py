"""Every page of people opens for whom it is for."""

import pytest
from django.urls import reverse


def open_page(client, user, name, *args):
    if user is not None:
        client.force_login(user)
    return client.get(reverse(f"people:{name}", args=[getattr(arg, "public_id", arg) for arg in args]))


@pytest.fixture
def world(cast):
    """Everything that the lists show, once."""
    return cast, (cast.group, cast.team, cast.workstation, cast.science_base, cast.specialist, cast.household)


@pytest.mark.parametrize("name", ["specialists", "organisations", "groups", "teams", "workstations", "science_bases"])
def test_public_lists(client, world, name):
    response = open_page(client, None, name)
    assert response.status_code == 200
    assert "138000" not in response.content.decode()


@pytest.mark.parametrize("name", ["households", "household_new", "accounts", "account_new", "agreements", "me"])
def test_lists_of_the_office(client, world, name):
    cast, _ = world
    assert open_page(client, cast.county_officer, name).status_code == 200
    client.logout()
    assert open_page(client, None, name).status_code == 302


def test_pages_of_one_thing(client, world):
    cast, _ = world
    for name, thing in (
        ("specialist", cast.specialist),
        ("organisation", cast.cooperative),
        ("group", cast.group),
        ("team", cast.team),
    ):
        assert open_page(client, None, name, thing).status_code == 200
