"""Specialists: entered, changed, given terms and absences, linked to their account."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import pinyin
from heluo.base.checking import check_row
from heluo.base.errors import Invalid
from heluo.base.text import clean_prose, normalise
from heluo.base.writing import Step, writing
from heluo.industries.models import Industry
from heluo.people import tidying
from heluo.people.actions.moving import move
from heluo.people.models import Absence, Organisation, Specialist, Term, User
from heluo.places.models import Place


def create_specialist(
    *,
    actor: Any,
    number: str,
    name: str,
    home: Place,
    expertise: Iterable[Industry] = (),
    must_not_serve: Iterable[Organisation] = (),
    **details: Any,
) -> Specialist:
    """Enter a specialist. `details`: kind, organisation (of a legal person), employer, title, expertise_words, phone,
    capacity_days, latitude, longitude."""
    specialist = Specialist(number=normalise(number), home=home)
    with writing(actor, "specialists.create", specialist) as step:
        _describe(specialist, name=name, **details)
        _relate(step, expertise, must_not_serve)
    return specialist


def edit_specialist(
    *,
    actor: Any,
    specialist: Specialist,
    name: str,
    home: Place,
    expertise: Iterable[Industry],
    must_not_serve: Iterable[Organisation] = (),
    **details: Any,
) -> Specialist:
    """Change what the office answers for; what is not given in `details` stays as it was."""
    with writing(actor, "specialists.edit", specialist) as step:
        move(step, home, field="home")
        _describe(step.thing, name=name, **details)
        _relate(step, expertise, must_not_serve)
    return step.thing


def edit_own_details(*, actor: Any, specialist: Specialist, **details: Any) -> Specialist:
    """What a specialist says of oneself: expertise_words, title, phone, capacity_days."""
    if unknown := details.keys() - {"expertise_words", "title", "phone", "capacity_days"}:
        raise TypeError(f"a specialist does not change {', '.join(unknown)}")
    with writing(actor, "specialists.edit_own", specialist) as step:
        _describe(step.thing, name=step.thing.name, **details)
    return step.thing


def link_account(*, actor: Any, specialist: Specialist, account: User | None) -> Specialist:
    """The account through which the specialist acts; None unlinks. The role `specialist` is granted apart."""
    with writing(actor, "specialists.link_account", specialist) as step:
        step.thing.account = account
        check_row(step.thing)
        step.note(account=str(account.public_id) if account else "")
    return step.thing


def add_term(*, actor: Any, specialist: Specialist, year: int, level: str) -> Term:
    """A year of service at a level: one a year."""
    term = Term(specialist=specialist, year=year, level=level)
    with writing(actor, "specialists.add_term", specialist) as step:
        if specialist.terms.filter(year=year).exists():
            raise Invalid(_("This year is entered already."), {"year": _("This year is entered already.")})
        check_row(term)
        step.save(term)
        step.note(year=year, level=level)
    return term


def add_absence(*, actor: Any, specialist: Specialist, first_day: date, last_day: date) -> Absence:
    """Days, both included, on which no work is offered."""
    if last_day < first_day:
        raise Invalid(_("The last day lies before the first."), {"last_day": _("The last day lies before the first.")})
    absence = Absence(specialist=specialist, first_day=first_day, last_day=last_day)
    with writing(actor, "specialists.add_absence", specialist) as step:
        step.save(absence)
    return absence


def withdraw_absence(*, actor: Any, absence: Absence) -> Absence:
    with writing(actor, "specialists.withdraw_absence", absence.specialist) as step:
        current = step.lock(absence)
        current.withdrawn_at = step.at
        step.save(current)
    return current


_DETAILS = {"kind", "organisation", "employer", "title", "expertise_words", "phone", "capacity_days"}
_POSITION = {"latitude", "longitude"}


def _describe(specialist: Specialist, *, name: str, **details: Any) -> None:
    if unknown := details.keys() - _DETAILS - _POSITION:
        raise TypeError(f"a specialist has no {', '.join(sorted(unknown))}")
    for field, value in details.items():
        setattr(specialist, field, value)
    natural = specialist.kind == "natural"
    specialist.name = tidying.person_name(name) if natural else normalise(name)
    specialist.pinyin = (pinyin.name_key if natural else pinyin.sort_key)(specialist.name)[:480]
    specialist.title = normalise(specialist.title)
    specialist.expertise_words = clean_prose(specialist.expertise_words)
    specialist.phone = tidying.phone(specialist.phone)
    check_row(specialist)


def _relate(step: Step[Specialist], expertise: Iterable[Industry], must_not_serve: Iterable[Organisation]) -> None:
    """Relations have no place in the row's commitment, so the ledger entry names them."""
    industries, organisations = list(expertise), list(must_not_serve)
    step.save(step.thing)
    step.thing.expertise.set(industries)
    step.thing.must_not_serve.set(organisations)
    step.note(
        expertise=sorted(industry.code for industry in industries),
        must_not_serve=sorted(str(organisation.public_id) for organisation in organisations),
    )
