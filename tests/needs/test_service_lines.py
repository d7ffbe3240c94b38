"""Those who came, three ways: typed, pasted, from a workbook; and lines that are found instead of known by heart."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heluo.base.exchange.output import export_table
from heluo.base.exchange.reader import Upload, read
from heluo.needs.models import Attendance, Service
from tests.needs.test_service_pages import assigned, filled, signed_in

__all__ = ["assigned"]


def workbook(*rows: tuple[str, str], headings: tuple[str, ...] = ("姓名", "电话")) -> SimpleUploadedFile:
    return SimpleUploadedFile("names.xlsx", export_table("名单", headings, rows))


@pytest.fixture
def send(cast, assigned):
    """Send the register form with what is given; the reply."""
    assert cast.technology

    def post(**changes):
        return signed_in(cast.specialist_account).post(reverse("needs:register"), filled(assigned, **changes))

    return post


def test_names_of_the_list_and_of_the_workbook_are_one_list(send):
    reply = send(attendees="李二妮\n另 2 人未具名", workbook=workbook(("张小军", "13700000002"), ("王　芳", "")))
    assert reply.status_code == 302
    assert Attendance.objects.filter(service=Service.objects.get()).count() == 5
    assert Attendance.objects.filter(person__isnull=False).count() == 3


def test_what_is_wrong_in_the_workbook_is_told_by_row_and_column(send):
    reply = send(attendees="李二妮", workbook=workbook(("张小军", "137000000021"), ("", "13700000003")))
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Row 2, “Telephone”: A mobile number has 11 digits; this has 12." in page
    assert "Row 3, “Name”: “Name” is empty." in page
    assert "李二妮" in page
    assert not Service.objects.exists()


def test_a_workbook_without_names_says_which_column_is_missing(send):
    page = send(workbook=workbook(("13700000002",), headings=("电话",))).content.decode()
    assert "The column “Name” is missing." in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "This is a PDF whose name was changed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls; save it without a password as .xlsx"),
        ("姓名,电话\n李二妮,".encode("gb18030"), "choose “Save as”, “Excel workbook (.xlsx)”"),
    ],
    ids=["pdf", "xls", "csv"],
)
def test_what_is_no_workbook_is_said_to_be_none_and_how_to_save_it(send, content, said):
    assert said in send(workbook=SimpleUploadedFile("names.xlsx", content)).content.decode()


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("李二妮", ("李二妮", "")),
        ("李二妮 13700000002", ("李二妮", "13700000002")),
        ("李二妮", ("李二妮", "13700000002")),
    ],
)
def test_who_stands_on_both_lists_is_named(send, typed, row):
    reply = send(attendees=typed, workbook=workbook(row))
    assert "On the list twice: 李二妮." in reply.content.decode()


def test_namesakes_with_two_numbers_are_two_people(send):
    assert send(attendees="李二妮 13700000003", workbook=workbook(("李二妮", "13700000002"))).status_code == 302


def test_a_right_workbook_is_kept_while_something_else_is_wrong(send):
    page = send(title="", attendees="李二妮", workbook=workbook(("张小军", "13700000002"))).content.decode()
    assert "李二妮\n张小军 13700000002</textarea>" in page


def test_the_empty_workbook_can_be_filled_in(cast):
    reply = signed_in(cast.specialist_account).get(reverse("needs:names-workbook"))
    sheets = {sheet.title: sheet.rows for sheet in read(Upload("names.xlsx", reply.content)).sheets}
    assert ["Name*", "Telephone"] in sheets["Attendees"]


def test_varieties_and_technologies_are_found_by_a_part_of_the_name(cast):
    assert cast.variety
    assert cast.technology
    client = signed_in(cast.specialist_account)
    found = client.get(reverse("needs:find-varieties"), {"varieties_words": "豫椒"}).content.decode()
    assert 'data-line="豫椒一号"' in found
    found = client.get(reverse("needs:find-technologies"), {"technologies_words": "huajiaoyachong"}).content.decode()
    assert 'data-line="花椒蚜虫绿色防控技术"' in found


def test_the_form_proposes_what_the_catalogue_has_of_the_needs_trade(cast, assigned):
    assert cast.variety
    page = signed_in(cast.specialist_account).get(reverse("needs:register"), {"need": assigned.public_id})
    assert 'data-line="豫椒一号"' in page.content.decode()


def test_a_household_is_found_by_the_whole_name_within_the_place(cast, assigned):
    client = signed_in(cast.specialist_account)

    def find(words: str, place) -> str:
        asked = {"household_words": words, "place": place.public_id}
        return client.post(reverse("needs:find-households"), asked).content.decode()

    assert 'data-line="张福来 "' in find("张福来", cast.village)
    assert "13700000001" not in find("张福来", cast.village)
    assert "data-line" not in find("张福", cast.village)
    assert "data-line" not in find("张福来", cast.neighbour_village)
