"""The desks: the officer's queue with bulk acts and matching, the informant's, and who gets to which."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.base import clock, tasks
from heluo.cli.frame import main
from heluo.needs.actions.needs import publish_need, reopen_need, submit_need
from heluo.needs.actions.offers import decline_offer, invite
from heluo.needs.bridge import Candidate
from heluo.needs.models import Need, Offer
from heluo.people.actions.specialists import add_absence
from heluo.places.models import Place
from heluo.runs.models import Run
from tests.cast import Cast
from tests.needs.drawn import drawn_in, press

TODAY = clock.now()


def new_need(cast: Cast, title: str = "花椒蚜虫防治", **changes) -> Need:
    given = {"title": title, "industry": cast.pepper, "place": cast.village, "contact_phone": "13812341234", **changes}
    return publish_need(actor=cast.informant, need=Need(**given))


def as_officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.county_officer)
    return client


@pytest.mark.parametrize(
    ("role", "where"),
    [("county_officer", "queue"), ("officer", "queue"), ("auditor", "to-check"), ("informant", "town"),
     ("clerk", "town"), ("requester", "mine"), ("contact", "mine")],
)  # fmt: skip
def test_everyone_gets_to_the_own_desk(cast: Cast, client: Client, role: str, where: str):
    client.force_login(getattr(cast, role))
    assert client.get(reverse("needs:desk")).headers["Location"] == reverse(f"needs:{where}")


def test_an_administrator_begins_with_the_accounts(cast: Cast, client: Client):
    client.force_login(cast.administrator)
    assert client.get(reverse("needs:desk")).headers["Location"] == reverse("people:accounts")


def test_an_operator_reads_what_may_be_done_already_and_what_may_not(cast: Cast, client: Client):
    client.force_login(cast.operator)
    page = client.get(reverse("needs:desk"), follow=True, headers={"accept-language": "en"}).content.decode()
    assert "Heluo can't do this yet" in page
    hrefs = re.findall(r'<li><a href="([^"]+)">', page.partition("What you can do already:")[2])
    assert reverse("people:organisation", args=[cast.firm.public_id]) in hrefs
    for href in hrefs:
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize(("role", "name"), [("requester", "queue"), ("informant", "queue"), ("county_officer", "town")])
def test_a_desk_that_is_not_ones_own_says_whose_it_is(cast: Cast, client: Client, role: str, name: str):
    client.force_login(getattr(cast, role))
    assert client.get(reverse(f"needs:{name}")).status_code == 403


def test_the_late_ones_come_first(cast: Cast, client: Client):
    with clock.at(TODAY - timedelta(days=30)):
        late = new_need(cast, "晚了的")
    new_need(cast, "新来的")
    page = as_officer(cast, client).get(reverse("needs:queue"))
    assert next(iter(page.context["page"])) == late
    assert page.context["alerts"].late == 1
    only = client.get(reverse("needs:queue"), {"only": "late"})
    assert [need.title for need in only.context["page"]] == ["晚了的"]


def test_what_waits_for_the_office_stands_before_what_is_served_however_old(cast: Cast, client: Client):
    needs = {state: new_need(cast, state) for state in ("served", "serving", "assigned", "offered", "published")}
    for days, (state, need) in enumerate(needs.items(), 1):
        Need.objects.filter(pk=need.pk).update(state=state, deadline=clock.today() - timedelta(days=60 - days))
    page = as_officer(cast, client).get(reverse("needs:queue"))
    shown = [need.state for need in page.context["page"]]
    assert shown == ["offered", "published", "assigned", "serving", "served"]
    second_group = page.content.decode().split('<tr class="turn">')[1]
    assert [state for state in shown if f">{state}</a>" in second_group] == ["assigned", "serving", "served"]


def test_one_county_s_queue_draws_where_its_needs_wait(cast: Cast, client: Client):
    square = [[111.0, 34.0], [112.0, 34.0], [112.0, 35.0], [111.0, 35.0], [111.0, 34.0]]
    outline = {"type": "Polygon", "coordinates": [square]}
    Place.objects.filter(pk=cast.county.pk).update(outline=outline, latitude=34.5, longitude=111.5)
    new_need(cast, "近处", latitude=34.2, longitude=111.2), new_need(cast, "同处", latitude=34.2, longitude=111.2)
    new_need(cast, "没有坐标")
    page = as_officer(cast, client).get(reverse("needs:queue"))
    assert [(dot.label, dot.title) for dot in page.context["map"].dots] == [("2", "近处 · 同处"), ("1", "没有坐标")]
    assert "<title>2 近处 · 同处</title>" in page.content.decode()
    assert page.context["towns"] == [(cast.town.name, 3)]


def test_reopened_needs_alarm(cast: Cast, client: Client):
    need = new_need(cast)
    Need.objects.filter(pk=need.pk).update(state="served", served_at=clock.now())
    need.refresh_from_db()
    reopen_need(actor=cast.county_officer, need=need, reason="只讲了课，没有到地里看")
    page = as_officer(cast, client).get(reverse("needs:queue"), {"only": "reopened"})
    assert list(page.context["page"]) == [need]


def test_the_queue_holds_ones_own_places_only(cast: Cast, client: Client):
    new_need(cast)
    client.force_login(cast.stranger.county_officer)
    assert client.get(reverse("needs:queue")).context["page"].paginator.count == 0


def test_an_auditor_reads_the_queue_without_buttons(cast: Cast, client: Client):
    new_need(cast)
    client.force_login(cast.auditor)
    page = client.get(reverse("needs:queue"))
    assert page.context["page"].paginator.count == 1
    assert not page.context["may_act"]
    assert client.post(reverse("needs:bulk"), {"act": "decline"}).status_code == 403


def test_several_are_declined_with_one_reason(cast: Cast, client: Client):
    needs = [new_need(cast, f"第{number}件") for number in range(3)]
    ticked = {"act": "decline", "need": [str(need.public_id) for need in needs]}
    as_officer(cast, client)
    asked = client.post(reverse("needs:bulk"), ticked)
    assert asked.status_code == 200
    said = {"confirmed": "yes", "reason": "不属于科技服务", "do_instead": "请找供电所"}
    client.post(reverse("needs:bulk"), {**ticked, **said})
    assert set(Need.objects.values_list("state", flat=True)) == {"declined"}


def test_several_are_marked_as_duplicates(cast: Cast, client: Client):
    first, second = new_need(cast), new_need(cast)
    form = {"act": "duplicate", "need": [str(second.public_id)], "confirmed": "yes", "parent": first.number}
    as_officer(cast, client).post(reverse("needs:bulk"), form)
    second.refresh_from_db()
    assert second.parent == first


def test_a_county_is_matched_and_invited_from_the_plan(cast: Cast, client: Client):
    assert cast.specialist
    assert cast.leader
    first, strange = new_need(cast), new_need(cast, "耐火砖窑炉", industry=cast.apple)
    as_officer(cast, client)
    answer = client.post(reverse("needs:match-county"), {"place": str(cast.county.public_id)})
    tasks.run_waiting()
    run = Run.objects.get()
    assert (run.state, run.about_id) == ("done", str(cast.county.public_id))
    page = client.get(answer.headers["Location"])
    assert [one.need for one in page.context["to_invite"]] == [first]
    assert [left.need for left in page.context["open"]] == [strange]
    asked = invite_from_plan(client, run)
    assert "将发出邀请 1 份" in asked.content.decode()
    offer = Offer.objects.get()
    assert (offer.need, offer.run, offer.state) == (first, run, "invited")
    again = client.get(answer.headers["Location"])
    assert (again.context["to_invite"], [one.need for one in again.context["invited"]]) == ([], [first])


def invite_from_plan(client: Client, run: Run):
    """Tick nothing off and confirm; the page that was confirmed."""
    address = reverse("needs:invite-many", args=[run.public_id])
    asked = client.post(address, {"pair": ticked(client.get(reverse("needs:match", args=[run.public_id])), address)})
    assert not Offer.objects.filter(run=run).exists()
    client.post(address, {"pair": ticked(asked, address), "confirmed": "yes"})
    return asked


def ticked(page, address: str) -> list[str]:
    """The pairs that the page's form would send as it is drawn."""
    return drawn_in(page.content.decode(), address).get("pair", [])


def planned(cast: Cast, client: Client, *needs: Need) -> Run:
    as_officer(cast, client).post(
        reverse("needs:bulk"), {"act": "match", "need": [str(need.public_id) for need in needs]}
    )
    tasks.run_waiting()
    return Run.objects.get()


def test_who_declined_since_is_shown_apart_and_not_invited_again(cast: Cast, client: Client):
    assert cast.specialist
    need = new_need(cast)
    run = planned(cast, client, need)
    offer = invite(actor=cast.county_officer, need=need, candidate=Candidate(specialist=cast.specialist))
    decline_offer(actor=cast.specialist_account, offer=offer, reason="家里有事")
    page = client.get(reverse("needs:match", args=[run.public_id]))
    assert "已谢绝邀请" in page.content.decode()
    assert not ticked(page, reverse("needs:invite-many", args=[run.public_id]))
    key = f"{need.public_id}:{cast.specialist.public_id}"
    client.post(reverse("needs:invite-many", args=[run.public_id]), {"pair": [key], "confirmed": "yes"})
    assert Offer.objects.count() == 1


def test_one_place_that_was_offered_by_hand_since_is_not_offered_twice(cast: Cast, client: Client):
    assert cast.specialist
    need = new_need(cast)
    run = planned(cast, client, need)
    address = reverse("needs:invite-many", args=[run.public_id])
    asked = client.post(address, {"pair": ticked(client.get(reverse("needs:match", args=[run.public_id])), address)})
    other = Candidate(specialist=cast.stranger.specialist, against_advice=True)
    invite(actor=cast.county_officer, need=need, candidate=other, override_reason="村里人只信任他")
    told = client.post(address, {"pair": ticked(asked, address), "confirmed": "yes"}, follow=True)
    assert "名额" in told.content.decode()
    assert Offer.objects.get().specialist == cast.stranger.specialist


def test_who_ended_or_is_away_on_the_wanted_days_is_not_invited_from_an_older_plan(cast: Cast, client: Client):
    assert cast.specialist
    day = clock.today() + timedelta(days=10)
    run = planned(cast, client, new_need(cast, wanted_from=day, wanted_to=day))
    add_absence(actor=cast.specialist_account, specialist=cast.specialist, first_day=day, last_day=day)
    page = client.get(reverse("needs:match", args=[run.public_id]))
    assert [str(one.why_not) for one in page.context["dropped"]] == ["想要的日子都不在。"]


def test_a_plan_says_how_old_it_is_and_is_computed_anew(cast: Cast, client: Client):
    assert cast.specialist
    run = planned(cast, client, new_need(cast))
    with clock.at(TODAY + timedelta(hours=3)):
        page = client.get(reverse("needs:match", args=[run.public_id])).content.decode()
    assert "计算" in page
    press(
        client, reverse("needs:match", args=[run.public_id]), reverse("needs:match-county"), str(cast.county.public_id)
    )
    assert Run.objects.count() == 2


def test_ticked_needs_are_matched(cast: Cast, client: Client):
    assert cast.specialist
    needs = [new_need(cast), new_need(cast)]
    as_officer(cast, client).post(reverse("needs:bulk"), {"act": "match", "need": [str(needs[0].public_id)]})
    assert [need["id"] for need in Run.objects.get().problem["needs"]] == [str(needs[0].public_id)]


def test_a_plan_of_another_county_is_not_there(cast: Cast, client: Client):
    assert cast.specialist
    new_need(cast)
    as_officer(cast, client).post(reverse("needs:match-county"), {"place": str(cast.county.public_id)})
    run = Run.objects.get()
    client.force_login(cast.stranger.county_officer)
    assert client.get(reverse("needs:match", args=[run.public_id])).status_code == 404
    assert client.post(reverse("needs:match-county"), {"place": str(cast.county.public_id)}).status_code == 403


def test_matching_nothing_is_refused(cast: Cast, client: Client):
    answer = as_officer(cast, client).post(reverse("needs:match-county"), {"place": str(cast.county.public_id)})
    assert answer.status_code == 409


def test_the_command_matches_and_applies(cast: Cast, capsys):
    assert cast.specialist
    need = new_need(cast)
    line = ["match", "--place", "410328", "--as", cast.county_officer.username]
    assert main(line) == 0
    assert need.number in capsys.readouterr().out
    assert not Offer.objects.exists()
    assert main([*line, "--apply"]) == 0
    assert Offer.objects.get().need == need


def test_the_command_gives_its_reasons_in_either_language(cast: Cast, capsys):
    assert cast.specialist
    new_need(cast)
    said = {}
    for language in ("zh", "en"):
        main(["match", "--place", "410328", "--as", cast.county_officer.username, "--language", language])
        said[language] = capsys.readouterr().out
    assert "专业对口" in said["zh"]
    assert "works in this very trade" in said["en"]


def test_the_command_says_no(cast: Cast, capsys):
    assert cast.county
    assert main(["match", "--place", "410328", "--as", "nobody"]) == 1
    assert main(["match", "--place", "999999", "--as", cast.county_officer.username]) == 1
    assert main(["match", "--place", "410328", "--as", cast.stranger.county_officer.username]) == 1


def test_the_informant_sees_what_waits_and_the_own_town(cast: Cast, client: Client):
    asked = {"title": "核桃黑斑", "industry": cast.walnut, "place": cast.village, "asked_at": clock.now()}
    waiting = submit_need(need=Need(**asked))
    mine = new_need(cast)
    client.force_login(cast.informant)
    page = client.get(reverse("needs:town"))
    assert page.context["waiting"] == [waiting]
    assert list(page.context["page"]) == [mine]
    client.force_login(cast.stranger.informant)
    assert client.get(reverse("needs:town")).context["page"].paginator.count == 0


@pytest.mark.parametrize(("role", "name"), [("county_officer", "queue"), ("officer", "queue"), ("informant", "town")])
def test_a_desk_asks_as_much_for_30_rows_as_for_1(cast: Cast, client: Client, role: str, name: str):
    client.force_login(getattr(cast, role))
    new_need(cast)
    address = reverse(f"needs:{name}")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(29):
        new_need(cast, f"第{number}件")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_the_auditors_desk_leads_to_services_disputes_figures_and_the_ledger(cast: Cast, client: Client):
    client.force_login(cast.auditor)
    page = client.get(reverse("needs:desk"), follow=True).content.decode()
    for address in (f"{reverse('needs:to-check')}?only=disputed", reverse("figures:figures"), reverse("ledger")):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_the_clerks_desk_leads_to_the_six_digits_a_new_need_and_the_search(cast: Cast, client: Client):
    client.force_login(cast.clerk)
    page = client.get(reverse("needs:desk"), follow=True).content.decode()
    assert all(reverse(name) in page for name in ("needs:confirm", "needs:new", "search"))


def test_who_asked_finds_the_slip_with_each_open_need(cast: Cast, client: Client):
    need = new_need(cast, requester_account=cast.requester)
    client.force_login(cast.requester)
    page = client.get(reverse("needs:mine")).content.decode()
    assert reverse("needs:need-slip", args=[need.public_id]) in page
    client.force_login(cast.stranger.requester)
    assert need.number not in client.get(reverse("needs:mine")).content.decode()
