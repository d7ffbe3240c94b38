"""What a figure is: its definition, its unit, the rows it is counted from and the grain in which they count.

One file in `indicators/` defines one indicator; nothing else needs editing to add one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heluo.places.models import Place

Words = str | Promise
COUNTS, COUNTED_ALREADY = _("counts"), _("counted already")


@dataclass(frozen=True)
class Row:
    """One row that a figure was counted from, as shown to somebody. A hidden one's label does not say who it is."""

    label: Words
    # A place, or as much of its path as the reader may know.
    place: Place | list[str] | None = None
    day: Any = None
    grade: str = ""
    href: str = ""
    # The service that a line was counted from, where the label does not say it; what it is that decides a share.
    source: Words = ""
    note: Words = ""
    is_hidden: bool = False
    # Whether the figure counts it: of a thing that has several rows one, of a share its numerator.
    counts: bool = True


@dataclass(frozen=True)
class Published:
    """What the source page printed. `over` where it says 多 or 余: the count must then be strictly more."""

    value: int
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A counted figure.

    `rows` gives the base rows. A row belongs to a place by the field path `place`, to a day by `moment`, and has the
    evidence grade of the service at `service` ("" when the row is the service itself, None when it has no grade).
    The figure counts distinct values of `key`; with "pk" each row counts.
    """

    slug: str
    order: int
    name: Words
    definition: Words
    unit: Words
    rows: Callable[[], QuerySet[Any]]
    show: Callable[[Any, Any], Row]
    key: str = "pk"
    place: str = ""
    moment: str = ""
    service: str | None = None
    related: tuple[str, ...] = ()
    published: Published | None = None
    # For a share: which of the rows are its numerator, as filter arguments.
    share_of: dict[str, Any] = field(default_factory=dict)
    # What stands at the rows that the figure counts, and at the others.
    counted_word: Words = COUNTS
    other_word: Words = COUNTED_ALREADY

    @property
    def is_share(self) -> bool:
        return bool(self.share_of)

    @property
    def has_rows_beside(self) -> bool:
        """Whether there are rows that the figure does not count: of a share, or of things that have several rows."""
        return self.is_share or self.key != "pk"


@cache
def all_indicators() -> dict[str, Indicator]:
    """Every indicator found in `indicators/`, by slug, in their order."""
    from heluo.figures import indicators

    found = [
        import_module(f"{indicators.__name__}.{module.name}").INDICATOR for module in iter_modules(indicators.__path__)
    ]
    return {one.slug: one for one in sorted(found, key=lambda one: one.order)}


def row_of_service(service: Any, grade: str = "") -> Row:
    """A service as a figure's row: public, without anybody's name but the specialist's own page."""
    return Row(
        label=service.title,
        place=service.place,
        day=service.started_at,
        grade=grade or service.grade,
        href=address_of("needs:service", service),
    )


def row_of_line(service: Any, label: Words) -> Row:
    """A line of a service as a figure's row, with the service that it was counted from."""
    return replace(row_of_service(service), label=label, source=f"{service.number} {service.title}")


def address_of(name: str, thing: Model) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(name, args=[thing.public_id])  # type: ignore[attr-defined]
    except NoReverseMatch:
        return ""
