"""A household is erased: nowhere in the database any more, while figures stay and the past verifies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models

from heluo.base import clock, crypto
from heluo.base.errors import Denied, Invalid
from heluo.base.fields import EncryptedText, PlainText
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.cli.frame import main
from heluo.figures.counting import count
from heluo.figures.indicator import all_indicators
from heluo.needs.actions.answers import confirm_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.erasure import BLANK, erase_household, erase_person
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.services import register_service
from heluo.needs.models import Confirmation, Evaluation, Need, Reopening, Service
from heluo.people.models import Household, Person
from heluo.people.search_keys import name_hash, phone_hash
from tests.cast import Cast

NAME, PHONE = "张福来", "13700000001"


@pytest.fixture
def served(cast):
    """The cast's household asked for help, came to a class, and was helped."""
    return helped(cast)


def helped(cast) -> Household:
    household = cast.household
    publish_need(
        actor=cast.informant,
        need=Need(
            title="花椒蚜虫防治",
            industry=cast.pepper,
            place=cast.village,
            contact_name=NAME,
            contact_phone=PHONE,
            requester_household=household,
            channel="proxy",
            is_proxied=True,
        ),
    )
    now = clock.now()
    register_service(
        actor=cast.specialist_account,
        service=Service(
            kind="training",
            industry=cast.pepper,
            place=cast.village,
            specialist=cast.specialist,
            title="花椒修剪课",
            started_at=now - timedelta(hours=2),
            ended_at=now,
        ),
        lines=ServiceLines(attendees=[Attendee(name=NAME, phone=PHONE)], helps=[(household, "送苗木", 120_000)]),
    )
    seal()
    return household


def figures() -> dict[str, int]:
    return {slug: count(one).value for slug, one in all_indicators().items()}


def rows_with(*texts: str) -> list[str]:
    """Every column of text of every table, in clear, that holds one of the texts."""
    return [
        f"{model._meta.db_table}.{field.name}"
        for model in models_of_all()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | EncryptedText)
        and any(
            text in str(value) for value in model._base_manager.values_list(field.name, flat=True) for text in texts
        )
    ]


def models_of_all() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("heluo.")]


def test_names_and_numbers_are_gone_and_figures_stay(cast, served):
    before = figures()
    traces = (NAME, PHONE, name_hash(NAME), phone_hash(PHONE))
    assert {"household.head_hash", "need.contact_phone_hash", "person.name_hash"} <= set(rows_with(*traces))
    erase_household(actor=cast.officer, household=served, reason="asked")
    attendee = Person.objects.get()
    erase_person(actor=cast.administrator, person=attendee, reason="asked")
    assert rows_with(*traces) == []
    served.refresh_from_db()
    assert (served.head_hash, served.phone_hash) == ("", "")
    assert served.masked_name == "（已删除）"
    assert figures() == before


def test_the_past_still_verifies_and_cannot_be_guessed(cast, served):
    salt = bytes(served.salt)
    erase_household(actor=cast.officer, household=served, reason="asked")
    seal()
    assert verify().ok
    entry = LedgerEntry.objects.get(action="households.erase")
    assert str(served.public_id) in entry.payload
    served.refresh_from_db()
    assert bytes(served.salt) != salt


def test_what_was_not_good_goes_too(cast, served):
    need = Need.objects.get(requester_household=served)
    Reopening.objects.create(need=need, at=clock.now(), by=cast.requester, reason=f"{NAME}家的树没有修")
    erase_household(actor=cast.officer, household=served, reason="asked")
    assert need.reopenings.get().reason == ""


def test_a_judgement_without_a_code_goes_too(cast, served):
    service = Service.objects.get()
    need = Need.objects.get(requester_household=served)
    Service.objects.filter(pk=service.pk).update(need=need)
    for about in ({"need": need}, {}):
        Evaluation.objects.create(
            service=service, at=clock.now(), is_satisfied=True, channel="web", comment=f"{NAME}很满意", **about
        )
    erase_household(actor=cast.officer, household=served, reason="asked")
    assert set(Evaluation.objects.values_list("comment", flat=True)) == {""}


def asked_by_telephone(cast, name: str = NAME, phone: str = PHONE) -> Need:
    """By somebody who is on file neither as a household nor as an organisation."""
    need = Need(title="核桃嫁接", industry=cast.walnut, place=cast.village, contact_name=name, contact_phone=phone)
    return publish_need(actor=cast.informant, need=need)


@pytest.mark.parametrize("who", ["household", "person"])
def test_a_need_that_has_only_the_telephone_goes_too(cast, served, who):
    need, elses = asked_by_telephone(cast), asked_by_telephone(cast, "李二妮", "13700000002")
    if who == "household":
        erase_household(actor=cast.officer, household=served, reason="asked")
    else:
        erase_person(actor=cast.officer, person=Person.objects.get(), reason="asked")
    need.refresh_from_db()
    elses.refresh_from_db()
    assert (need.contact_name, need.contact_phone, need.contact_phone_hash) == ("", "", "")
    assert elses.contact_name == "李二妮"


def test_who_rang_and_why_it_was_disputed_goes_too(cast, served):
    service = Service.objects.get()
    for who, came in (("李二妮", True), (NAME, False)):
        code = issue_code(actor=cast.informant, service=service).plain.digits
        how = {"channel": "hotline", "code": code, "caller": who, "comment": f"{who}说的"}
        confirm_service(actor=cast.clerk, service=service, took_place=came, **how)
    erase_household(actor=cast.officer, household=served, reason="asked")
    service.refresh_from_db()
    assert service.dispute_reason == ""
    assert set(Confirmation.objects.values_list("caller", "comment")) == {("李二妮", "李二妮说的"), ("", "")}


# Every other field that could hold words about a person, by the reason why it stays.
KEPT = {
    "What is asked and what was done, in public or for those concerned; the page of erasing says that it stays.": """
        needs.Need title body accepted_size_reason decline_reason do_instead handling_note
        needs.NeedPhoto file
        needs.Service title narrative correction_reason check_note void_reason
        needs.Evidence file note
        needs.Help measure
        needs.Offer parts reasons override_reason decline_reason
        """,
    "Of whoever serves, or has an account or an agreement; changed on its own page.": """
        people.User username display_name phone email
        people.Organisation name contact_name contact_phone
        people.Agreement tasks duties_of_client ended_reason
        people.Specialist name title phone expertise_words ended_reason
        people.Group name ended_reason
        people.Team name ended_reason
        people.Workstation name ended_reason
        people.ScienceBase name topic ended_reason
        """,
    "Emptied by the number; its other words come from these rows when it is read.": """
        base.Notice address secret context
        """,
    "Public ids, states and counts; nobody's name or number.": """
        base.LedgerEntry payload
        base.Task payload result said
        runs.Run problem plan findings error
        """,
    "Forgotten by itself after seven days.": """
        base.ImportUpload counts notices problems
        """,
    "About no person.": """
        places.Edition name counts files
        places.Place name official_name former_names path_names outline
        industries.Industry name_zh name_en source
        catalogue.Variety name origin description suitable_for crop registration
        catalogue.Technology name origin description suitable_for season
        """,
}


def test_of_every_field_it_is_said_whether_it_is_erased():
    """Who adds a field that may hold words about a person adds it to what is emptied, or says here why it stays."""
    kinds = (EncryptedText, PlainText, models.TextField, models.JSONField, models.FileField)
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in models_of_all()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) or field.name.endswith(("name_hash", "head_hash", "phone_hash", "id_hash"))
    }
    emptied = {f"{model._meta.label}.{name}" for model, names in BLANK.items() for name in names}
    rows = [line.split() for lines in KEPT.values() for line in lines.strip().splitlines()]
    kept = {f"{model}.{name}" for model, *names in rows for name in names}
    assert fields == emptied | kept
    assert not emptied & kept


def test_only_the_city_or_an_administrator_erases_and_says_why(cast, served):
    for who in (cast.county_officer, cast.informant, cast.auditor, cast.specialist_account):
        with pytest.raises(Denied):
            erase_household(actor=who, household=served, reason="asked")
    with pytest.raises(Invalid, match="asked, court, error"):
        erase_household(actor=cast.officer, household=served, reason="she asked")


def test_nothing_is_left_in_the_files(site):
    cast = Cast()
    household = helped(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT head_name FROM household")
        token = bytes(cursor.fetchone()[0])
    assert crypto.decrypt(token) == NAME
    erased = main(["erase", str(household.public_id), "--as", cast.administrator.username, "--reason", "asked"])
    assert erased == 0
    files = [path.read_bytes() for path in site.data_dir.glob("heluo.sqlite3*")]
    assert not [content for content in files if token in content or NAME.encode() in content]
    assert main(["erase", str(cast.village.public_id), "--as", cast.administrator.username, "--reason", "asked"]) == 1
