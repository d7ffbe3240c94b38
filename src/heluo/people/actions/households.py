"""Households: entered once, and changed.

A household is the same when its identity number is; where none is known, when its head bears the same normalised name
in the same village and no known number differs.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from heluo.base.checking import check_row
from heluo.base.errors import Invalid
from heluo.base.recorded import new_salt
from heluo.base.text import normalise
from heluo.base.writing import Step, writing
from heluo.people import tidying
from heluo.people.models import Household
from heluo.people.queries.served import households_visible_to
from heluo.people.search_keys import id_hash, name_hash, phone_hash
from heluo.places.models import Place


def create_household(*, actor: Any, head_name: str, place: Place, category: str, **details: Any) -> Household:
    """Enter a household. `details`: phone, id_number (checked), size, source_number."""
    household = Household(place=place, source_number=normalise(details.pop("source_number", "")))
    with writing(actor, "households.create", household) as step:
        _one_at_a_time(step)
        _describe(household, head_name=head_name, category=category, **details)
        _save(step)
        step.note(place=place.code, category=category)
    return household


def edit_household(
    *,
    actor: Any,
    household: Household,
    head_name: str,
    category: str,
    id_number: str = "",
    drop_id_number: bool = False,
    **details: Any,
) -> Household:
    """Change a household. Without an identity number the one that is known stays, unless it is to be dropped."""
    if id_number and drop_id_number:
        sentence = _("Write another number, or take the known one off: not both.")
        raise Invalid(sentence, {"drop_id_number": sentence})
    with writing(actor, "households.edit", household) as step:
        _one_at_a_time(step)
        known = step.thing.id_number
        number = id_number or ("" if drop_id_number else known)
        _describe(step.thing, head_name=head_name, category=category, id_number=number, **details)
        if step.thing.id_number != known:
            step.note(id_number="changed" if step.thing.id_number else "removed")
            # The number may be a stranger's: nobody shall guess it from what was committed to before.
            step.thing.salt = new_salt()
        _save(step)
    return step.thing


def _one_at_a_time(step: Step[Household]) -> None:
    """In a village, so that a form that is sent twice finds what it made, and two namesakes find one another."""
    step.lock(step.thing.place)


def _save(step: Step[Household]) -> None:
    """Save the household, unless it is entered already or is at this very moment by somebody else."""
    _refuse_double(step.actor, step.thing)
    try:
        with transaction.atomic():
            step.save(step.thing)
    except IntegrityError:
        # Now that the other has committed, the household of this number is found.
        _refuse_double(step.actor, step.thing)
        raise


def _refuse_double(actor: Any, household: Household) -> None:
    """Raise Invalid where this household is entered already; of one that the actor may not see, nothing is told."""
    known = _same(household)
    if known is None:
        return
    by_number = bool(household.id_hash) and known.id_hash == household.id_hash
    if not by_number:
        text = _(
            "%(name)s of %(place)s is entered already. Where these are two households, give the telephone or the \
identity number of both."
        )
    elif households_visible_to(actor).filter(pk=known.pk).exists():
        text = _("This identity number is that of %(name)s of %(place)s, who is entered already.")
    else:
        text = _("This identity number is that of a household elsewhere; ask the science office.")
    sentence = text % {"name": known.masked_name, "place": known.place.name}
    raise Invalid(sentence, {"id_number" if by_number else "head_name": sentence})


def _same(household: Household) -> Household | None:
    """The household entered before that this is, by keyed hashes; None when it is a new one."""
    others = Household.objects.exclude(pk=household.pk).select_related("place").order_by("pk")
    number, phone = household.id_hash, household.phone_hash
    if number and (known := others.filter(id_hash=number).first()):
        return known
    namesakes = others.filter(place=household.place, head_hash=household.head_hash)
    return next(
        (
            other
            for other in namesakes
            if not (number and other.id_hash) and not (phone and other.phone_hash not in ("", phone))
        ),
        None,
    )


def _describe(
    household: Household,
    *,
    head_name: str,
    category: str,
    phone: str = "",
    id_number: str = "",
    size: int | None = None,
) -> None:
    household.head_name = tidying.person_name(head_name)
    household.head_hash = name_hash(head_name)
    household.phone = tidying.phone(phone)
    household.phone_hash = phone_hash(household.phone)
    household.id_number = tidying.id_number(id_number)
    household.id_hash = id_hash(household.id_number)
    household.category = category
    household.size = size
    check_row(household)
