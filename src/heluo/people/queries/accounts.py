"""Accounts and grants, for those who look after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heluo.base import clock
from heluo.base.errors import Sentence
from heluo.base.text import normalise
from heluo.people.models import Grant, Organisation, Role, User
from heluo.people.roles import OFFICERS
from heluo.people.rules.accounts import GRANTABLE
from heluo.places.models import Place, in_subtrees
from heluo.places.queries import codes_around


def accounts_visible_to(user: Any) -> QuerySet[User]:
    """An administrator sees all accounts, an officer those of one's places, everyone one's own."""
    if user.is_administrator:
        return User.objects.all()
    prefixes = user.place_prefixes(OFFICERS)
    return User.objects.filter(in_subtrees(prefixes, "place__code") | Q(pk=user.pk or 0))


def account(user: Any, public_id: Any) -> User | None:
    """One visible account, with its place."""
    return accounts_visible_to(user).select_related("place").filter(public_id=public_id).first()


@dataclass(frozen=True)
class Known:
    """What a reader of the ledger may know of an account; a private person has a role and no name."""

    name: str
    roles: list[Sentence]


def known(user: Any, public_ids: Iterable[str]) -> dict[str, Known]:
    """By public id, of these accounts: those that this user looks after, and for an auditor those of the audited
    places and of the administrators. Whoever only asks for help is no office that is audited and keeps the name."""
    looked_after = accounts_visible_to(user)
    audited = user.place_prefixes(("auditor",))
    seen = Q(pk__in=looked_after.values("pk"))
    if audited:
        seen |= in_subtrees(audited, "place__code") | Q(place=None)
    rows = User.objects.filter(seen, public_id__in=set(public_ids)).prefetch_related("grants")
    own = set(looked_after.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return {str(row.public_id): _known(row, named=row.pk in own) for row in rows}


def _known(account: User, *, named: bool) -> Known:
    grants = list(account.grants.all())
    acts_for_others = any(grant.role != Role.REQUESTER for grant in grants)
    today = clock.today()
    labels = [grant.get_role_display() for grant in grants if grant.valid_from <= today and not grant.is_over]
    return Known(account.display_name if named or acts_for_others else "", list(dict.fromkeys(labels)))


def named(username: str) -> User | None:
    """The account of that user name, for commands: whoever types one runs the site."""
    return User.objects.filter(username=normalise(username).casefold()).first()


@dataclass(frozen=True)
class AccountFilter:
    words: str = ""
    role: str = ""
    active: bool = True


def list_accounts(user: Any, chosen: AccountFilter) -> QuerySet[User]:
    """Visible accounts by name, each with the grants in force today (`grants_today`)."""
    found = accounts_visible_to(user).filter(is_active=chosen.active)
    if chosen.words:
        word = normalise(chosen.words)
        found = found.filter(Q(username__icontains=word) | Q(display_name__icontains=word))
    if chosen.role:
        found = found.filter(pk__in=grants_in_force().filter(role=chosen.role).values("user_id"))
    today = Prefetch(
        "grants", queryset=grants_in_force().select_related("place", "organisation"), to_attr="grants_today"
    )
    return found.select_related("place").prefetch_related(today).order_by("username")


def grants_in_force() -> QuerySet[Grant]:
    today = clock.today()
    return Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today).order_by("pk")


def contacts_of(organisation: Organisation) -> list[User]:
    """The open accounts that speak for an organisation today."""
    held = grants_in_force().filter(role="contact", organisation=organisation)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def holders(roles: Iterable[str], place: Place) -> list[User]:
    """Active accounts that hold one of the roles over a place, as `User.holds` says: former places included."""
    near = grants_in_force().filter(role__in=list(roles), place__code__in=codes_around(place), user__is_active=True)
    held = [grant.user for grant in near.select_related("user", "place") if grant.reaches(place=place)]
    return list(dict.fromkeys(held))


def grants_of(account: User) -> QuerySet[Grant]:
    """All grants that an account ever held, the newest first. The account must be visible to who asks."""
    return account.grants.select_related("place", "organisation").order_by("-pk")


def grant(user: Any, public_id: Any) -> Grant | None:
    """One grant of a visible account."""
    visible = Grant.objects.filter(user__in=accounts_visible_to(user))
    return visible.select_related("user__place", "place", "organisation__place").filter(public_id=public_id).first()


def roles_grantable_by(user: Any) -> list[tuple[str, Sentence]]:
    """Choices of the roles that this user may grant somewhere."""
    if user.is_administrator:
        return list(Role.choices)
    mine = set().union(*(GRANTABLE[role] for role in user.roles & GRANTABLE.keys()))
    return [(value, label) for value, label in Role.choices if value in mine]
