"""Lists as workbooks, with the columns of the workbooks that come in. What the page does not show is left empty."""

from collections.abc import Iterable

from heluo.base.exchange.output import export
from heluo.people.models import Organisation, Specialist
from heluo.people.workbooks import organisations, specialists


def specialists_workbook(rows: Iterable[Specialist]) -> bytes:
    return export(specialists.SHEET, map(specialists.cells_of, rows))


def organisations_workbook(rows: Iterable[Organisation]) -> bytes:
    return export(organisations.SHEET, map(organisations.cells_of, rows))
