"""Organisations: entered and changed."""

from typing import Any

from heluo.base import pinyin
from heluo.base.checking import check_row
from heluo.base.text import normalise
from heluo.base.writing import writing
from heluo.people import tidying
from heluo.people.actions.moving import STAYS, move
from heluo.people.models import Organisation
from heluo.places.models import Place


def create_organisation(*, actor: Any, name: str, kind: str, place: Place, **details: str) -> Organisation:
    """Enter an organisation. `details`: credit_code (checked), contact_name, contact_phone, source_number."""
    organisation = Organisation(place=place, source_number=normalise(details.pop("source_number", "")))
    with writing(actor, "organisations.create", organisation) as step:
        _describe(organisation, name=name, kind=kind, **details)
        step.note(place=place.code, kind=kind)
    return organisation


def edit_organisation(
    *, actor: Any, organisation: Organisation, name: str, kind: str, place: Place = STAYS, **details: str
) -> Organisation:
    with writing(actor, "organisations.edit", organisation) as step:
        move(step, place, act="organisations.move")
        _describe(step.thing, name=name, kind=kind, **details)
    return step.thing


def _describe(
    organisation: Organisation,
    *,
    name: str,
    kind: str,
    credit_code: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> None:
    organisation.name = normalise(name)
    organisation.pinyin = pinyin.sort_key(organisation.name)[:480]
    organisation.kind = kind
    organisation.credit_code = tidying.credit_code(credit_code)
    organisation.contact_name = tidying.person_name(contact_name)
    organisation.contact_phone = tidying.phone(contact_phone, "contact_phone")
    check_row(organisation)
