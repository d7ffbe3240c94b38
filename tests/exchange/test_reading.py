"""What is opened, and what cells are taken for."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from heluo.base.errors import Invalid
from heluo.base.exchange import guard
from heluo.base.exchange.checking import Batch
from heluo.base.exchange.dates import Day, Moment
from heluo.base.exchange.kinds import Choice, Integer, Listed, Number, Text, Unreadable
from heluo.base.exchange.reader import Upload, read
from heluo.people.workbooks.organisations import SHEET
from tests.exchange.making import ORGANISATIONS, organisation, workbook


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"PK\x03\x04" + bytes(100),
        b"number,name\n1,a\n",
        zipped({"word/document.xml": b"<w/>"}),
        zipped({"xl/workbook.xml": b"<workbook/>"}),
        zipped(
            {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b'<row r="1"><c r="XFD1048576"/></row>'}
        ),
        bytes(guard.MAX_BYTES + 1),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(content):
    with pytest.raises(Invalid) as refused:
        read(Upload("renamed.xlsx", content))
    assert str(refused.value.reason).endswith((".", "。"))


WHOLE = workbook(单位=[ORGANISATIONS, organisation()]).content


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 7)), min_size=1, max_size=3))
def test_a_damaged_workbook_is_read_or_refused_with_a_sentence(flipped):
    content = bytearray(WHOLE)
    for position, bit in flipped:
        content[position] ^= 1 << bit
    try:
        read(Upload("damaged.xlsx", bytes(content)))
    except Invalid as refused:
        assert str(refused.reason).endswith((".", "。"))


def test_a_bomb_is_not_unpacked():
    bomb = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(guard.MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < guard.MAX_BYTES
    with pytest.raises(Invalid):
        read(Upload("bomb.xlsx", bomb))


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
RELATION = f'<Relationship Id="r%d" Type="{OFFICE}/worksheet" Target="%s"/>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = RELATIONS % f'<Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
HUGE = f'<worksheet {MAIN}><sheetData><row r="200000"><c r="XFD200000"><v>1</v></c></row></sheetData></worksheet>'
WIDE = f'<worksheet {MAIN}><sheetData><row r="190000"><c r="Y190000"><v>1</v></c></row></sheetData></worksheet>'


def book(sheet: str, *targets: str) -> bytes:
    """A workbook whose sheets, all with that content, lie where they say."""
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n, _target in enumerate(targets, 1))
    relations = "".join(RELATION % item for item in enumerate(targets, 1))
    top = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    parts = {"_rels/.rels": PACKAGE, "xl/workbook.xml": top, "xl/_rels/workbook.xml.rels": RELATIONS % relations}
    parts |= {target.lstrip("/") if target.startswith("/") else f"xl/{target}": sheet for target in targets}
    return zipped({name: text.encode() for name, text in parts.items()})


@pytest.mark.parametrize(
    ("sheet", "targets"),
    [
        (HUGE, ["worksheets/sheet1.xml"]),
        (HUGE.replace('"', "'"), ["worksheets/sheet1.xml"]),
        (HUGE.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns", "xmlns:x"), ["worksheets/sheet1.xml"]),
        (HUGE, ["elsewhere/table.bin"]),
        (HUGE, ["/other/table.xml"]),
        (HUGE.replace("<c r=", "<!-- --><c\nr ="), ["worksheets/sheet1.xml"]),
        (HUGE.replace(' r="XFD200000"', "").replace("<c>", "<c/>" * 100 + "<c>"), ["worksheets/sheet1.xml"]),
        (WIDE, ["worksheets/sheet1.xml", "worksheets/sheet2.xml"]),
    ],
)
def test_a_sheet_that_would_cost_all_memory_is_measured_however_it_is_written(sheet, targets):
    content = book(sheet, *targets)
    assert len(content) < 5_000
    with pytest.raises(Invalid) as refused, translation.override("en"):
        read(Upload("small.xlsx", content))
    assert "reaches to row" in str(refused.value.reason) or "cells together" in str(refused.value.reason)


@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "elsewhere/table.bin", "/other/table.xml"])
def test_a_small_sheet_is_read_wherever_it_lies(target):
    small = HUGE.replace("XFD200000", "B2").replace("200000", "2")
    assert read(Upload("small.xlsx", book(small, target))).sheets[0].rows == [["", ""], ["", 1.0]]


def test_a_workbook_beside_the_one_that_is_measured_is_not_opened():
    with zipfile.ZipFile(io.BytesIO(book(HUGE, "worksheets/sheet1.xml"))) as archive:
        parts = {name: archive.read(name).replace(b"xl/", b"yy/") for name in archive.namelist()}
    hidden = {name.replace("xl/", "yy/"): content for name, content in parts.items()}
    with pytest.raises(Invalid):
        read(Upload("two.xlsx", zipped({**hidden, "xl/workbook.xml": b"<workbook/>"})))


def test_the_sheets_of_all_workbooks_of_an_upload_are_counted_together(db):
    uploads = [Upload(f"{number}.xlsx", book(WIDE, "worksheets/sheet1.xml")) for number in range(2)]
    with translation.override("en"):
        first, second = (problem for problem in Batch(uploads, {"organisations": SHEET}).problems)
    assert (first.file, second.file) == ("0.xlsx", "1.xlsx")
    assert "cells together" in second.sentence


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + HUGE.replace("<v>1", "<v>&b;")
    with pytest.raises(Invalid), translation.override("en"):
        read(Upload("bomb.xlsx", book(bomb, "worksheets/sheet1.xml")))


@pytest.mark.parametrize(
    "cell",
    [
        date(2025, 3, 5),
        datetime(2025, 3, 5, 9),
        "2025-3-5",
        "2025/03/05",
        "2025年3月5日",
        "２０２５．３．５",
        "20250305",
        45721.0,
    ],
)
def test_ways_to_write_a_day(cell):
    assert Day().read(cell) == date(2025, 3, 5)


@pytest.mark.parametrize("cell", ["2025-2-30", "三月五日", "25-3-5", 2025.0, True, "1025-03-05", timedelta(1)])
def test_what_is_no_day(cell):
    with pytest.raises(Unreadable):
        Day().read(cell)


@pytest.mark.parametrize(
    "cell",
    [datetime(2025, 3, 5, 9, 30), "2025-03-05 09:30", "2025年3月5日 9时30分", "2025/3/5　9：30", 45721 + 9.5 / 24],
)
def test_ways_to_write_a_moment(cell):
    assert timezone.localtime(Moment().read(cell)) == timezone.make_aware(datetime(2025, 3, 5, 9, 30))


def test_seconds_that_were_typed_are_kept():
    assert Moment().read("2025-03-05 09:30:15").second == 15
    with pytest.raises(Unreadable):
        Moment().read("2025-03-05 09:30:75")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(20), 410328109202.0, "410328109202"),
        (Text(20), " 张　营\u00a0村 ", "张 营 村"),
        (Text(20), "ＤＷ－００１", "DW-001"),
        (Integer(0, 10), "８", 8),
        (Number(0, 9999), "1,234.50", Decimal("1234.50")),
        (Number(0, 9999), 0.1, Decimal("0.1")),
        (Number(0, 9999), 0.1 + 0.2, Decimal("0.3")),
        (Choice({"是": True}), " 是 ", True),
        (Listed(Text(9)), "A、B，C;D；A", ("A", "B", "C", "D")),
        (Listed(Integer(2000, 2099)), 2025.0, (2025,)),
    ],
)
def test_cells_become_values(kind, cell, value):
    assert kind.read(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Integer(0, 10), 1.5),
        (Integer(0, 10), 11),
        (Integer(0, 10), "十"),
        (Integer(0, 10), True),
        (Number(0, 9), 3.456),
        (Number(0, 9, places=1), "0.25"),
        (Number(0, 9), "nan"),
        (Number(0, 9), float("inf")),
        (Text(3), "four"),
        (Text(9), "a\u202eb"),
        (Choice({"是": 1}), "对"),
        (Listed(Text(9), most=2), "A、B、C"),
    ],
)
def test_cells_that_are_refused(kind, cell):
    with pytest.raises(Unreadable):
        kind.read(cell)


_KINDS = [Text(40), Day(), Moment(), Integer(0, 99), Number(0, 99), Choice({"是": 1}), Listed(Text(9))]
_CELLS = st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times())


@given(kind=st.sampled_from(_KINDS), cell=_CELLS)
def test_no_cell_brings_a_kind_down(kind, cell):
    try:
        kind.read(cell)
    except Unreadable as fault:
        assert str(fault)


def rows_of(upload, db=None):
    batch = Batch([upload], {"organisations": SHEET})
    return batch, [row["number"] for row in batch.rows_of(SHEET)]


@pytest.mark.usefixtures("db")
class TestSheets:
    def test_titles_above_the_header_and_empty_rows_do_not_matter(self):
        page = [["洛宁县单位名录"], [], [None, *ORGANISATIONS], [], [None, *organisation()]]
        assert rows_of(workbook(单位=page))[1] == ["DW-001"]

    def test_english_headings_and_any_order(self):
        header = ["Kind", "Name *", "Number", "Place code"]
        assert rows_of(workbook(Organisations=[header, ["firm", "甲", "DW-9", "410328"]]))[1] == ["DW-9"]

    def test_a_sheet_of_another_name_is_known_by_its_headings(self):
        assert rows_of(workbook(Sheet1=[ORGANISATIONS, organisation()]))[1] == ["DW-001"]

    def test_what_is_not_known_is_said(self):
        batch, _rows = rows_of(workbook(单位=[[*ORGANISATIONS, "备注二"], [*organisation(), "x"]], 其他=[["a"], ["b"]]))
        assert len(batch.notices) == 2

    def test_a_workbook_of_nothing_known_is_refused(self):
        batch, _rows = rows_of(workbook(其他=[["a"], ["b"]]))
        assert len(batch.problems) == 1
