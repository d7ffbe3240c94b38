"""Whom the loop tells what. The words are in `heluo.needs.notices`; here is only who gets them."""

from collections.abc import Iterable
from typing import Any

from heluo.base import outbox
from heluo.base.writing import Step
from heluo.needs.models import Need, Offer, Service
from heluo.people.models import User
from heluo.people.queries.accounts import contacts_of, holders

# What somebody without an account is told by SMS → in which words; there is no page for them to look at.
BY_SMS = {
    "needs.declined": "needs.declined_by_sms",
    "needs.assigned": "needs.assigned",
    "needs.coming_again": "needs.coming_again",
    "needs.served": "needs.served",
    "needs.waits_again": "needs.waits_again",
    "needs.looking_again": "needs.looking_again",
    "needs.expired": "needs.expired",
    "needs.duplicate": "needs.duplicate",
}

# What is said of "your need" to those who ask → in which words to whoever only published it for them.
TO_PUBLISHER = {
    "needs.declined": "needs.declined_to_publisher",
    "needs.assigned": "needs.assigned_to_publisher",
    "needs.coming_again": "needs.coming_again_to_publisher",
    "needs.served": "needs.served_to_publisher",
    "needs.looking_again": "needs.looking_again_to_publisher",
    "needs.duplicate": "needs.duplicate_to_publisher",
    "services.corrected": "services.corrected_to_publisher",
}

# What somebody invited who has no account is told over the telephone → as the offer keeps it until that is done.
BY_TELEPHONE = {
    "offers.withdrawn": "withdrawn",
    "offers.not_content": "not_content",
    "needs.come_again": "come_again",
    "needs.waits_again": "waits_again",
    "needs.changed": "changed",
}


def tell_officers(step: Step[Any], template: str, **context: Any) -> None:
    """The county's officers; where a county has none, the city's."""
    about = _about(step)
    officers = holders(("county_officer",), about.place) or holders(("city_officer",), about.place)
    _tell(step, template, officers, about, context)


def tell_town(step: Step[Any], template: str) -> None:
    """The informants of the place of a need or service; where there are none, the county's officers, or the city's."""
    thing = step.thing
    roles = ("informant", "county_officer", "city_officer")
    people = next((found for role in roles if (found := holders((role,), thing.place))), [])
    _tell(step, template, people, thing, {})


def tell_requester(step: Step[Any], template: str, **context: Any) -> None:
    """The one who asked, by account or through the organisation's contacts; and the one who published it.

    Where nobody who asked has an account, what must not be missed goes to the contact's telephone too: numbers of
    needs and no more, for a telephone may lie in other hands.
    """
    need = _about(step)
    if not isinstance(need, Need):
        return
    asking = [need.requester_account] if need.requester_account else []
    asking += contacts_of(need.requester_organisation) if need.requester_organisation else []
    _tell(step, template, dict.fromkeys(asking), need, context)
    if need.publisher and need.publisher not in asking:
        _tell(step, TO_PUBLISHER.get(template, template), [need.publisher], need, context)
    if not asking and need.contact_phone and template in BY_SMS:
        phone = outbox.Address("sms", need.contact_phone)
        numbers = {"number": need.number, **context}
        outbox.queue(template=BY_SMS[template], to=phone, about=need, at=step.at, context=numbers)


def tell_invited(step: Step[Any], template: str, offer: Offer, number: str) -> None:
    """Who answers the offer. Those without an account are rung up: the desks and the need's page list them."""
    if offer.account is not None:
        step.notify(template, offer.account, number=number)
    elif template in BY_TELEPHONE:
        offer.to_tell = BY_TELEPHONE[template]
        step.save(offer)


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
