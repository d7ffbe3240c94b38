"""Lists as workbooks, with the columns of the workbooks that come in. What the page does not show is left empty."""

from collections.abc import Iterable

from heluo.base.exchange.output import export
from heluo.people.models import Organisation, Specialist
from heluo.people.workbooks.organisations import SHEET as ORGANISATIONS
from heluo.people.workbooks.specialists import SHEET as SPECIALISTS


def specialists_workbook(rows: Iterable[Specialist]) -> bytes:
    """No telephone, no days away, nobody to be avoided: these are not public."""
    return export(
        SPECIALISTS,
        (
            {
                "number": one.number,
                "name": one.name,
                "kind": one.kind,
                "credit_code": one.organisation.credit_code if one.organisation else None,
                "title": one.title,
                "employer": one.employer.source_number if one.employer else None,
                "expertise": [industry.code for industry in one.expertise.all()],
                "expertise_in_words": one.expertise_words,
                "home_code": one.home.code,
                "home": one.home.path,
                "days_a_year": one.capacity_days,
                "level": next((term.level for term in one.terms.all()), None),
                "years": sorted(term.year for term in one.terms.all()),
            }
            for one in rows
        ),
    )


def organisations_workbook(rows: Iterable[Organisation]) -> bytes:
    """No contact: that is for the office."""
    return export(
        ORGANISATIONS,
        (
            {
                "number": one.source_number,
                "name": one.name,
                "credit_code": one.credit_code,
                "kind": one.kind,
                "place_code": one.place.code,
                "place": one.place.path,
            }
            for one in rows
        ),
    )
