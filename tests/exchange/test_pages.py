"""Workbooks through the pages: sent, checked by the worker, fetched with their faults, imported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from heluo.base import clock, tasks
from heluo.base.errors import Refused
from heluo.base.exchange import applying, uploads
from heluo.base.exchange.models import ImportFile, ImportUpload
from heluo.base.exchange.planning import Plan
from heluo.base.exchange.reader import Upload
from heluo.base.models import Task
from heluo.base.rules import SYSTEM
from heluo.people.models import Organisation
from tests.exchange.making import ORGANISATIONS, opened, organisation, workbook


@pytest.fixture
def officer(cast, client):
    """The county's officer, signed in; places are loaded."""
    client.force_login(cast.county_officer)
    return cast.village and client


def send(client, *uploads):
    files = [SimpleUploadedFile(upload.name, upload.content) for upload in uploads]
    return client.post("/imports/", {"workbooks": files}, follow=True)


def good(name="dw.xlsx", number="DW-001"):
    return workbook(name, 单位=[ORGANISATIONS, organisation(number)])


def bad():
    return workbook("bad.xlsx", 单位=[ORGANISATIONS, organisation(类型="不知道")])


def test_a_clean_workbook_is_checked_then_imported(officer):
    page = send(officer, good())
    assert "hx-get" in page.content.decode()
    tasks.run_waiting()
    upload = ImportUpload.objects.get()
    assert upload.counts == [["单位", 1, 0]]
    assert not Organisation.objects.filter(source_number="DW-001").exists()
    officer.post(f"/imports/{upload.public_id}/carry-out/")
    tasks.run_waiting()
    upload.refresh_from_db()
    assert upload.state == "done"
    assert Organisation.objects.filter(source_number="DW-001").exists()
    assert bytes(ImportFile.objects.get().content) == b""


def test_a_faulty_one_is_fetched_with_its_marks(officer):
    send(officer, good(), bad())
    tasks.run_waiting()
    upload = ImportUpload.objects.get()
    page = officer.get(f"/imports/{upload.public_id}/").content.decode()
    assert upload.state == "faulty"
    assert page.count("/imports/marked/") == 1
    file = upload.files.get(name="bad.xlsx")
    answer = officer.get(f"/imports/marked/{file.public_id}.xlsx")
    assert opened(answer.content)["单位"]["D2"].comment is not None
    assert officer.get(f"/imports/marked/{upload.files.get(name='dw.xlsx').public_id}.xlsx").status_code == 404


def test_a_faulty_one_cannot_be_imported(officer):
    send(officer, bad())
    tasks.run_waiting()
    answer = officer.post(f"/imports/{ImportUpload.objects.get().public_id}/carry-out/")
    assert answer.status_code == 409


def test_what_lies_in_the_database_is_encrypted(officer):
    upload = good()
    send(officer, upload)
    content = bytes(ImportFile.objects.get().content)
    assert b"PK" not in content[:4]
    assert len(content) > len(upload.content)


def test_a_renamed_pdf_is_refused_by_the_check(officer):
    send(officer, Upload("list.xlsx", b"%PDF-1.7"))
    tasks.run_waiting()
    assert ImportUpload.objects.get().problems[0][4]


def test_others_do_not_see_it(officer, cast, client):
    send(officer, bad())
    tasks.run_waiting()
    upload = ImportUpload.objects.get()
    client.force_login(cast.officer)
    assert client.get(f"/imports/{upload.public_id}/").status_code == 404
    assert client.post(f"/imports/{upload.public_id}/carry-out/").status_code == 404
    assert client.get(f"/imports/marked/{upload.files.get().public_id}.xlsx").status_code == 404


def test_who_may_not_import_is_told_so(cast, client):
    client.force_login(cast.requester)
    assert client.get("/imports/").status_code == 403
    assert client.get("/imports/templates/needs.xlsx").status_code == 403


@pytest.mark.parametrize(
    "book", ["organisations", "specialists", "teams", "households", "catalogue", "needs", "services"]
)
def test_an_empty_workbook_is_known_when_it_comes_back(officer, book):
    answer = officer.get(f"/imports/templates/{book}.xlsx")
    send(officer, Upload(f"{book}.xlsx", answer.content))
    tasks.run_waiting()
    upload = ImportUpload.objects.get()
    # Nothing but the rows is missing: its sheets are known.
    assert (upload.state, upload.notices, len(upload.problems)) == ("faulty", [], 1)
    assert "数据应填在" in str(upload.problems)


def test_the_list_costs_the_same_for_one_and_many(officer, django_assert_num_queries):
    send(officer, good())
    with CaptureQueriesContext(connection) as one:
        officer.get("/imports/")
    needed = len(one)
    for _ in range(5):
        send(officer, good(), bad())
    with django_assert_num_queries(needed):
        officer.get("/imports/")


def left_by_a_killed_worker(**values):
    """The newest task as it stands when its worker was killed and the lease has run out."""
    newest = Task.objects.order_by("-pk")[:1]
    long_ago = clock.now() - timedelta(hours=1)
    Task.objects.filter(pk__in=[task.pk for task in newest]).update(state="running", lease_until=long_ago, **values)


def test_an_import_whose_worker_was_killed_at_the_very_end_stays_imported(officer):
    send(officer, good())
    tasks.run_waiting()
    upload = ImportUpload.objects.get()
    officer.post(f"/imports/{upload.public_id}/carry-out/")
    tasks.run_waiting()
    left_by_a_killed_worker()
    assert tasks.run_waiting() == 1
    upload.refresh_from_db()
    assert (upload.state, upload.problem_count) == ("done", 0)


def test_an_upload_whose_task_broke_down_says_so(officer):
    send(officer, good())
    left_by_a_killed_worker(attempts=tasks.MOST_ATTEMPTS)
    tasks.run_waiting()
    assert uploads.end_abandoned() == 1
    upload = ImportUpload.objects.get()
    assert upload.state == "failed"
    assert upload.reason in officer.get(f"/imports/{upload.public_id}/").content.decode()
    assert uploads.end_abandoned() == 0


def test_a_long_import_that_stops_says_how_much_is_in_and_goes_on(cast, monkeypatch):
    monkeypatch.setattr(applying, "CHUNK_ROWS", 1)
    monkeypatch.setattr(applying, "AT_ONCE_ROWS", 1)
    numbers = ["DW-001", "DW-002", "DW-003"]
    whole = workbook(
        "dw.xlsx", 单位=[ORGANISATIONS, *(organisation(number, 统一社会信用代码="") for number in numbers)]
    )
    last = workbook("last.xlsx", 单位=[ORGANISATIONS, organisation("DW-003", 统一社会信用代码="")])
    assert cast.village
    plan, other = Plan([whole], actor=SYSTEM), Plan([last], actor=SYSTEM)
    applying.apply(other)
    with pytest.raises(Refused) as refused, translation.override("en"):
        applying.apply(plan)
    with translation.override("en"):
        assert str(refused.value).startswith("2 of 3 rows were imported, then it stopped: Somebody else")
    again = Plan([whole], actor=SYSTEM)
    assert [share.already for share in again.shares] == [3]
    assert not again.problems
