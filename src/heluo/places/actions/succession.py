"""Who succeeds whom: from a small table, and below it wherever a child keeps its name."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid
from heluo.places.models import Place


def link_successors(rows: Iterable[tuple[str, str, date]]) -> int:
    """Link each old place to its new one and end it the day before; returns how many links were made.

    Below a linked pair, a child is linked to the one child of the same name on the other side. The old places must
    have been loaded by an earlier edition.
    """
    return sum(_link(_known(old), _known(new), first_day) for old, new, first_day in rows)


def _known(code: str) -> Place:
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise Invalid(_("The table of successors names the code %(code)s, which no edition has.") % {"code": code[:20]})
    return place


def _link(old: Place, new: Place, first_day: date) -> int:
    if old.pk == new.pk or _leads_to(new, old):
        raise Invalid(_("%(place)s can't come to succeed itself.") % {"place": old.path})
    Place.objects.filter(pk=old.pk).update(successor=new, valid_to=first_day - timedelta(days=1))
    Place.objects.filter(pk=new.pk).update(valid_from=first_day)
    pairs = _children_of_one_name(old, new)
    return 1 + sum(_link(before, after, first_day) for before, after in pairs)


def _leads_to(place: Place, target: Place) -> bool:
    """Whether `target` lies on the chain of successors from `place`."""
    step: Place | None = place
    seen: set[int] = set()
    while step is not None and step.successor_id and step.pk not in seen:
        seen.add(step.pk)
        step = step.successor
        if step is not None and step.pk == target.pk:
            return True
    return False


def _children_of_one_name(old: Place, new: Place) -> list[tuple[Place, Place]]:
    before, after = _by_name(old), _by_name(new)
    return [
        (before[name][0], after[name][0])
        for name in before
        if len(before[name]) == 1 and len(after.get(name, [])) == 1 and before[name][0].successor_id is None
    ]


def _by_name(parent: Place) -> dict[str, list[Place]]:
    children: dict[str, list[Place]] = {}
    for child in Place.objects.filter(parent=parent):
        children.setdefault(child.name, []).append(child)
    return children
