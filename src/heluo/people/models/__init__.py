"""Accounts and grants, organisations, specialists and their groups, and the people who are served."""

from heluo.people.models.accounts import Grant, Role, User
from heluo.people.models.agreements import Agreement
from heluo.people.models.organisations import Organisation
from heluo.people.models.served import Household, Person
from heluo.people.models.specialists import (
    Absence,
    Group,
    Lasting,
    ScienceBase,
    Specialist,
    Team,
    Term,
    Workstation,
)

__all__ = [
    "Absence",
    "Agreement",
    "Grant",
    "Group",
    "Household",
    "Lasting",
    "Organisation",
    "Person",
    "Role",
    "ScienceBase",
    "Specialist",
    "Team",
    "Term",
    "User",
    "Workstation",
]
