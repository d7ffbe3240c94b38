"""A form that comes a second time: whether it says what was registered from it the first time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from heluo.needs.actions.lines import Attendee, ServiceLines
from heluo.needs.actions.services import CORRECTABLE
from heluo.needs.forms.carried import Carried
from heluo.needs.forms.service import ServiceForm
from heluo.needs.models import Evidence, Service
from heluo.people.models import Person


def says_the_same(form: ServiceForm, sent: Service) -> bool:
    """Whether nothing that a right form says is missing on `sent`, read with its lines."""
    told = form.changes()
    return (
        all(_typed(told[name]) == _typed(getattr(sent, name)) for name in CORRECTABLE)
        and _same_people(form.lines(), sent)
        and _same_lines(form.lines(), sent)
        # A browser that sends the form again may have lost the files.
        and _shown(form.evidence()) <= _shown(sent.evidence.all())
    )


def corrects_nothing(form: ServiceForm, earlier: Service) -> bool:
    """Whether a right form says all that stands on `earlier`, read with its lines, and nothing else."""
    return says_the_same(form, earlier) and _shown(form.evidence()) == _shown(earlier.evidence.all())


def _typed(value: Any) -> Any:
    """Times are typed to the minute."""
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _same_people(lines: ServiceLines, sent: Service) -> bool:
    typed = [one for one in lines.attendees if isinstance(one, Attendee)]
    found = [*Carried(sent).people(typed), *(one for one in lines.attendees if isinstance(one, Person))]
    there = [row.person_id for row in sent.attendances.all()]
    named = sorted(one.pk for one in found if isinstance(one, Person))
    return len(named) == len(found) and there.count(None) == lines.unnamed and named == sorted(filter(None, there))


def _same_lines(lines: ServiceLines, sent: Service) -> bool:
    return (
        set(lines.varieties) == {(line.variety, line.area_mu) for line in sent.introductions.all()}
        and set(lines.technologies) == {(line.technology, line.area_mu) for line in sent.promotions.all()}
        and set(lines.helps) == {(line.household, line.measure, line.income_gain_fen) for line in sent.helps.all()}
        and set(lines.members) == {line.specialist for line in sent.members.all()}
    )


def _shown(evidence: Iterable[Evidence]) -> set[tuple[Any, ...]]:
    return {(item.kind, item.sha256, item.latitude, item.longitude) for item in evidence}
