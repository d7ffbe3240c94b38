"""Agreements of service: drafted, put up, signed by both sides, ended."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.checking import check_row
from heluo.base.errors import Invalid, Refused, Sentence
from heluo.base.numbering import next_number
from heluo.base.rules import SYSTEM
from heluo.base.text import clean_prose
from heluo.base.writing import writing
from heluo.people.models import Agreement, Organisation, Specialist
from heluo.people.queries import agreements as queries
from heluo.people.queries.accounts import contacts_of
from heluo.places.models import Place

# A longer one is a year mistyped; what goes on longer is agreed on anew.
MOST_YEARS = 10


def fault_of_days(first_day: date, last_day: date) -> Sentence | None:
    """What is wrong with the last day, seen from the first; None where nothing is."""
    if last_day < first_day:
        return _("The last day lies before the first.")
    if (last_day.year - MOST_YEARS, last_day.month, last_day.day) >= (first_day.year, first_day.month, first_day.day):
        return _("An agreement runs for ten years at most: look at the year, or agree anew when it ends.")
    return None


def draft_agreement(
    *,
    actor: Any,
    specialist: Specialist,
    client: Organisation,
    place: Place,
    first_day: date,
    last_day: date,
    tasks: str,
    duties_of_client: str = "",
    fee_fen: int = 0,
) -> Agreement:
    """A draft with its number. The fee is in fen (hundredths of a yuan); 0 is service free of charge."""
    agreement = Agreement(specialist=specialist, client=client, place=place)
    with writing(actor, "agreements.draft", agreement) as step:
        _describe(agreement, first_day, last_day, tasks, duties_of_client, fee_fen)
        agreement.number = next_number("A", clock.today().year)
        check_row(agreement)
        step.note(specialist=str(specialist.public_id), client=str(client.public_id))
    return agreement


def edit_agreement(
    *,
    actor: Any,
    agreement: Agreement,
    first_day: date,
    last_day: date,
    tasks: str,
    duties_of_client: str = "",
    fee_fen: int = 0,
) -> Agreement:
    """Change a draft. Afterwards nothing changes: both sides sign the same words."""
    with writing(actor, "agreements.edit", agreement) as step:
        _describe(step.thing, first_day, last_day, tasks, duties_of_client, fee_fen)
        check_row(step.thing)
    return step.thing


def propose_agreement(*, actor: Any, agreement: Agreement) -> Agreement:
    """Put up for signing; both sides are told. From now on the text stays."""
    with writing(actor, "agreements.propose", agreement) as step:
        sides = [step.thing.specialist.account, *contacts_of(step.thing.client)]
        for account in dict.fromkeys(filter(None, sides)):
            step.notify("agreement_to_sign", account, number=step.thing.number)
    return step.thing


def sign_as_specialist(*, actor: Any, agreement: Agreement) -> Agreement:
    with writing(actor, "agreements.sign_as_specialist", agreement) as step:
        step.thing.signed_by_specialist_at = step.at
    return step.thing


def sign_as_client(*, actor: Any, agreement: Agreement) -> Agreement:
    """Signed by a contact of the client, whose account is kept as the signatory."""
    with writing(actor, "agreements.sign_as_client", agreement) as step:
        step.thing.signed_by_client_at = step.at
        step.thing.client_signatory = actor
    return step.thing


def end_agreement(*, actor: Any, agreement: Agreement, reason: str) -> Agreement:
    """End before its last day, with a reason."""
    with writing(actor, "agreements.end", agreement) as step:
        step.thing.ended_reason = _needed(reason)
        check_row(step.thing)
    return step.thing


def withdraw_agreement(*, actor: Any, agreement: Agreement, reason: str) -> Agreement:
    """Take back what is not in force yet, with a reason."""
    with writing(actor, "agreements.withdraw", agreement) as step:
        step.thing.ended_reason = _needed(reason)
        check_row(step.thing)
    return step.thing


def let_agreements_run_out() -> int:
    """End those in force whose last day has passed; the worker calls this daily. Returns how many."""
    ended = 0
    for agreement in queries.run_out(clock.today()):
        # Somebody may have ended it at this moment.
        with suppress(Refused), writing(SYSTEM, "agreements.expire", agreement):
            ended += 1
    return ended


def _describe(
    agreement: Agreement, first_day: date, last_day: date, tasks: str, duties_of_client: str, fee_fen: int
) -> None:
    if told := fault_of_days(first_day, last_day):
        raise Invalid(told, {"last_day": told})
    agreement.first_day, agreement.last_day = first_day, last_day
    agreement.tasks = clean_prose(tasks)
    agreement.duties_of_client = clean_prose(duties_of_client)
    agreement.fee_fen = fee_fen


def _needed(reason: str) -> str:
    tidy = clean_prose(reason)
    if not tidy:
        raise Invalid(_("Say why."), {"reason": _("Say why.")})
    return tidy
