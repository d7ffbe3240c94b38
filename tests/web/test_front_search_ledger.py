"""The pages that draw on several subjects: the front page, the search box, the ledger."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from heluo.base.ledger import proofs, triggers
from heluo.base.ledger.seal import seal
from heluo.base.models import LedgerEntry
from heluo.needs.actions.needs import publish_need, submit_need
from heluo.needs.models import Need


def asked(cast, **more) -> Need:
    return Need(
        title="花椒蚜虫防治",
        industry=cast.pepper,
        place=cast.village,
        contact_name="张福来",
        contact_phone="13700000001",
        **more,
    )


@pytest.fixture
def need(cast) -> Need:
    return publish_need(actor=cast.informant, need=asked(cast, channel="proxy", is_proxied=True))


def reader(account=None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if account is not None:
        client.force_login(account)
    return client


def test_the_front_page_shows_what_is_asked_and_leads_there(cast, need):
    page = reader().get("/").content.decode()
    assert "花椒蚜虫防治" in page
    assert reverse("needs:need", args=[need.public_id]) in page
    assert "张福来" not in page
    assert "13700000001" not in page


def test_the_front_page_of_an_empty_site_says_what_to_do(db):
    page = reader().get("/").content.decode()
    assert "Nobody is waiting" in page
    assert reverse("needs:ask-here") in page


def test_published_and_counted_stand_side_by_side(db):
    page = reader().get("/")
    assert [figure.indicator.slug for figure in page.context["compared"]] == [
        "specialists", "groups", "teams", "varieties", "technologies", "trainings", "attendances", "households_gained",
    ]  # fmt: skip
    assert not any(figure.agrees for figure in page.context["compared"]), "nothing equals what was published"


def found(client: Client, words: str) -> list[str]:
    groups = client.get(reverse("search"), {"q": words}).context["groups"]
    return [hit.title for group in groups for hit in group.hits]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("蚜虫", "花椒蚜虫防治"),
        ("张营", "张营村"),
        ("zhangying", "张营村"),
        ("赵文山", "赵文山"),
        ("zhaowenshan", "赵文山"),
        ("张营花椒专业", "张营花椒专业合作社"),
    ],
)
def test_one_box_finds_needs_places_people_and_organisations(cast, need, words, title):
    assert cast.specialist
    assert cast.cooperative
    assert title in found(reader(), words)


def test_the_number_of_a_need_leads_straight_to_it(cast, need):
    reply = reader().get(reverse("search"), {"q": f" {need.number.lower()} "})
    assert reply.url == reverse("needs:need", args=[need.public_id])


def test_what_waits_for_the_town_is_found_by_those_in_charge_alone(cast):
    waiting = submit_need(need=asked(cast))
    assert reader(cast.informant).get(reverse("search"), {"q": waiting.number}).status_code == 302
    stranger = reader(cast.stranger.informant).get(reverse("search"), {"q": waiting.number})
    assert stranger.status_code == 200
    assert stranger.context["nothing"]


def test_words_find_what_is_not_published_for_those_in_charge_alone(cast):
    waiting = submit_need(need=asked(cast))
    assert waiting.title in found(reader(cast.informant), "蚜虫")
    for other in (reader(), reader(cast.stranger.informant), reader(cast.specialist_account)):
        assert found(other, "蚜虫") == []


@pytest.mark.parametrize("where", ["title", "body"])
def test_the_digits_of_a_masked_number_are_not_found(cast, need, where):
    """An old record may hold a number that is shown masked: neither the box nor the list lets it be guessed."""
    Need.objects.filter(pk=need.pk).update(**{where: "打13712345678，第3组，每亩120元"})
    listed = reader().get(reverse("needs:list"), {"q": "12345"}).context["page"]
    for digits in ("13712345678", "12345", "371 2345", "1234"):
        assert not found(reader(), digits), digits
        assert not found(reader(cast.informant), digits), digits
    assert not listed.object_list
    assert found(reader(), "120元") == found(reader(), "第3组 137") == [Need.objects.get(pk=need.pk).title]


def test_accounts_are_found_by_those_who_look_after_them(cast):
    name = cast.informant.display_name
    assert name in found(reader(cast.county_officer), name)
    for other in (reader(), reader(cast.stranger.county_officer), reader(cast.clerk)):
        assert name not in found(other, name)


@pytest.mark.parametrize("words", ["", " ", "%", "'; drop table need; --", "<b>", "一" * 500])
def test_any_words_get_an_answer(db, words):
    assert reader().get(reverse("search"), {"q": words}).status_code == 200


def test_an_auditor_reads_an_entry_and_takes_its_proof(cast, need):
    auditor = reader(cast.auditor)
    seal()
    entry = LedgerEntry.objects.get(action="needs.publish")
    assert str(need.public_id) in auditor.get(reverse("ledger"), {"q": str(need.public_id)}).content.decode()
    page = auditor.get(reverse("ledger-entry", args=[entry.pk])).content.decode()
    assert "Need: Publish" in page
    assert "needs.publish" in page
    assert reverse("needs:need", args=[need.public_id]) in page
    proof = auditor.get(reverse("ledger-proof", args=[entry.pk])).json()
    assert proofs.check(proof).size >= 1
    proof["entry"]["actor"] = "somebody else"
    with pytest.raises(proofs.NoProof):
        proofs.check(json.loads(json.dumps(proof)))


@pytest.mark.parametrize("words", ["{0}", "publish", "needs.publish"])
def test_entries_are_found_by_a_number_and_by_the_words_of_an_act(cast, need, words):
    page = reader(cast.auditor).get(reverse("ledger"), {"q": words.format(need.number.lower())})
    found = page.context["page"].object_list
    assert {(one.action, one.subject_id) for one in found} >= {("needs.publish", str(need.public_id))}
    assert not any(one.action.startswith("accounts.") for one in found)


def test_an_entry_says_in_words_who_did_it(cast, need):
    submit_need(need=asked(cast))
    page = reader(cast.officer).get(reverse("ledger")).content.decode()
    assert cast.informant.display_name in page
    assert "Someone without an account" in page
    page = reader(cast.auditor).get(reverse("ledger")).content.decode()
    assert f"{cast.informant.display_name} · Town informant" in page


def test_a_private_person_stays_without_a_name_for_the_auditor(cast):
    """Audited is who acts for an office or for others; of who only asks for help the role is enough."""
    need = publish_need(actor=cast.requester, need=asked(cast, requester_account=cast.requester))
    entry = LedgerEntry.objects.get(action="needs.publish", subject_id=need.public_id)
    page = reader(cast.auditor).get(reverse("ledger-entry", args=[entry.pk])).content.decode()
    assert "Requester" in page
    assert cast.requester.display_name not in page


def test_an_auditor_of_another_city_learns_no_names(cast, need):
    page = reader(cast.stranger.county_auditor).get(reverse("ledger")).content.decode()
    assert cast.informant.display_name not in page


def test_a_question_to_the_ledger_that_finds_nothing_is_answered(cast):
    page = reader(cast.auditor).get(reverse("ledger"), {"q": "LY-2020-999999"}).content.decode()
    assert "No entry goes by “LY-2020-999999”." in page
    assert "<table" not in page


def test_an_entry_leads_only_to_what_the_reader_may_see(cast, need):
    assert cast.household
    entry = LedgerEntry.objects.get(action="households.create")
    page = reader(cast.auditor).get(reverse("ledger-entry", args=[entry.pk])).content.decode()
    assert "Household: Enter" in page
    assert reverse("people:household", args=[cast.household.public_id]) not in page


@pytest.mark.parametrize("change", [{"actor": "nobody"}, {"subject_id": "nothing"}, {"payload": "{"}], ids=str)
def test_an_altered_entry_is_shown_as_altered(cast, need, change):
    entry = LedgerEntry.objects.get(action="needs.publish")
    auditor, pages = reader(cast.auditor), (reverse("ledger"), reverse("ledger-entry", args=[entry.pk]))
    assert not any("altered" in auditor.get(page).content.decode() for page in pages)
    triggers.drop(connection)
    LedgerEntry.objects.filter(pk=entry.pk).update(**change)
    assert all("altered" in auditor.get(page).content.decode() for page in pages)


def test_an_entry_whose_moment_is_none_any_more_is_shown_as_altered(cast, need):
    entry = LedgerEntry.objects.get(action="needs.publish")
    triggers.drop(connection)
    with connection.cursor() as cursor:
        # A date to the database, but none to a calendar; on SQLite any text.
        moment = "infinity" if connection.vendor == "postgresql" else "long ago"
        cursor.execute("UPDATE ledger_entry SET at = %s WHERE id = %s", [moment, entry.pk])
    auditor = reader(cast.auditor)
    for page in (reverse("ledger"), reverse("ledger-entry", args=[entry.pk])):
        assert "altered" in auditor.get(page).content.decode()
    assert auditor.get(reverse("ledger-proof", args=[entry.pk])).status_code == 409


def test_an_entry_that_is_not_sealed_yet_has_no_proof(cast, need):
    entry = LedgerEntry.objects.latest("pk")
    assert reader(cast.auditor).get(reverse("ledger-proof", args=[entry.pk])).status_code == 409


@pytest.mark.parametrize("number", ["999999999", "9" * 30])
def test_an_entry_that_is_none_does_not_exist(cast, number):
    assert reader(cast.auditor).get(f"/ledger/{number}/").status_code == 404


def test_the_ledger_is_not_for_everybody(cast, need):
    assert reader(cast.informant).get(reverse("ledger")).status_code == 403
