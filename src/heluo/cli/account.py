"""Make an account with a role: the first administrator of a new site, who makes the others on pages.

Its first password is made and printed once, or read from standard input; never given on the line, which other users
of the machine can read. `--new-password` gives an account that is there a new one, for whoever lost theirs.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from typing import Any

from heluo.cli import given
from heluo.cli.frame import CommandError, bring_up_to_date
from heluo.cli.words import _

# Without signs that are taken for one another when they are read out or written down.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="USER", help="the name to sign in with")
    parser.add_argument("--role", metavar="ROLE", help="administrator, city_officer, county_officer, auditor, …")
    parser.add_argument("--place", metavar="CODE", help="the place the role is held over, such as 410328")
    parser.add_argument("--name", help="the person's name (default: the user name)")
    parser.add_argument("--new-password", action="store_true", help="only a new password, for an account that is there")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def run(args: argparse.Namespace) -> int:
    bring_up_to_date()
    password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else _made_up()
    account = _renewed(args, password) if args.new_password else _made(args, password)
    print(_("User name: %(name)s") % {"name": account.username})
    if not args.password_stdin:
        print(_("Password: %(password)s") % {"password": password})
        print(_("It is shown this once. Sign in and change it on your own page (/me/)."))
    return 0


def _made(args: argparse.Namespace, password: str) -> Any:
    from django.db import transaction

    from heluo.base.rules import SYSTEM
    from heluo.people.actions.accounts import create_account
    from heluo.people.actions.grants import grant_role
    from heluo.people.models import Role
    from heluo.people.rules.accounts import OVER_ORGANISATION

    roles = [role.value for role in Role if role not in OVER_ORGANISATION]
    if args.role not in roles:
        raise CommandError(_("name a role with --role: %(roles)s.") % {"roles": ", ".join(roles)})
    place = given.place(args.place) if args.place else None
    with transaction.atomic():
        account = create_account(
            actor=SYSTEM,
            username=args.username,
            display_name=args.name or args.username,
            password=password,
            place=place,
        )
        grant_role(actor=SYSTEM, account=account, role=args.role, place=place)
    return account


def _renewed(args: argparse.Namespace, password: str) -> Any:
    from heluo.base.rules import SYSTEM
    from heluo.people.actions.accounts import set_password

    return set_password(actor=SYSTEM, account=given.account(args.username), password=password)


def _made_up() -> str:
    """Four groups of four signs: some 79 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(4))
