"""The demonstration of Luoyang, loaded once by the command that users type, on a database of its own."""

import contextlib
import re
from itertools import chain

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from heluo.base import statistics
from heluo.base.ledger.models import LedgerEntry
from heluo.needs.models import Attendance, Help, Introduction, Need, Promotion, Service
from heluo.people.models import Agreement, User
from heluo.places.models import Place
from tests.examples.workbooks import rows_of
from tests.sites import Site

# One process runs all of these: loading takes a minute.
pytestmark = pytest.mark.xdist_group("demonstration")


@pytest.fixture(scope="module")
def loaded(template_database, django_db_blocker, tmp_path_factory):
    """The site, and what the command printed as it filled it."""
    folder = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), Site.copied_from(template_database, folder / "site") as site:
        _leave_statistics_of_empty_tables()
        yield site, site.heluo("demo", "--no-serve")


def _leave_statistics_of_empty_tables():
    """A site where an earlier attempt was undone: PostgreSQL has seen pages without a row, and plans for none."""
    with contextlib.suppress(_Undone), transaction.atomic():
        Place.objects.bulk_create(Place(code=f"{code:012d}", level="village", name="村") for code in range(3000))
        raise _Undone
    statistics.refresh()


class _Undone(Exception):
    pass


@pytest.fixture(scope="module")
def planted():
    """Telephone and identity numbers that stand in the workbooks."""
    phones = (
        rows_of(book, sheet)
        for book, sheet in (
            ("households", "农户"),
            ("needs", "需求"),
            ("underway", "在办"),
            ("specialists", "科技特派员"),
        )
    )
    numbers = {str(row["联系电话"]) for row in chain.from_iterable(phones)}
    return (numbers | {str(row["身份证号"]) for row in rows_of("households", "农户")}) - {""}


def _numbers_in(text):
    return set(re.findall(r"154\d{8}|999999\d{11}[\dX]", text))


def test_every_published_figure_is_counted(loaded):
    _site, done = loaded
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" equal") == 8
    assert "DIFFERS" not in done.stdout


def test_the_ledger_verifies(loaded):
    site, _done = loaded
    assert site.heluo("ledger", "verify").returncode == 0


def test_every_desk_has_something(loaded):
    today = timezone.localdate()
    waiting = Need.objects.filter(state__in=("published", "offered"))
    assert waiting.filter(deadline__lt=today).count() >= 5
    assert waiting.filter(deadline__gte=today).count() >= 30
    town = User.objects.get(username="zhaocun.xxy").grants.get().place.code
    assert Need.objects.filter(state="draft", channel="qr", place__code__startswith=town).exists()
    zhao = User.objects.get(username="zhao.wenshan").specialist
    assert set(zhao.offers.values_list("state", flat=True)) >= {"invited", "accepted"}
    assert Service.objects.filter(specialist=zhao, state="drafted").exists()
    assert User.objects.get(username="sun.li").specialist.leads_teams.filter(offers__state="invited").exists()
    assert Need.objects.filter(requester_account__username="nonghu").count() >= 2
    assert Service.objects.filter(state="disputed").count() == 1
    assert sorted(Agreement.objects.values_list("state", flat=True)) == ["half_signed", "in_force"]


def test_whoever_was_not_content_was_heard(loaded):
    """No need stays closed after a no: it was reopened, and closed again only when its people were content."""
    reopened = Need.objects.filter(times_reopened__gt=0)
    assert reopened.filter(state="closed").count() >= 15
    assert not reopened.filter(state="closed").exclude(outcome="satisfied")
    assert reopened.filter(state="published").count() == 3
    assert not Need.objects.filter(outcome="unhappy")
    for need in reopened.filter(state="closed"):
        assert list(need.evaluations.order_by("at").values_list("is_satisfied", flat=True))[-1]


def test_the_ledger_carries_no_number_of_anybody(loaded, planted):
    payloads = LedgerEntry.objects.values_list("payload", flat=True)
    assert not planted & set().union(*(_numbers_in(payload) for payload in payloads.iterator()))


def test_public_pages_show_no_number_of_anybody(loaded, planted):
    client, seen, shown = Client(), set(), 0
    wanted = ["/"]
    while wanted and len(seen) < 25:
        address = wanted.pop(0)
        seen.add(address)
        answer = client.get(address)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            shown += 1
            text = answer.content.decode()
            assert not planted & _numbers_in(text), address
            links = re.findall(r'href="(/[^"#?]*)"', text)
            wanted += [link for link in dict.fromkeys(links) if link not in {*seen, *wanted} and "static" not in link]
    assert shown >= 3


def test_a_removed_class_shows_and_nothing_is_loaded_again(loaded):
    site, _done = loaded
    some = Service.objects.filter(kind="training", state="registered", need=None, codes=None, evaluations=None)
    removed = some.order_by("pk").first()
    with transaction.atomic():
        for lines in (Attendance, Help, Introduction, Promotion):
            lines.objects.filter(service=removed).delete()
        removed.delete()
    again = site.heluo("demo", "--no-serve")
    assert again.returncode == 1
    assert "DIFFERS" in again.stdout
    assert "744" in again.stdout
    assert "workbooks …" not in again.stdout
    assert site.heluo("ledger", "verify").returncode == 1
