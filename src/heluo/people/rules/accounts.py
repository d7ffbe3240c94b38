"""Who may make accounts, and who may grant which role to whom.

An account is looked after by the officers of the place where it belongs, but only as long as it holds nothing that
they could not have granted: a county officer can't take over an equal's account, or a city officer's, by resetting
its password.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_administrator, is_system, predicate, signed_in
from heluo.people.roles import OFFICERS

_BY_COUNTY = frozenset({"informant", "village_committee", "clerk", "requester"})
_BY_CITY = _BY_COUNTY | {"county_officer", "specialist", "team_leader", "contact", "operator"}
GRANTABLE = {"city_officer": _BY_CITY, "county_officer": _BY_COUNTY}

# What a role is held over: a place, an organisation, or oneself (then a place is allowed, and says where).
OVER_PLACE = frozenset({"city_officer", "county_officer", "informant", "village_committee", "clerk", "auditor"})
OVER_ORGANISATION = frozenset({"contact", "operator"})


@predicate(_("Only an administrator or the science office of the account's place may do this."))
def looks_after(user: Any, account: Any) -> bool:
    return account.place is not None and user.holds(*OFFICERS, place=account.place)


@predicate(_("This account holds a role that you may not grant; ask an administrator."))
def outranks(user: Any, account: Any) -> bool:
    return account.pk is None or all(_grants(user, grant) for grant in account.grants_to_come)


@predicate(_("You can't do this to your own account."))
def is_another(user: Any, account: Any) -> bool:
    return user.pk is None or account.pk != user.pk


@predicate(_("Only the owner of the account may do this."))
def is_owner(user: Any, account: Any) -> bool:
    return user.pk is not None and account.pk == user.pk


@predicate(_("Nobody grants a role to oneself, or ends one's own."))
def for_another(user: Any, grant: Any) -> bool:
    return user.pk is None or grant.user_id != user.pk


@predicate(
    _(
        "You may not grant this role here: city officers grant roles of their city, county officers those of \
informants, village committees, hotline clerks and requesters of their county."
    )
)
def may_grant(user: Any, grant: Any) -> bool:
    return _grants(user, grant)


def _grants(user: Any, grant: Any) -> bool:
    if user.is_administrator:
        return True
    named = [grant.place, grant.organisation.place if grant.organisation else None]
    scopes = [where for where in named if where is not None] or [grant.user.place]
    return None not in scopes and any(
        grant.role in grantable and all(user.holds(role, place=where) for where in scopes)
        for role, grantable in GRANTABLE.items()
    )


@predicate(_("Only administrators and officers grant roles."))
def grants_some(user: Any, account: Any) -> bool:
    """For showing the form; the act itself asks about the role and its place."""
    return user.is_administrator or user.holds_anywhere(*GRANTABLE)


manages = is_system | is_administrator | (looks_after & outranks)

allow("accounts.create", manages)
allow("accounts.edit", is_owner | manages)
# Nobody moves his own account out of an office's sight.
allow("accounts.move", is_another & manages)
allow("accounts.set_password", is_owner | manages)
allow("accounts.choose_language", is_owner)
allow("accounts.deactivate", is_another & manages)
allow("accounts.reactivate", is_another & manages)
allow(
    "accounts.browse",
    signed_in
    & (
        is_administrator
        | predicate(_("Only officers and administrators see accounts."))(
            lambda user, thing: user.holds_anywhere(*OFFICERS)
        )
    ),
)
allow("grants.open_form", is_another.because(_("Nobody grants a role to oneself, or ends one's own.")) & grants_some)
allow("grants.give", is_system | (for_another & may_grant))
allow("grants.end", is_system | (for_another & may_grant))
