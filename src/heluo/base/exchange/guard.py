"""What is opened at all: a real .xlsx of a bearable size. The name and the declared type prove nothing."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heluo.base.errors import Invalid, Sentence

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 200_000
# calamine lays a sheet out as a full rectangle: one stray cell in the last corner would cost all memory.
# So does a workbook of many sheets, or an upload of many workbooks: this bounds them together.
MAX_CELLS = 5_000_000

_NO_WORKBOOK = gettext_lazy(
    "This is not an Excel workbook. Open the file in Excel or WPS, choose “Save as”, “Excel workbook (.xlsx)”, "
    "and send that."
)
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_PACKAGE, _BOOK, _RELATIONS = "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_BLOCK = 1 << 20

# Called with an element's name and its attributes, both without their prefixes.
Seen = Callable[[str, dict[str, str]], None]

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


@dataclass
class Extent:
    """How far worksheets reach: the cells of their full rectangles, and how many rows are hidden."""

    cells: int = 0
    hidden_rows: int = 0


def inspect(content: bytes, *, room: int = MAX_CELLS) -> Extent:
    """Raise Invalid with a sentence unless `content` is an unencrypted .xlsx workbook of at most `room` cells."""
    if len(content) > MAX_BYTES:
        raise Invalid(_("The file is larger than %(megabytes)d MB; split it.") % {"megabytes": MAX_BYTES >> 20})
    if not content.startswith(_ZIP):
        raise Invalid(_not_a_workbook(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _inspect_archive(archive, room)
    except _DAMAGED:
        # Whatever a damaged or deliberately odd archive raises, it says the same to the one who sent it.
        raise Invalid(_("The file is damaged; open it in Excel, save it again and send that.")) from None


def _not_a_workbook(content: bytes) -> Sentence:
    if content.startswith(_OLE):
        return _("The file has a password or is an old .xls; save it without a password as .xlsx.")
    if content.startswith(_PDF):
        return _("This is a PDF whose name was changed, not an Excel workbook; send the .xlsx.")
    if not content:
        return _("The file is empty.")
    return _NO_WORKBOOK


def _inspect_archive(archive: zipfile.ZipFile, room: int) -> Extent:
    parts = archive.infolist()
    # The reader looks for names without regard to case.
    by_name = {part.filename.lower(): part for part in parts}
    if not {_PACKAGE, _BOOK, _RELATIONS} <= by_name.keys() or _books(archive, by_name) != {_BOOK}:
        raise Invalid(_NO_WORKBOOK)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        raise Invalid(_("The workbook is too large when unpacked; remove what is not a table from it, or split it."))
    if len(by_name) < len(parts):
        raise ValueError("two parts have the same name")
    whole = Extent()
    for part in _sheets(archive, by_name):
        sheet = _Sheet()
        _parse(archive, part, sheet.see)
        if sheet.rows > MAX_ROWS or sheet.rows * sheet.columns > MAX_CELLS:
            raise Invalid(
                _("A sheet reaches to row %(row)d and column %(column)d; delete the empty rows and columns.")
                % {"row": sheet.rows, "column": sheet.columns}
            )
        whole.cells += sheet.rows * sheet.columns
        whole.hidden_rows += sheet.hidden_rows
        if whole.cells > room:
            raise Invalid(
                _("The sheets of this upload have more than %(most)d cells together; send them in several uploads.")
                % {"most": MAX_CELLS}
            )
    return whole


def _books(archive: zipfile.ZipFile, by_name: dict[str, zipfile.ZipInfo]) -> set[str]:
    """Where the package says that its workbook is."""
    return {target for _id, kind, target in _relations(archive, by_name[_PACKAGE]) if kind == "officedocument"}


def _sheets(archive: zipfile.ZipFile, by_name: dict[str, zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Where the workbook says that its sheets are; they may bear any name."""
    wanted: set[str] = set()

    def see(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            wanted.add(attributes.get("id", ""))

    _parse(archive, by_name[_BOOK], see)
    names: set[str] = set()
    for relation, _kind, target in _relations(archive, by_name[_RELATIONS]):
        if relation in wanted:
            # From the workbook's folder or from the top: whichever the reader takes is measured.
            names |= {target, f"xl/{target}"}
    return [part for name, part in by_name.items() if name in names]


def _relations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[tuple[str, str, str]]:
    """(id, last word of the type, target) of each relationship, the latter two in lower case."""
    found = []

    def see(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "").lower()
            found.append((attributes.get("Id", ""), kind.rpartition("/")[2], target.lstrip("/")))

    _parse(archive, part, see)
    return found


class _Sheet:
    """Rows and columns of a sheet as its elements pass by. Rows and cells without a number follow the one before."""

    def __init__(self) -> None:
        self.rows = self.columns = self.hidden_rows = 0
        self._row = self._column = 0

    def see(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            self.rows = max(self.rows, self._row)
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "c":
            self._column += 1
            if "r" in attributes:
                self._column, row = _place(attributes["r"])
                self.rows = max(self.rows, row)
            self.columns = max(self.columns, self._column)


def _place(reference: str) -> tuple[int, int]:
    """Column and row, from 1, of a cell such as B7."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError("a cell stands nowhere")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def _parse(archive: zipfile.ZipFile, part: zipfile.ZipInfo, see: Seen) -> None:
    """Show each element of the part to `see`. No workbook declares entities; one that does is refused."""

    def start(name: str, attributes: dict[str, str]) -> None:
        see(_bare(name), {_bare(key): value for key, value in attributes.items()})

    def refuse(*_declaration: object) -> None:
        raise ValueError("a document type is declared")

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    read = 0
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            read += len(block)
            if read > MAX_UNPACKED_BYTES:
                raise ValueError("the archive declares less than it holds")
            parser.Parse(block, False)
    parser.Parse(b"", True)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
