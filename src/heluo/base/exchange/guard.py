"""What is opened at all: a real .xlsx of a bearable size. The name and the declared type prove nothing."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heluo.base.errors import Invalid

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 200_000
# calamine lays a sheet out as a full rectangle: one stray cell in the last corner would cost all memory.
MAX_CELLS = 5_000_000

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_ROW = re.compile(rb"<row\b([^>]*)>")
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_NUMBER = re.compile(rb'\br="([0-9]{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_BLOCK = 1 << 20
_OVERLAP = 512


@dataclass
class Extent:
    """How far a worksheet reaches, and which rows are hidden."""

    rows: int = 0
    columns: int = 0
    hidden_rows: int = 0


def inspect(content: bytes) -> None:
    """Raise Invalid with a sentence unless `content` is an unencrypted .xlsx workbook within the limits."""
    if len(content) > MAX_BYTES:
        raise Invalid(_("The file is larger than %(megabytes)d MB; split it.") % {"megabytes": MAX_BYTES >> 20})
    if not content.startswith(_ZIP):
        raise Invalid(_not_a_workbook(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_archive(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        # Whatever a damaged or deliberately odd archive raises, it says the same to the one who sent it.
        raise Invalid(_("The file is damaged; open it in Excel, save it again and send that.")) from None


def _not_a_workbook(content: bytes) -> str:
    if content.startswith(_OLE):
        return _("The file has a password or is an old .xls; save it without a password as .xlsx.")
    if content.startswith(_PDF):
        return _("This is a PDF whose name was changed, not an Excel workbook; send the .xlsx.")
    if not content:
        return _("The file is empty.")
    return _("This is not an Excel workbook (.xlsx).")


def _inspect_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Invalid(_("This is not an Excel workbook (.xlsx)."))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        raise Invalid(_("The workbook is too large when unpacked; remove what is not a table from it, or split it."))
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            extent = _measure(archive, part)
            if extent.rows > MAX_ROWS or extent.rows * extent.columns > MAX_CELLS:
                raise Invalid(
                    _("A sheet reaches to row %(row)d and column %(column)d; delete the empty rows and columns.")
                    % {"row": extent.rows, "column": extent.columns}
                )


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    extent = Extent()
    for block in _blocks(archive, part):
        for attributes in _ROW.findall(block):
            number = _NUMBER.search(attributes)
            extent.rows = max(extent.rows + 1 if number is None else int(number[1]), extent.rows)
        for letters, row in _CELL.findall(block):
            extent.rows = max(extent.rows, int(row))
            extent.columns = max(extent.columns, _column(letters))
    return extent


def hidden_rows(content: bytes) -> int:
    """How many rows of all sheets are hidden: they are read like the others, and that is said."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [part for part in archive.infolist() if part.filename.startswith("xl/worksheets/sheet")]
        return sum(
            bool(_HIDDEN.search(attributes)) for part in sheets for attributes in _ROW.findall(archive.read(part))
        )


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in blocks that overlap a little, so that no tag is cut in two; never more than it declared."""
    read, tail = 0, b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            read += len(block)
            if read > MAX_UNPACKED_BYTES:
                raise ValueError("the archive declares less than it holds")
            yield tail + block
            tail = block[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
