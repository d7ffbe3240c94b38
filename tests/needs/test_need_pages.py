"""A need's page, the lists, and the acts with a need, as each of the cast sees them."""

from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base import clock
from heluo.base.errors import Denied, Invalid
from heluo.base.models import Notice
from heluo.needs.actions.needs import (
    decline_need,
    draft_need,
    edit_need,
    mark_duplicate,
    publish_need,
    release_need,
    submit_need,
    withdraw_need,
)
from heluo.needs.actions.offers import Candidate, accept_offer, decline_offer, invite
from heluo.needs.actions.sweep import expire_needs
from heluo.needs.models import Need, Offer
from heluo.people.actions.accounts import edit_account
from tests.cast import Cast


def new_need(cast: Cast, *, by=None, **changes) -> Need:
    given = {
        "title": "花椒蚜虫防治与秋季修剪",
        "industry": cast.pepper,
        "place": cast.village,
        "contact_name": "张大爷",
        "contact_phone": "13812341234",
        "is_proxied": True,
        **changes,
    }
    return publish_need(actor=by or cast.informant, need=Need(**given))


@pytest.fixture
def need(cast: Cast) -> Need:
    return new_need(cast)


@pytest.fixture
def page_as(client: Client):
    """The answer of a page for somebody of the cast."""

    def get(user, name: str, *args, **query):
        if user is None or not hasattr(user, "password"):
            client.logout()
        else:
            client.force_login(user)
        return client.get(reverse(f"needs:{name}", args=args), query)

    return get


@pytest.fixture
def post_as(client: Client):
    def post(user, name: str, *args, **data):
        client.force_login(user)
        return client.post(reverse(f"needs:{name}", args=args), data)

    return post


def test_everyone_reads_the_need_but_not_the_contact(cast: Cast, need: Need, page_as):
    page = page_as(cast.visitor, "need", need.public_id).content.decode()
    assert need.title in page
    assert "13812341234" not in page
    assert "张大爷" not in page


@pytest.mark.parametrize("role", ["officer", "county_officer", "informant", "committee", "clerk"])
def test_those_in_charge_read_the_contact(cast: Cast, need: Need, page_as, role: str):
    assert "13812341234" in page_as(getattr(cast, role), "need", need.public_id).content.decode()


@pytest.mark.parametrize("role", ["county_officer", "informant", "clerk"])
def test_those_in_charge_elsewhere_do_not(cast: Cast, need: Need, page_as, role: str):
    page = page_as(getattr(cast.stranger, role), "need", need.public_id)
    assert page.status_code == 200
    assert "13812341234" not in page.content.decode()


def test_an_auditor_reads_but_sees_no_contact_and_no_buttons(cast: Cast, need: Need, page_as):
    page = page_as(cast.auditor, "need", need.public_id)
    assert page.context["buttons"] == []
    assert "13812341234" not in page.content.decode()


def test_where_no_number_was_left_whoever_comes_reads_whom_to_ask(cast: Cast, page_as):
    """Who wrote it down and how they are rung up; where they have no telephone, somebody of the place who has."""
    need = new_need(cast, by=cast.committee, contact_phone="")
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    accept_offer(actor=cast.specialist_account, offer=offer)

    def told(who) -> str:
        return unescape(page_as(who, "need", need.public_id).content.decode())

    assert cast.committee.display_name in told(cast.specialist_account)
    edit_account(
        actor=cast.informant, account=cast.informant, display_name=cast.informant.display_name, phone="13700000008"
    )
    page = told(cast.specialist_account)
    assert "没有留电话" in page
    assert f"请问{cast.informant.display_name}" in page
    assert 'href="tel:13700000008"' in page
    assert "13700000008" not in told(cast.visitor)


def test_who_accepted_reads_the_contact(cast: Cast, need: Need, page_as):
    account = cast.specialist_account
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    assert "13812341234" not in page_as(account, "need", need.public_id).content.decode()
    accept_offer(actor=account, offer=offer)
    assert "13812341234" in page_as(account, "need", need.public_id).content.decode()


def test_a_draft_does_not_exist_for_others(cast: Cast, page_as):
    draft = draft_need(
        actor=cast.informant, need=Need(title="x", industry=cast.pepper, place=cast.village, asked_at=clock.now())
    )
    for other in (cast.visitor, cast.stranger.informant, cast.county_officer, cast.committee, cast.auditor):
        assert page_as(other, "need", draft.public_id).status_code == 404
    assert page_as(cast.informant, "need", draft.public_id).status_code == 200


def test_the_town_changes_what_came_by_qr(cast: Cast, page_as):
    asked = submit_need(need=Need(title="x", industry=cast.pepper, place=cast.village, contact_phone="13812341234"))
    assert page_as(cast.informant, "edit", asked.public_id).status_code == 200
    assert page_as(cast.committee, "edit", asked.public_id).status_code == 403


def test_officers_see_who_fits_with_reasons(cast: Cast, need: Need, page_as):
    assert cast.specialist
    assert cast.team
    page = page_as(cast.county_officer, "need", need.public_id)
    best = page.context["ranking"].best
    assert best[0].row in (cast.specialist, cast.team, cast.leader)
    assert best[0].told.reason.zh in page.content.decode()
    assert "谁来合适" not in page_as(cast.visitor, "need", need.public_id).content.decode()


def test_one_click_invites(cast: Cast, need: Need, page_as, post_as):
    assert cast.specialist
    best = page_as(cast.county_officer, "need", need.public_id).context["ranking"].best[0]
    post_as(cast.county_officer, "invite", need.public_id, candidate=best.key)
    offer = Offer.objects.get()
    assert (offer.state, offer.rank, offer.score) == ("invited", 1, best.told.score)
    assert {"expertise", "distance", "spare", "past", "season"} == {part["key"] for part in offer.parts}


def test_passing_over_the_first_needs_a_reason(cast: Cast, need: Need, page_as, post_as):
    assert cast.specialist
    assert cast.leader
    second = page_as(cast.county_officer, "need", need.public_id).context["ranking"].best[1]
    post_as(cast.county_officer, "invite", need.public_id, candidate=second.key)
    assert not Offer.objects.exists()
    post_as(cast.county_officer, "invite", need.public_id, candidate=second.key, override_reason="上次去过，村里熟悉")
    assert Offer.objects.get().override_reason == "上次去过，村里熟悉"


def test_inviting_is_for_the_officers_of_the_place(cast: Cast, need: Need, post_as):
    for user in (cast.informant, cast.stranger.county_officer, cast.auditor):
        assert post_as(user, "invite", need.public_id, candidate=str(cast.specialist.public_id)).status_code == 403


def test_the_specialist_answers_on_the_page(cast: Cast, need: Need, post_as):
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    assert post_as(cast.stranger.specialist_account, "offer-accept", offer.public_id).status_code == 404
    assert post_as(cast.county_officer, "offer-accept", offer.public_id).status_code == 403
    post_as(cast.specialist_account, "offer-accept", offer.public_id)
    need.refresh_from_db()
    assert need.state == "assigned"


def test_a_no_says_why(cast: Cast, need: Need, post_as):
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    assert cast.specialist_account
    assert post_as(cast.specialist_account, "offer-decline", offer.public_id, reason="").status_code == 422
    post_as(cast.specialist_account, "offer-decline", offer.public_id, reason="那几天在外地讲课")
    offer.refresh_from_db()
    assert (offer.state, offer.decline_reason) == ("declined", "那几天在外地讲课")


def test_declining_needs_both_sentences(cast: Cast, need: Need, post_as):
    assert post_as(cast.county_officer, "decline", need.public_id, reason="不属于本办法范围").status_code == 422
    post_as(cast.county_officer, "decline", need.public_id, reason="不属于科技服务", do_instead="请找供电所")
    need.refresh_from_db()
    assert (need.state, need.do_instead) == ("declined", "请找供电所")


def test_a_duplicate_points_to_the_other(cast: Cast, need: Need, post_as, page_as):
    other = new_need(cast, title="花椒生虫")
    assert post_as(cast.county_officer, "duplicate", other.public_id, parent="LY-1999-000001").status_code == 422
    post_as(cast.county_officer, "duplicate", other.public_id, parent=need.number)
    other.refresh_from_db()
    assert other.parent == need
    page = page_as(cast.visitor, "need", other.public_id).content.decode()
    assert need.number in page
    assert "已并入另一件" in page
    assert "不予受理" not in page


def test_what_may_be_the_same_is_offered_and_its_last_digits_are_enough(cast: Cast, need: Need, post_as, page_as):
    other = new_need(cast, title=need.title)
    page = page_as(cast.county_officer, "duplicate", other.public_id).content.decode()
    assert f'<option value="{need.number}">' in page
    post_as(cast.county_officer, "duplicate", other.public_id, parent=need.number.rpartition("-")[2])
    other.refresh_from_db()
    assert other.parent == need


def test_an_act_that_one_may_not_is_403_and_one_not_possible_now_409(cast: Cast, need: Need, post_as):
    assert post_as(cast.stranger.county_officer, "decline", need.public_id).status_code == 403
    assert post_as(cast.county_officer, "republish", need.public_id).status_code == 409


def test_editing_sets_a_new_deadline(cast: Cast, need: Need, post_as):
    before = need.deadline
    form = {
        "title": need.title,
        "kind": "visit",
        "industry": cast.pepper.public_id,
        "urgency": "urgent",
        "team_size": 1,
    }
    post_as(cast.informant, "edit", need.public_id, **form)
    need.refresh_from_db()
    assert need.deadline < before


def test_only_an_officer_says_that_a_need_must_be_served(cast: Cast, need: Need, post_as):
    form = {"title": need.title, "kind": "visit", "industry": cast.pepper.public_id, "urgency": "normal"}
    form |= {"team_size": 1, "must_serve": "on", "contact_phone": need.contact_phone}
    post_as(cast.informant, "edit", need.public_id, **form)
    need.refresh_from_db()
    assert not need.must_serve
    post_as(cast.county_officer, "edit", need.public_id, **form)
    need.refresh_from_db()
    assert need.must_serve


def test_who_asks_is_not_offered_to_say_that_it_must_be_served(cast: Cast, need: Need, page_as):
    assert b"must_serve" not in page_as(cast.informant, "edit", need.public_id).content
    assert b"must_serve" in page_as(cast.county_officer, "edit", need.public_id).content
    with pytest.raises(Denied, match="必须办理"):
        edit_need(actor=cast.informant, need=need, changes={"must_serve": True})
    with pytest.raises(Denied):
        new_need(cast, must_serve=True)


def test_the_story_names_the_invited_only_to_those_in_charge(cast: Cast, need: Need, page_as):
    invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    inside = page_as(cast.county_officer, "need", need.public_id).context["story"]
    outside = page_as(cast.visitor, "need", need.public_id).context["story"]
    assert any(cast.specialist.name in point.text for point in inside)
    assert not any(cast.specialist.name in point.text for point in outside)


def test_mine_says_what_happens_next(cast: Cast, need: Need, page_as):
    page = page_as(cast.informant, "mine")
    assert page.context["rows"][0][1]
    assert need.title in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "蚜虫"}, 1),
        ({"q": "葡萄"}, 0),
        ({"county": "410328"}, 1),
        ({"county": "410324"}, 0),
        ({"kind": "training"}, 0),
        ({"state": "waiting", "industry": "A0163-01"}, 1),
        ({"kind": "nonsense"}, 1),
    ],
)
def test_the_list_is_narrowed(cast: Cast, need: Need, page_as, query: dict, found: int):
    assert cast.stranger.county
    assert page_as(cast.visitor, "list", **query).context["page"].paginator.count == found


def test_a_need_is_found_by_its_number(cast: Cast, need: Need, page_as):
    assert page_as(cast.visitor, "list", q=need.number.lower()).context["page"].paginator.count == 1


@pytest.mark.parametrize("name", ["list", "mine"])
def test_a_list_asks_as_much_for_20_rows_as_for_1(cast: Cast, need: Need, page_as, name: str):
    page_as(cast.informant, name)
    with CaptureQueriesContext(connection) as one:
        page_as(cast.informant, name)
    for number in range(25):
        new_need(cast, title=f"第{number}件", wanted_to=clock.today() + timedelta(days=9))
    with CaptureQueriesContext(connection) as many:
        page_as(cast.informant, name)
    # Paging itself asks for nothing more.
    assert len(many) == len(one)


def test_a_base_map_is_used_where_one_is_set(cast: Cast, need: Need, page_as, settings):
    assert cast.specialist
    assert "leaflet" not in page_as(cast.county_officer, "need", need.public_id).content.decode()
    settings.HELUO_TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    page = page_as(cast.county_officer, "need", need.public_id).content.decode()
    assert "https://tiles.example.org/{z}/{x}/{y}.png" in page
    assert "leaflet.js" in page


def test_a_key_of_tianditu_gives_its_map_and_its_names(cast: Cast, need: Need, page_as, settings):
    assert cast.specialist
    settings.HELUO_TIANDITU_KEY = "0123456789abcdef0123456789abcdef"
    page = page_as(cast.county_officer, "need", need.public_id)
    drawn = unescape(page.content.decode()).split('data-tiles="')[1].split('"')
    layers = [urlsplit(layer) for layer in drawn[0].split(" ")]
    assert [layer.path for layer in layers] == ["/vec_w/wmts", "/cva_w/wmts"]
    assert {layer.netloc for layer in layers} == {"t{s}.tianditu.gov.cn"}
    assert all(f"tk={settings.HELUO_TIANDITU_KEY}" in layer.query for layer in layers)
    assert 'data-hosts="01234567"' in page.content.decode()


def test_the_list_is_narrowed_to_a_place_that_a_link_names(cast: Cast, need: Need, page_as):
    new_need(cast, title="别村的苹果", place=cast.neighbour_village)
    page = page_as(cast.visitor, "list", place=cast.village.code)
    assert [row.title for row in page.context["page"]] == [need.title]
    text = page.content.decode()
    assert f'name="place" value="{cast.village.code}"' in text
    assert 'href="/needs/?"' in text.split('class="toolbar filters"')[1].split("×")[0]


def test_a_county_on_the_map_opens_its_list(cast: Cast, need: Need, page_as):
    assert cast.stranger.county
    page = page_as(cast.visitor, "list", place=cast.stranger.county.code)
    assert page.context["page"].paginator.count == 0
    assert f'<option value="{cast.stranger.county.code}" selected' in page.content.decode()
    assert page_as(cast.visitor, "list", place=cast.county.code).context["page"].paginator.count == 1


def test_another_county_chosen_beside_a_place_wins(cast: Cast, need: Need, page_as):
    page = page_as(cast.visitor, "list", place=cast.stranger.village.code, county=cast.county.code)
    assert page.context["page"].paginator.count == 1


def test_editing_a_reopened_need_keeps_its_time(cast: Cast, need: Need):
    Need.objects.filter(pk=need.pk).update(
        published_at=clock.now() - timedelta(days=90), reopened_at=clock.now(), times_reopened=1
    )
    edit_need(actor=cast.county_officer, need=need, changes={"urgency": "urgent"})
    need.refresh_from_db()
    assert need.deadline > clock.today()


def test_a_changed_title_leaves_the_deadline_alone(cast: Cast, need: Need):
    Need.objects.filter(pk=need.pk).update(published_at=clock.now() - timedelta(days=90))
    edit_need(actor=cast.county_officer, need=need, changes={"title": "花椒锈病", "urgency": need.urgency})
    before, _ = need.deadline, need.refresh_from_db()
    assert (need.title, need.deadline) == ("花椒锈病", before)


def half_filled(cast: Cast) -> Need:
    need = new_need(cast, team_size=2)
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    accept_offer(actor=cast.specialist_account, offer=offer)
    need.refresh_from_db()
    return need


def test_with_fewer_wanted_a_need_may_be_filled(cast: Cast):
    need = half_filled(cast)
    assert need.state == "offered"
    edit_need(actor=cast.county_officer, need=need, changes={"team_size": 1})
    need.refresh_from_db()
    assert need.state == "assigned"


def test_no_fewer_than_have_accepted(cast: Cast, post_as):
    need = new_need(cast, team_size=3)
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(team=cast.team))
    accept_offer(actor=cast.leader_account, offer=offer)
    with pytest.raises(Invalid) as no:
        edit_need(actor=cast.county_officer, need=need, changes={"team_size": 1})
    assert "team_size" in no.value.fields


def test_a_duplicate_points_to_what_is_open(cast: Cast, need: Need, post_as):
    other = new_need(cast, title="花椒生虫")
    withdraw_need(actor=cast.county_officer, need=other, reason="好了")
    assert post_as(cast.county_officer, "duplicate", need.public_id, parent=other.number).status_code == 422


def test_rows_read_no_contact(cast: Cast, need: Need, page_as):
    with CaptureQueriesContext(connection) as asked:
        page_as(cast.visitor, "list")
    assert not any('"contact_phone"' in query["sql"] for query in asked)


def test_perhaps_the_same_shares_words_and_the_nearest_comes_first(cast: Cast, page_as):
    old = new_need(cast, title="核桃嫁接", place=cast.other_town, by=cast.county_officer)
    far = new_need(cast, title="叶子背面都是蚜虫", place=cast.other_town, by=cast.county_officer)
    near = new_need(cast, title="蚜虫太多", place=cast.neighbour_village)
    need = new_need(cast, title="花椒蚜虫防治")
    for who in (cast.county_officer, cast.informant):
        found = page_as(who, "need", need.public_id).context["alike"]
        assert found == [near, far]
        assert old not in found


def test_what_was_asked_already_is_said_while_one_types(cast: Cast, need: Need, client: Client):
    asked = {"title": "花椒上有蚜虫", "place": str(cast.neighbour_village.public_id)}
    assert need.title in said_while_typing(client, **asked)
    assert need.title not in said_while_typing(client, **{**asked, "title": "肉牛"})
    assert need.title not in said_while_typing(client, **{**asked, "place": ""})


def said_while_typing(client: Client, **asked) -> str:
    return client.post(reverse("needs:same"), asked).content.decode()


# One asked in the village; what is typed there next is something else, however much is said of the place.
@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ("张营村花椒秋季修剪", "张营村花椒叶子发黄"),
        ("花椒冬前管理，想请老师来张营村讲一课", "花椒收购价格咋定，想请老师来张营讲一课"),
        ("花椒树怎么修剪", "花椒树怎么施肥"),
        ("花椒蚜虫防治", "花椒根腐病防治"),
        ("Pepper pruning in winter, please help", "Pepper drying: what machine do we need, please"),
    ],
)
def test_a_place_alone_makes_nothing_the_same(cast: Cast, client: Client, asked: str, typed: str):
    new_need(cast, title=asked, place=cast.village)
    assert asked not in said_while_typing(client, title=typed, place=str(cast.village.public_id))


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ("张营村花椒秋季修剪", "花椒秋天怎么修剪"),
        ("花椒蚜虫太多", "花椒生了蚜虫咋办"),
        ("花椒树枝子太密不结果", "花椒树只长枝子，不结果"),
        ("Aphids on our pepper trees", "pepper full of aphids, what to do"),
    ],
)
def test_the_same_in_other_words_is_offered(cast: Cast, client: Client, asked: str, typed: str):
    new_need(cast, title=asked, place=cast.neighbour_village)
    assert asked in said_while_typing(client, title=typed, place=str(cast.village.public_id))


def test_long_text_gets_an_answer_while_one_types(cast: Cast, client: Client):
    for name in ("same", "industries"):
        assert client.post(reverse(f"needs:{name}"), {"title": "花椒" * 9000}).status_code == 200


def told(template: str) -> set[str]:
    rows = Notice.objects.filter(template=template)
    return {row.user_id_text or f"{row.channel} {row.address}" for row in rows}


def decline(cast: Cast, need: Need) -> None:
    decline_need(actor=cast.county_officer, need=need, reason="不属于科技服务", do_instead="请找供电所")


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("decline", {"reason": "今年没有这个专业的人", "do_instead": "请打县里电话"}),
        ("edit", {"title": "花椒蚜虫和红蜘蛛", "team_size": "1"}),
    ],
)
def test_what_was_typed_stays_where_somebody_was_quicker(cast: Cast, need: Need, post_as, act: str, typed):
    withdraw_need(actor=cast.officer, need=need, reason="不需要了")
    answer = post_as(cast.county_officer, act, need.public_id, **typed, **_edited(need) if act == "edit" else {})
    assert answer.status_code == 422
    for words in typed.values():
        assert words in answer.content.decode()


def _edited(need: Need) -> dict[str, str]:
    return {"kind": need.kind, "urgency": need.urgency, "industry": str(need.industry.public_id)}


def test_who_has_no_account_is_told_by_sms_with_the_number_alone(cast: Cast, need: Need):
    decline(cast, need)
    assert told("needs.declined_by_sms") == {"sms 13812341234"}
    assert Notice.objects.get(template="needs.declined_by_sms").context == {"number": need.number}
    assert told("needs.declined_to_publisher") == {str(cast.informant.public_id)}


def test_the_contacts_of_the_organisation_that_asks_are_told(cast: Cast):
    contact = cast.contact
    decline(cast, new_need(cast, requester_organisation=cast.cooperative))
    assert told("needs.declined") == {str(contact.public_id)}
    assert told("needs.declined_by_sms") == set()


def accepted(cast: Cast, need: Need) -> Offer:
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    return accept_offer(actor=cast.specialist_account, offer=offer)


def test_that_somebody_comes_is_told_by_sms(cast: Cast, need: Need):
    accepted(cast, need)
    assert "sms 13812341234" in told("needs.assigned")


@pytest.mark.parametrize("by", ["office", "specialist"])
def test_that_nobody_comes_after_all_is_told(cast: Cast, need: Need, by: str):
    offer = accepted(cast, need)
    if by == "office":
        release_need(actor=cast.county_officer, need=need, reason="没有来")
    else:
        decline_offer(actor=cast.specialist_account, offer=offer, reason="病了")
    assert told("needs.looking_again") == {"sms 13812341234"}
    assert told("needs.looking_again_to_publisher") == {str(cast.informant.public_id)}


@pytest.mark.parametrize(
    ("change", "heard"),
    [
        ({"title": "花椒修剪"}, True),
        ({"wanted_to": clock.today() + timedelta(days=9)}, True),
        ({"kind": "training"}, True),
        ({"urgency": "urgent"}, False),
        ({"contact_phone": "13700000009"}, False),
    ],
)
def test_whoever_is_invited_or_has_said_yes_hears_of_a_change_of_what_they_come_for(cast: Cast, change, heard: bool):
    need = new_need(cast, team_size=2)
    accepted(cast, need)
    assert cast.leader_account
    invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.leader))
    edit_need(actor=cast.informant, need=need, changes=change)
    both = {str(cast.specialist_account.public_id), str(cast.leader_account.public_id)}
    assert told("needs.changed") == (both if heard else set())


def test_of_a_change_those_hear_who_may_still_come(cast: Cast, need: Need):
    assert cast.specialist_account
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    decline_offer(actor=cast.specialist_account, offer=offer, reason="病了")
    edit_need(actor=cast.informant, need=need, changes={"title": "花椒修剪"})
    assert told("needs.changed") == set()


def test_where_a_need_goes_on_is_told_by_sms(cast: Cast, need: Need):
    other = new_need(cast)
    mark_duplicate(actor=cast.county_officer, need=need, parent=other)
    assert "sms 13812341234" in told("needs.duplicate")
    contexts = Notice.objects.filter(template="needs.duplicate").values_list("context", flat=True)
    assert {context["original"] for context in contexts} == {other.number}


def test_that_a_need_has_expired_is_told_by_sms(cast: Cast, need: Need):
    with clock.at(clock.now() + timedelta(days=120)):
        assert expire_needs() == 1
    assert "sms 13812341234" in told("needs.expired")
