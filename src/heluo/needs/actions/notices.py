"""Whom the loop tells what. The words are in `heluo.needs.notices`; here is only who gets them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from heluo.base import clock, outbox
from heluo.base.writing import Step
from heluo.needs.models import Need, Service
from heluo.people.models import User
from heluo.places.models import Place


def tell_officers(step: Step[Any], template: str, **context: Any) -> None:
    """The county's officers; where a county has none, the city's."""
    about = _about(step)
    officers = holders(("county_officer",), about.place) or holders(("city_officer",), about.place)
    _tell(step, template, officers, about, context)


def tell_requester(step: Step[Any], template: str, **context: Any) -> None:
    """The one who asked, where there is an account; and the one who took it down for somebody else."""
    need = _about(step)
    if not isinstance(need, Need):
        return
    accounts = {account.pk: account for account in (need.requester_account, need.publisher) if account}
    _tell(step, template, accounts.values(), need, context)


def holders(roles: Iterable[str], place: Place) -> list[User]:
    """Active accounts that hold one of the roles over a place that contains `place`."""
    today = clock.today()
    codes = [place.code[:length] for length in (2, 4, 6, 9, 12) if length <= len(place.code)]
    in_force = Q(grants__valid_from__lte=today) & (Q(grants__valid_to=None) | Q(grants__valid_to__gte=today))
    held = Q(grants__role__in=list(roles), grants__place__code__in=codes)
    return list(User.objects.filter(in_force & held, is_active=True).distinct())


def _tell(
    step: Step[Any], template: str, accounts: Iterable[User], about: Need | Service, context: dict[str, Any]
) -> None:
    for account in accounts:
        outbox.queue(
            template=template, to=account, about=about, at=step.at, context={"number": about.number, **context}
        )


def _about(step: Step[Any]) -> Need | Service:
    """The need that the step concerns; for a service without one, the service."""
    thing = step.thing
    return thing if isinstance(thing, Need) else thing.need or thing
