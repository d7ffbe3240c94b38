"""What a correction changed in the record of a service: the names of what differs between two versions."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from heluo.needs.models import Service

_FIELDS: dict[str, Callable[[], str]] = {
    "kind": lambda: _("what it was"),
    "industry_id": lambda: _("trade"),
    "place_id": lambda: _("place"),
    "started_at": lambda: _("when it began"),
    "ended_at": lambda: _("when it ended"),
    "title": lambda: _("title"),
    "narrative": lambda: _("description"),
    "specialist_id": lambda: _("who served"),
    "team_id": lambda: _("who served"),
}
# Of each kind of line what makes two of them the same.
_LINES: dict[str, tuple[tuple[str, ...], Callable[[], str]]] = {
    "members": (("specialist",), lambda: _("who served")),
    "attendances": (("person",), lambda: _("who came")),
    "introductions": (("variety", "area_mu"), lambda: _("varieties introduced")),
    "promotions": (("technology", "area_mu"), lambda: _("technologies promoted")),
    "helps": (("household", "measure", "income_gain_fen"), lambda: _("households helped")),
    "evidence": (("kind", "sha256", "latitude", "longitude"), lambda: _("photos and documents")),
}


def what_changed(old: Service, new: Service) -> list[str]:
    """Each name once, in the order of the form."""
    names = [name() for field, name in _FIELDS.items() if getattr(old, field) != getattr(new, field)]
    for lines, (columns, name) in _LINES.items():
        if _lines(old, lines, columns) != _lines(new, lines, columns):
            names.append(name())
    return list(dict.fromkeys(names))


def _lines(service: Service, lines: str, columns: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    return Counter(getattr(service, lines).values_list(*columns))
