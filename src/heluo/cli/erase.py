"""Erase a household or a person served: names, numbers and what they are known to have said, for good.

ID is the public id, as it stands in the address of the household's page; a person's stands in the address to which the
page /erasing/ leads. Figures stay, and the ledger still verifies.
Copies elsewhere are not reached: delete old backups, and workbooks that were sent.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any
from uuid import UUID

from heluo.cli import given
from heluo.cli.frame import CommandError
from heluo.cli.words import _

if TYPE_CHECKING:
    from heluo.people.models import Household, Person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=UUID, metavar="ID", help="public id of the household or person")
    parser.add_argument("--as", dest="username", required=True, metavar="USER", help="who erases")
    parser.add_argument("--reason", required=True, help="asked, court or error")


def run(args: argparse.Namespace) -> int:
    from heluo.needs.actions.erasure import erase_household, erase_person
    from heluo.people.models import Household

    actor = given.actor(args.username)
    found = _found(args.id)
    if isinstance(found, Household):
        erase_household(actor=actor, household=found, reason=args.reason)
    else:
        erase_person(actor=actor, person=found, reason=args.reason)
    print(_("Erased. Older backups still hold it: delete them, or keep them no longer than you must."))
    return 0


def _found(public_id: UUID) -> Household | Person:
    from heluo.people.models import Household, Person

    models: tuple[Any, ...] = (Household, Person)
    for model in models:
        one = model.objects.filter(public_id=public_id).first()
        if one is not None:
            return one
    raise CommandError(_("there is no household and no person with the id %(id)s.") % {"id": public_id})
