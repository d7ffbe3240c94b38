"""A household is erased: nowhere in the database any more, while figures stay and the past verifies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, models

from heluo.base import clock, crypto
from heluo.base.errors import Denied, Invalid
from heluo.base.fields import EncryptedText
from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.base.models import Notice
from heluo.base.recorded import Recorded
from heluo.cli.frame import main
from heluo.figures.counting import count
from heluo.figures.indicator import all_indicators
from heluo.needs.actions.erasure import erase_household, erase_person
from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.actions.needs import publish_need
from heluo.needs.actions.services import register_service
from heluo.needs.models import Evaluation, Need, Reopening, Service
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
    return [Notice, *(model for model in Recorded.__subclasses__() if not model._meta.abstract)]


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
