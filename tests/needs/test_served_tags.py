"""What other rooms' pages show of the loop: a specialist's year, and how far something of the catalogue has come."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heluo.needs.actions.answers import Judgement, evaluate_service
from heluo.needs.models import Service
from tests.needs.test_service_pages import assigned, register

__all__ = ["assigned"]


def read(address: str) -> str:
    return Client(headers={"accept-language": "en"}).get(address).content.decode()


def test_a_specialists_page_counts_days_kinds_and_judgements(cast, assigned):
    address = reverse("people:specialist", args=[cast.specialist.public_id])
    assert "nobody has judged yet" in read(address)
    service = register(cast, assigned)
    assert "1 of 30" in read(address)
    evaluate_service(actor=cast.requester, service=service, judgement=Judgement(is_satisfied=True))
    assert "100 % of 1 who answered, 1 were asked" in read(address)


def test_a_technologys_page_says_by_whom_and_where_it_was_promoted(cast, assigned):
    address = reverse("catalogue:technology", args=[cast.technology.public_id])
    assert "Nobody has introduced it yet" in read(address)
    service = register(cast, assigned)
    page = read(address)
    assert "Services: 1 · villages: 1 · specialists: 1" in page
    assert reverse("needs:service", args=[service.public_id]) in page
    assert cast.specialist.name in page
    assert "张福来" not in page


def test_a_town_is_no_village(cast, assigned):
    service = register(cast, assigned)
    Service.objects.filter(pk=service.pk).update(place=cast.town)
    assert "villages: 0" in read(reverse("catalogue:technology", args=[cast.technology.public_id]))


def test_these_pages_ask_as_often_for_one_service_as_for_three(cast, assigned):
    register(cast, assigned)
    addresses = [
        reverse("people:specialist", args=[cast.specialist.public_id]),
        reverse("catalogue:technology", args=[cast.technology.public_id]),
    ]
    few = [queries(address) for address in addresses]
    for number in (2, 3):
        again = {
            "another": "on",
            "title": f"第{number}次",
            "client_uuid": f"01939c1e-0000-7000-8000-00000000000{number}",
        }
        register(cast, assigned, attendees="李二妮", **again)
    assert [queries(address) for address in addresses] == few


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(address)
    return len(captured)
