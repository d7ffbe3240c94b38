"""Accounts: made, changed, closed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.checking import check_row
from heluo.base.errors import Invalid
from heluo.base.text import normalise
from heluo.base.writing import writing
from heluo.people import passwords, tidying
from heluo.people.actions.moving import STAYS, move
from heluo.people.models import User
from heluo.places.models import Place


def create_account(
    *,
    actor: Any,
    username: str,
    display_name: str,
    password: str | None,
    place: Place | None = None,
    phone: str = "",
    email: str = "",
) -> User:
    """A new account of `place`, holding no role yet. Raises Invalid for a taken name or a weak password.

    With None as password nobody can sign in with one, until one is set.
    """
    account = User(
        username=normalise(username).casefold(),
        display_name=tidying.person_name(display_name),
        place=place,
        phone=tidying.phone(phone),
        email=normalise(email),
    )
    with writing(actor, "accounts.create", account) as step:
        _give_password(account, password)
        check_row(account)
        step.note(place=place.code if place else "")
    return account


def edit_account(
    *, actor: Any, account: User, display_name: str, place: Place | None = STAYS, phone: str = "", email: str = ""
) -> User:
    with writing(actor, "accounts.edit", account) as step:
        step.thing.display_name = tidying.person_name(display_name)
        step.thing.phone = tidying.phone(phone)
        step.thing.email = normalise(email)
        move(step, place, act="accounts.move")
        check_row(step.thing)
    return step.thing


def set_password(*, actor: Any, account: User, password: str) -> User:
    """A new password; every session of the account ends (Django ties sessions to the password)."""
    with writing(actor, "accounts.set_password", account) as step:
        _give_password(step.thing, password)
    return step.thing


def choose_language(*, actor: Any, account: User, language: str) -> User:
    """The language of the account's pages and notices: `zh-hans`, `en`, or empty for the browser's."""
    if language not in ("", "zh-hans", "en"):
        raise Invalid(_("Choose one of the two languages."), {"language": _("Choose one of the two languages.")})
    with writing(actor, "accounts.choose_language", account) as step:
        step.thing.language = language
    return step.thing


def deactivate_account(*, actor: Any, account: User) -> User:
    """The account can't sign in any more and holds nothing; what it did stays."""
    with writing(actor, "accounts.deactivate", account) as step:
        step.thing.is_active = False
    return step.thing


def reactivate_account(*, actor: Any, account: User) -> User:
    with writing(actor, "accounts.reactivate", account) as step:
        step.thing.is_active = True
    return step.thing


def _give_password(account: User, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    if fault := passwords.fault(password, account):
        raise Invalid(fault, {"password": fault})
    account.set_password(password)
