"""What is named on a line: who acts, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heluo.cli.frame import CommandError
from heluo.cli.words import _

if TYPE_CHECKING:
    from heluo.people.models import User
    from heluo.places.models import Place


def account(username: str) -> User:
    """The account of that user name, open or closed."""
    from heluo.people.queries.accounts import named

    found = named(username)
    if found is None:
        raise CommandError(_("there is no account called %(name)s.") % {"name": username})
    return found


def actor(username: str) -> User:
    """The account that acts: an open one."""
    found = account(username)
    if not found.is_active:
        raise CommandError(_("the account %(name)s is closed.") % {"name": username})
    return found


def place(code: str) -> Place:
    from heluo.places.queries import by_code

    found = by_code(code)
    if found is None:
        raise CommandError(
            _("there is no place with the code %(code)s; `heluo places` loads the divisions.") % {"code": code}
        )
    return found
