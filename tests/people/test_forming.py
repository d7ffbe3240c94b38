"""Groups, teams, workstations and bases through their forms; accounts linked to specialists; what a page counts."""

import pytest
from django.test import Client
from django.urls import reverse

from heluo.people.models import Group, ScienceBase, Specialist, Team, Workstation


def signed_in(account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def test_a_county_officer_enters_a_team_whose_leader_is_a_member(cast):
    assert cast.leader
    assert cast.colleague
    form = {
        "number": "FWD-9",
        "name": "赵村花椒服务队",
        "industry": cast.pepper.code,
        "place": cast.town.code,
        "leader": "孙立",
        "members": "T-002 吴晓",
    }
    assert signed_in(cast.county_officer).post(reverse("people:team-new"), form).status_code == 302
    assert {member.name for member in Team.objects.get().members.all()} == {"孙立", "吴晓"}


def test_whoever_is_no_longer_on_the_list_has_left_the_team(cast):
    team = cast.team
    form = {"name": team.name, "leader": "T-003", "members": ""}
    assert signed_in(cast.county_officer).post(reverse("people:team-edit", args=[team.public_id]), form)
    assert [member.name for member in team.members.all()] == ["孙立"]


def test_the_form_shows_the_present_members_as_it_reads_them(cast):
    page = signed_in(cast.county_officer).get(reverse("people:team-edit", args=[cast.team.public_id]))
    assert "T-002 吴晓" in page.content.decode()


def test_an_unknown_member_is_named_and_nothing_typed_is_lost(cast):
    team = cast.team
    form = {"name": "新名", "leader": "T-003", "members": "T-002\n无此人"}
    reply = signed_in(cast.county_officer).post(reverse("people:team-edit", args=[team.public_id]), form)
    assert reply.status_code == 422
    assert "无此人: No specialist of this name or number is entered." in reply.content.decode()
    assert "新名" in reply.content.decode()


def test_the_city_changes_a_groups_counties(cast):
    group = cast.group
    form = {"name": group.name, "leader": "T-003", "members": "T-001", "places": "洛宁县、栾川县"}
    reply = signed_in(cast.officer).post(reverse("people:group-edit", args=[group.public_id]), form)
    assert reply.status_code == 302
    assert {place.name for place in Group.objects.get().places.all()} == {"洛宁县", "栾川县"}


@pytest.mark.parametrize(
    ("name", "model", "more"), [("workstation", Workstation, {}), ("science_base", ScienceBase, {"topic": "果树"})]
)
def test_a_hosted_body_does_not_move_out_of_the_offices_county(cast, name, model, more):
    body = getattr(cast, name)
    form = {"name": "花椒站", "host": cast.cooperative.credit_code, **more}
    address = reverse(f"people:{name.replace('_', '-')}-edit", args=[body.public_id])
    client = signed_in(cast.county_officer)
    assert client.post(address, form | {"place": cast.stranger.village.code}).status_code == 403
    assert client.post(address, form | {"place": cast.neighbour_village.code}).status_code == 302
    assert model.objects.get().place == cast.neighbour_village


def test_an_account_is_linked_to_a_specialist_and_taken_off_again(cast):
    account, address = cast.informant, reverse("people:specialist-account", args=[cast.specialist.public_id])
    client = signed_in(cast.county_officer)
    assert client.post(address, {"account": account.username}).status_code == 302
    assert Specialist.objects.get(pk=cast.specialist.pk).account == account
    assert client.post(address, {"account": ""}).status_code == 302
    assert Specialist.objects.get(pk=cast.specialist.pk).account is None


def test_an_account_of_another_county_is_not_known_here(cast):
    address = reverse("people:specialist-account", args=[cast.specialist.public_id])
    reply = signed_in(cast.county_officer).post(address, {"account": cast.stranger.informant.username})
    assert "You look after no account of this user name." in reply.content.decode()


def test_one_account_serves_one_specialist(cast):
    assert cast.specialist_account
    address = reverse("people:specialist-account", args=[cast.colleague.public_id])
    reply = signed_in(cast.officer).post(address, {"account": cast.specialist_account.username})
    assert reply.status_code == 422


def test_whom_a_specialist_must_not_serve_is_entered_and_told_to_the_office_and_the_specialist(cast):
    specialist, firm, client = cast.specialist, cast.firm, signed_in(cast.county_officer)
    form = {"name": "赵文山", "kind": "natural", "expertise": "花椒", "home": "洛宁县", "capacity_days": "9"}
    address = reverse("people:specialist-edit", args=[specialist.public_id])
    assert client.post(address, form | {"must_not_serve": "没有此公司"}).status_code == 422
    assert client.post(address, form | {"must_not_serve": firm.name}).status_code == 302
    assert list(specialist.must_not_serve.all()) == [firm]
    page = reverse("people:specialist", args=[specialist.public_id])
    assert firm.name in client.get(page).content.decode()
    assert firm.name in signed_in(cast.specialist_account).get(page).content.decode()
    assert firm.name not in signed_in(cast.requester).get(page).content.decode()
