"""Accounts for each role, with one password that is printed: a demonstration is for looking around."""

from datetime import date
from pathlib import Path

from heluo.base.rules import SYSTEM
from heluo.people.actions.accounts import create_account
from heluo.people.actions.grants import grant_role
from heluo.people.actions.specialists import link_account
from heluo.people.models import Organisation, Specialist, User
from heluo.places.models import Place
from heluo.web.demonstration.rows import Row, read

PASSWORD = "heluo-demo-2020"  # noqa: S105  # printed on purpose, for synthetic records alone
GRANTED_FROM = date(2024, 1, 1)
# These roles come with a specialist or a person, not with a place or an organisation.
_WITHOUT_SCOPE = ("specialist", "team_leader", "administrator", "requester")


def load(folder: Path) -> None:
    """One account for each row; a name that stands twice gets both roles."""
    for row in read(folder / "accounts.xlsx", "账号"):
        _load(row)


def _load(row: Row) -> None:
    account = User.objects.filter(username=row["用户名"]).first() or _create(row)
    specialist = Specialist.objects.filter(number=row["特派员编号"]).first() if row["特派员编号"] else None
    if specialist is not None and specialist.account_id is None:
        link_account(actor=SYSTEM, specialist=specialist, account=account)
    place = _place(row) if row["角色"] not in _WITHOUT_SCOPE and not row["单位编号"] else None
    organisation = Organisation.objects.get(source_number=row["单位编号"]) if row["单位编号"] else None
    if row["角色"] in _WITHOUT_SCOPE:
        organisation = None
    grant_role(
        actor=SYSTEM,
        account=account,
        role=row["角色"],
        place=place,
        organisation=organisation,
        valid_from=GRANTED_FROM,
    )


def _create(row: Row) -> User:
    """Some answer invitations in the story only: nobody signs in as they."""
    return create_account(
        actor=SYSTEM,
        username=row["用户名"],
        display_name=row["姓名"],
        password=None if row["可登录"] == "否" else PASSWORD,
        place=_place(row),
    )


def _place(row: Row) -> Place | None:
    return Place.objects.filter(code=str(row["所在地代码"])).first()
