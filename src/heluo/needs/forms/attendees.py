"""Those who came, from a workbook: one sheet with names and telephone numbers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heluo.base.exchange.checking import Batch
from heluo.base.exchange.loaders import Book
from heluo.base.exchange.output import MIME, template
from heluo.base.exchange.problems import Problem
from heluo.base.exchange.reader import Upload
from heluo.base.exchange.sheets import Column, Sheet
from heluo.needs.actions.lines import Attendee
from heluo.people.workbooks.columns import PERSON_NAME, PHONE

SHEET = Sheet(
    "名单", "attendees", (Column("姓名", "name", PERSON_NAME, required=True), Column("电话", "telephone", PHONE))
)
BOOK = Book("attendees", gettext_lazy("Who came"), (SHEET,))
# More sentences than this help nobody on a phone.
MOST_TOLD = 8


class AttendeesWorkbook(forms.FileField):
    """An optional .xlsx; its clean value is a list of attendees. What is wrong is told by row and column."""

    widget = forms.FileInput(attrs={"accept": f".xlsx,{MIME}"})

    def clean(self, value: Any, initial: Any = None) -> list[Attendee]:
        file = super().clean(value, initial)
        if not file:
            return []
        batch = Batch([Upload(file.name, file.read())], {SHEET.name: SHEET})
        if batch.problems:
            raise ValidationError(_told(batch.problems))
        return [Attendee(row["name"], row["telephone"] or "") for row in batch.rows_of(SHEET)]


def _told(problems: Sequence[Problem]) -> list[str]:
    told = [_where(problem) + problem.sentence for problem in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        told.append(_("And %(count)d more in the workbook.") % {"count": len(problems) - MOST_TOLD})
    return told


def _where(problem: Problem) -> str:
    if problem.row is None:
        return ""
    if not problem.column:
        return _("Row %(row)d: ") % {"row": problem.row}
    return _("Row %(row)d, “%(column)s”: ") % {"row": problem.row, "column": problem.column}


def empty_workbook() -> bytes:
    """The workbook to fill in, as .xlsx."""
    return template(BOOK)


def as_typed(attendee: Attendee) -> str:
    """An attendee as a line of the field where one types them."""
    return f"{attendee.name} {attendee.phone}".strip()
