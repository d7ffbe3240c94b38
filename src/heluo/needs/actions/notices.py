"""Whom the loop tells what. The words are in `heluo.needs.notices`; here is only who gets them."""

from collections.abc import Iterable
from typing import Any

from heluo.base import outbox
from heluo.base.writing import Step
from heluo.needs.models import Need, Service
from heluo.people.models import User
from heluo.people.queries.accounts import holders


def tell_officers(step: Step[Any], template: str, **context: Any) -> None:
    """The county's officers; where a county has none, the city's."""
    about = _about(step)
    officers = holders(("county_officer",), about.place) or holders(("city_officer",), about.place)
    _tell(step, template, officers, about, context)


def tell_town(step: Step[Service], template: str) -> None:
    """The informants of the place where a service was; where there are none, the county's officers."""
    service = step.thing
    people = holders(("informant",), service.place) or holders(("county_officer",), service.place)
    _tell(step, template, people, service, {})


def tell_requester(step: Step[Any], template: str, **context: Any) -> None:
    """The one who asked, where there is an account; and the one who took it down for somebody else."""
    need = _about(step)
    if not isinstance(need, Need):
        return
    accounts = {account.pk: account for account in (need.requester_account, need.publisher) if account}
    _tell(step, template, accounts.values(), need, context)


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
