"""Documents of the loop as Word files, made from rows."""

from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from heluo.base import clock
from heluo.needs.models import Service
from heluo.needs.queries.year import Year
from heluo.people.public_text import public_text

_FONT = "SimSun"


def assessment_form(counted: Year, services: list[Service], how: dict[int, Any]) -> bytes:
    """The yearly assessment form of a specialist (.docx). Every number in it is counted; nothing is typed. The
    services that it was counted from stand at its end, with how each was confirmed, by their keys."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(_("Yearly assessment form of a science-and-technology specialist"), level=1)
    who = counted.specialist
    employer = who.employer.name if who.employer else ""
    document.add_paragraph(
        _("%(year)s · No. %(number)s · %(name)s · %(title)s · %(employer)s")
        % {"year": counted.year, "number": who.number, "name": who.name, "title": who.title, "employer": employer}
    )
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in _lines(counted):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(label), str(value)
    document.add_paragraph("")
    document.add_paragraph(
        _("Counted on %(day)s from registered services. Claimed, confirmed and checked are shown apart.")
        % {"day": clock.today().isoformat()}
    )
    for label in (_("My own words"), _("Opinion of the employer"), _("Opinion of the science office")):
        document.add_paragraph(f"{label}：")
        document.add_paragraph("\n\n")
    _add_services(document, services, how)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_services(document: Any, services: list[Service], how: dict[int, Any]) -> None:
    document.add_heading(_("The services that this was counted from"), level=2)
    table = document.add_table(rows=1, cols=5, style="Table Grid")
    headings = (_("Number"), _("Date"), _("Where"), _("What was done"), _("How it was confirmed"))
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = str(heading)
    for one in services:
        day = timezone.localtime(one.started_at).date().isoformat()
        confirmed = " · ".join(str(word) for word in (one.get_state_display(), how.get(one.pk)) if word)
        row = (one.number, day, one.place.path, public_text(one.title), confirmed)
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _lines(counted: Year) -> list[tuple[str, str]]:
    kinds = "；".join(f"{label} {counted.by_kind[kind]}" for kind, label in Service.KINDS if counted.by_kind[kind])
    services, came = counted.services, counted.attendances
    grades = _("%(count)s (checked %(checked)s, confirmed %(confirmed)s, claimed %(claimed)s)")
    lines = [
        (_("Services registered"), grades % _parts(services)),
        (_("By kind"), kinds),
        (_("Days of service"), str(counted.days)),
        (_("Villages served"), str(counted.villages)),
        (_("Needs answered"), str(counted.needs_answered)),
        (_("Attendances"), grades % _parts(came)),
        (_("Different named people"), str(counted.people)),
        (_("New varieties introduced"), str(counted.varieties)),
        (_("New technologies promoted"), str(counted.technologies)),
        (_("Households helped"), str(counted.households)),
        (_("Poor households with more income"), str(counted.poor_households_gained)),
    ]
    if counted.response_percent is None:
        satisfied = _("nobody was asked")
    elif counted.satisfied_percent is None:
        satisfied = _("nobody has answered (%(asked)s asked)") % {"asked": counted.asked}
    else:
        low, high = counted.satisfied_interval or (0, 100)
        satisfied = _(
            "%(satisfied)s %% of %(answers)s answers (95 %% interval %(low)s–%(high)s %%); "
            "%(response)s %% of %(asked)s answered"
        ) % {
            "satisfied": counted.satisfied_percent,
            "low": low,
            "high": high,
            "answers": counted.answers,
            "response": counted.response_percent,
            "asked": counted.asked,
        }
    return [*lines, (_("Satisfied"), satisfied)]


def _parts(graded: object) -> dict[str, int]:
    return {name: getattr(graded, name) for name in ("count", "checked", "confirmed", "claimed")}
