"""Who may enter households, and who may read their names in full."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_system, predicate
from heluo.people.roles import KEEPERS
from heluo.people.rules.accounts import is_administrator


@predicate(_("Only the science office, the informant or the village committee of this place may do this."))
def keeps_households(user: Any, household: Any) -> bool:
    return user.holds(*KEEPERS, place=household.place)


@predicate(_("Only science offices, informants and village committees see households."))
def keeps_some(user: Any, thing: Any) -> bool:
    return user.holds_anywhere(*KEEPERS)


# Who erases for good, besides the administrator.
ERASING = ("city_officer",)
_WHO_ERASES = _("Only an administrator or the city's science office erases households and people.")


@predicate(_WHO_ERASES)
def is_of_the_city(user: Any, thing: Any) -> bool:
    return user.holds(*ERASING, place=thing.place)


@predicate(_WHO_ERASES)
def is_of_a_city(user: Any, thing: Any) -> bool:
    return user.holds_anywhere(*ERASING)


allow("households.browse", keeps_some)
allow("households.create", is_system | keeps_households)
allow("households.edit", is_system | keeps_households)
# To write of it in a workbook: that it was helped, that it asks.
allow("households.name_in_workbook", is_system | keeps_households)
# A household that one may not see does not exist for one; whoever sees it sees it masked, and asks for the full name.
allow("households.see_name", keeps_households)
# For good; on a page only after the name was typed, so that nobody does it by a slip of the thumb.
allow("erasing.browse", is_administrator | is_of_a_city)
allow("households.erase", is_administrator | is_of_the_city)
allow("persons.erase", is_administrator | is_of_the_city)
