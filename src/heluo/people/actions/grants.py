"""Grants: a role given and ended. A grant is never changed: another is given."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.checking import check_row
from heluo.base.errors import Invalid, Refused
from heluo.base.writing import writing
from heluo.people.models import Grant, Organisation, Role, User
from heluo.people.rules.accounts import OVER_ORGANISATION, OVER_PLACE
from heluo.places.models import Place


def grant_role(
    *,
    actor: Any,
    account: User,
    role: str,
    place: Place | None = None,
    organisation: Organisation | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Grant:
    """Give `account` a role over a place or for an organisation, whichever the role needs, from today if not said."""
    _check_scope(role, place, organisation)
    grant = Grant(
        user=account,
        role=role,
        place=place,
        organisation=organisation,
        valid_from=valid_from or clock.today(),
        valid_to=valid_to,
    )
    if valid_to is not None and valid_to < grant.valid_from:
        raise Invalid(_("The last day lies before the first."), {"valid_to": _("The last day lies before the first.")})
    with writing(actor, "grants.give", grant) as step:
        check_row(grant)
        step.note(account=str(account.public_id), role=role, place=place.code if place else "")
    _forget_grants(account)
    return grant


def end_grant(*, actor: Any, grant: Grant, last_day: date | None = None) -> Grant:
    """End a grant; without a day it ends yesterday, so that it holds nothing from now on."""
    with writing(actor, "grants.end", grant) as step:
        yesterday = date.fromordinal(clock.today().toordinal() - 1)
        last_day = last_day or yesterday
        if step.thing.valid_to is not None and step.thing.valid_to < last_day:
            raise Refused(_("This role has ended already."))
        step.thing.valid_to = last_day
        step.note(account=str(step.thing.user.public_id), role=step.thing.role)
    _forget_grants(grant.user)
    return step.thing


def _check_scope(role: str, place: Place | None, organisation: Organisation | None) -> None:
    if role in OVER_PLACE and place is None:
        raise Invalid(_("Say over which place this role is held."), {"place": _("Say over which place.")})
    if role in OVER_ORGANISATION and organisation is None:
        raise Invalid(_("Say for which organisation this role is held."), {"organisation": _("Say for which one.")})
    if place is not None and role in OVER_ORGANISATION:
        raise Invalid(_("This role is held for an organisation, not over a place."), {"place": _("Leave this empty.")})
    if place is not None and role == Role.ADMINISTRATOR:
        raise Invalid(_("An administrator looks after the whole site, not a place."), {"place": _("Leave this empty.")})
    if organisation is not None and role not in OVER_ORGANISATION:
        raise Invalid(_("This role is not held for an organisation."), {"organisation": _("Leave this empty.")})


def _forget_grants(account: User) -> None:
    """The account object in hand must not go on answering from what it read before."""
    account.__dict__.pop("grants_now", None)
