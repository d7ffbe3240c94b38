"""Who may draft, sign and end an agreement of service. Each act is registered by `people.lifecycle`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, predicate
from heluo.people.roles import OFFICERS


@predicate(_("Only the specialist of this agreement may do this."))
def is_specialist(user: Any, agreement: Any) -> bool:
    mine = getattr(user, "specialist", None)
    return mine is not None and mine.pk == agreement.specialist_id and user.holds_anywhere("specialist", "team_leader")


@predicate(_("Only a contact of the client may do this."))
def is_client(user: Any, agreement: Any) -> bool:
    return user.holds("contact", organisation=agreement.client)


@predicate(_("Only the science office of this place or one of the two sides may do this."))
def is_officer(user: Any, agreement: Any) -> bool:
    return user.holds(*OFFICERS, place=agreement.place)


@predicate(_("You have signed this already; now the client signs."))
def specialist_is_missing(user: Any, agreement: Any) -> bool:
    return agreement.signed_by_specialist_at is None


@predicate(_("The client has signed this already; now the specialist signs."))
def client_is_missing(user: Any, agreement: Any) -> bool:
    return agreement.signed_by_client_at is None


@predicate(_("Nobody signs for both sides; another contact signs for the client."))
def is_not_the_specialist(user: Any, agreement: Any) -> bool:
    return agreement.specialist.account_id != user.pk


@predicate(_("Nobody signs for both sides: this account has signed for the client."))
def signed_not_for_client(user: Any, agreement: Any) -> bool:
    return agreement.client_signatory_id is None or agreement.client_signatory_id != user.pk


@predicate(_("Only a draft can be changed: what was put up for signing stays as it was read."))
def is_draft(user: Any, agreement: Any) -> bool:
    return agreement.state == "drafted"


is_party = is_specialist | is_client


@predicate(_("Only specialists, contacts of organisations and science offices draft agreements."))
def drafts_some(user: Any, thing: Any) -> bool:
    """For opening an empty form; the act itself asks who the two sides are."""
    return user.holds_anywhere(*OFFICERS, "specialist", "team_leader", "contact")


allow("agreements.open_form", drafts_some)
allow("agreements.edit", (is_party | is_officer) & is_draft)
