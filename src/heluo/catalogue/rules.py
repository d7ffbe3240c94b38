"""Who may add to the catalogue: any science office. Everyone may read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_system, predicate
from heluo.people.roles import OFFICERS


@predicate(_("Only a science office or an administrator may add to the catalogue."))
def is_office(user: Any, item: Any) -> bool:
    return user.is_administrator or user.holds_anywhere(*OFFICERS)


for _kind in ("varieties", "technologies"):
    allow(f"{_kind}.create", is_system | is_office)
    allow(f"{_kind}.edit", is_system | is_office)
