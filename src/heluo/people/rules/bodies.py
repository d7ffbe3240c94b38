"""Who may enter and change organisations, specialists and the bodies that specialists form."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, anyone, is_administrator, is_system, predicate
from heluo.people.roles import OFFICERS


@predicate(_("Only the science office of this place may do this."))
def is_officer_there(user: Any, thing: Any) -> bool:
    """`thing` is of one place: an organisation, a team, a workstation, a base."""
    return user.holds(*OFFICERS, place=thing.place)


@predicate(_("Only the science office of the specialist's home place may do this."))
def is_officer_of_specialist(user: Any, specialist: Any) -> bool:
    return user.holds(*OFFICERS, place=specialist.home)


@predicate(_("Only the specialist may do this."))
def is_the_specialist(user: Any, specialist: Any) -> bool:
    mine = getattr(user, "specialist", None)
    return mine is not None and mine.pk == specialist.pk


@predicate(_("Only a contact of the organisation or the science office of its place may do this."))
def is_contact(user: Any, organisation: Any) -> bool:
    return organisation.pk is not None and user.holds("contact", organisation=organisation)


@predicate(_("Only a city's science office may do this."))
def is_some_city(user: Any, thing: Any) -> bool:
    """For opening an empty form; the act itself asks about the places that the group is to serve."""
    return user.holds_anywhere("city_officer")


@predicate(_("Only the science office of the city that the group serves may do this; name counties of your city."))
def is_city_of_group(user: Any, group: Any) -> bool:
    return all(user.holds("city_officer", place=place) for place in group.scope)


@predicate(_("Only a science office may do this."))
def is_some_office(user: Any, thing: Any) -> bool:
    """For opening an empty form; the act itself asks about the place."""
    return user.is_administrator or user.holds_anywhere(*OFFICERS)


_office = is_system | is_administrator | is_officer_there
_office_of_specialist = is_system | is_administrator | is_officer_of_specialist

allow("organisations.create", _office)
allow("organisations.edit", _office | is_contact)
allow("organisations.move", _office)
allow("organisations.see_contact", _office | is_contact)
# To write in a workbook that it asks: it then speaks in that need.
allow("organisations.name_in_workbook", _office)

allow("specialists.create", _office_of_specialist)
allow("specialists.edit", _office_of_specialist)
allow("specialists.end", _office_of_specialist)
allow("specialists.reinstate", _office_of_specialist)
allow("specialists.edit_own", is_the_specialist)
allow("specialists.link_account", _office_of_specialist)
allow("specialists.add_term", _office_of_specialist)
allow("specialists.add_absence", is_the_specialist | _office_of_specialist)
allow("specialists.withdraw_absence", is_the_specialist | _office_of_specialist)
allow("specialists.see_barred", is_the_specialist | _office_of_specialist)
allow("specialists.see_phone", is_the_specialist | _office_of_specialist)

# A group serves the city or the province, whatever its members' counties.
_no_office = is_system | is_administrator
allow("groups.create", _no_office | is_some_city)
allow("groups.edit", _no_office | is_city_of_group)
allow("groups.end", _no_office | is_city_of_group)
allow("groups.reinstate", _no_office | is_city_of_group)
for _body in ("teams", "workstations", "bases"):
    for _act in ("create", "edit", "end", "reinstate"):
        allow(f"{_body}.{_act}", _office)

allow("people.browse", anyone)
allow("specialists.open_form", is_some_office)
allow("organisations.open_form", is_some_office)
allow("bodies.open_form", is_some_office)
