"""Accounts, and grants: a grant is (account, role, place or organisation) for a time."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.fields import EncryptedText, PlainText
from heluo.base.recorded import Recorded
from heluo.people.models.organisations import Organisation
from heluo.places.models import Place


class Role(models.TextChoices):
    """What one may be. The value is stored; the label is shown."""

    CITY_OFFICER = "city_officer", _("City officer")
    COUNTY_OFFICER = "county_officer", _("County officer")
    INFORMANT = "informant", _("Town informant")
    SPECIALIST = "specialist", _("Specialist")
    TEAM_LEADER = "team_leader", _("Team leader")
    CONTACT = "contact", _("Organisation contact")
    OPERATOR = "operator", _("Incubator or park operator")
    VILLAGE_COMMITTEE = "village_committee", _("Village committee")
    CLERK = "clerk", _("Hotline clerk")
    REQUESTER = "requester", _("Requester")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().casefold())


class User(Recorded, AbstractBaseUser):
    """An account. What it may do comes from its grants alone."""

    username = PlainText(max_length=64, unique=True)
    display_name = PlainText(max_length=60)
    phone = EncryptedText(max_length=40)
    email = EncryptedText(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    # Where the account belongs: the officers of that place see and look after it.
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    objects = UserManager()

    not_committed = frozenset({"password", "last_login", "language"})

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def grants_now(self) -> list["Grant"]:
        """The grants in force today, with their places and organisations: one query for each account and request."""
        today = clock.today()
        in_force = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        return list(self.grants.filter(in_force).select_related("place", "organisation").order_by("pk"))

    @property
    def grants_to_come(self) -> list["Grant"]:
        """The grants in force today or later: what whoever takes over the account would come to hold."""
        not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
        return list(self.grants.filter(not_over).select_related("place", "organisation__place", "user__place"))

    @property
    def roles(self) -> set[str]:
        return {grant.role for grant in self._in_force}

    @property
    def _in_force(self) -> list["Grant"]:
        return self.grants_now if self.is_active else []

    @property
    def is_administrator(self) -> bool:
        """Administrators look after the whole site: a grant of the role that names a place reaches nothing."""
        return any(grant.role == Role.ADMINISTRATOR and grant.place_id is None for grant in self._in_force)

    def holds(self, *roles: str, **over: Any) -> bool:
        """Whether one of these roles is held over `place=` or for `organisation=`; over a missing one (None), never."""
        if over.keys() not in ({"place"}, {"organisation"}):
            raise TypeError("say over which place or for which organisation, or ask `holds_anywhere`")
        return any(grant.reaches(**over) for grant in self._in_force if grant.role in roles)

    def holds_anywhere(self, *roles: str) -> bool:
        """Whether one of these roles is held, wherever: for opening a desk that shows what lies in one's own places."""
        return not self.roles.isdisjoint(roles)

    def place_prefixes(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Code prefixes of the places over which one of these roles is held."""
        wanted = set(roles)
        return tuple(sorted({prefix for grant in self._in_force if grant.role in wanted for prefix in grant.prefixes}))

    def organisation_ids(self, roles: Iterable[str]) -> set[int]:
        """Keys of the organisations for which one of these roles is held."""
        wanted = set(roles)
        return {grant.organisation_id for grant in self._in_force if grant.role in wanted and grant.organisation_id}


class Grant(Recorded):
    """A role over a place's subtree, or for an organisation, or (specialist, requester) for oneself.

    Both days are included. When a county becomes a district, the grant lives on over the district; when it is merged
    with another, the grant stays over what the county was and must be given anew for the rest (`Place.heir`).
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(default=clock.today)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "grant"
        indexes = [models.Index(fields=["user", "role"], name="grant_user_role")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.place or self.organisation or ''}"

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """Code prefixes of the places that the grant extends to: its place's, or its place's heir's (`Place.heir`)."""
        return self.place.heir.scope_prefixes if self.place else ()

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to < clock.today()

    def reaches(self, *, place: Place | None = None, organisation: Organisation | None = None) -> bool:
        """Whether the grant extends to that place or organisation."""
        if place is not None:
            return bool(self.prefixes) and place.code.startswith(self.prefixes)
        return organisation is not None and organisation.pk is not None and self.organisation_id == organisation.pk
