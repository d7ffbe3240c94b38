"""The cast stands on its own feet: everybody holds the role of one's name, and strangers have nothing to do here."""


def test_everyone_holds_their_role(cast):
    everyone = cast.everyone()
    assert len(everyone) == 23
    assert all(user.roles == {role} for (role, _side), user in everyone.items() if role != "visitor")


def test_a_stranger_is_one(cast):
    assert cast.county_officer.holds("county_officer", place=cast.village)
    assert not cast.stranger.county_officer.holds("county_officer", place=cast.village)
    assert cast.officer.holds("city_officer", place=cast.stranger.village)


def test_the_rest_of_the_cast(cast):
    assert cast.village.path == "洛宁县 › 赵村镇 › 张营村"
    assert cast.team.members.count() == 2
    assert cast.group.members.count() == 3
    assert cast.household.masked_name == "张**"
    for thing in (cast.workstation, cast.science_base, cast.variety, cast.technology, cast.contact):
        assert thing.pk
