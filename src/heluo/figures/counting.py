"""Counting: from rows, every time. Roll-ups may come to stand in for this, and must give the same."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from heluo.base.intervals import interval_of_share
from heluo.figures.indicator import Indicator
from heluo.figures.period import WHOLE, Period
from heluo.needs.lifecycle import GRADES
from heluo.places.models import Place, in_subtrees

_CONFIRMED = ("confirmed", "checked")
_CHECKED = ("checked",)


@dataclass(frozen=True)
class Scope:
    """Where and when a figure is counted."""

    place: Place | None = None
    period: Period = WHOLE


@dataclass(frozen=True)
class Figure:
    """A counted value. The grades add up to it: each thing counts at its best evidence. Shares are in percent."""

    indicator: Indicator
    scope: Scope
    value: int
    claimed: int = 0
    confirmed: int = 0
    checked: int = 0
    # Of a share: the numerator and what it is a share of.
    part: int = 0
    whole: int = 0

    @property
    def interval(self) -> tuple[int, int] | None:
        """Of a share: the 95 % interval in percent; None without rows."""
        return interval_of_share(self.part, self.whole)

    @property
    def agrees(self) -> bool:
        """Whether the count agrees with what the source page printed."""
        published = self.indicator.published
        if published is None:
            return True
        return self.value > published.value if published.over else self.value == published.value


def rows_of(indicator: Indicator, scope: Scope) -> QuerySet:
    """The rows that count, within the scope."""
    rows = indicator.rows()
    if indicator.service is not None:
        rows = rows.filter(**{f"{_state(indicator)}__in": list(GRADES)})
    if scope.place is not None and indicator.place:
        rows = rows.filter(in_subtrees(scope.place.scope_prefixes, f"{indicator.place}__code"))
    if scope.period.bounds is not None and indicator.moment:
        first, end = scope.period.bounds
        rows = rows.filter(**{f"{indicator.moment}__gte": first, f"{indicator.moment}__lt": end})
    return rows


def count(indicator: Indicator, scope: Scope | None = None) -> Figure:
    """Count one figure with one query."""
    scope = scope or Scope()
    rows = rows_of(indicator, scope)
    if indicator.is_share:
        found = rows.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(**indicator.share_of)))
        percent = round(100 * found["part"] / found["whole"]) if found["whole"] else 0
        return Figure(indicator, scope, percent, part=found["part"], whole=found["whole"])
    distinct = indicator.key != "pk"
    if indicator.service is None:
        return Figure(indicator, scope, rows.aggregate(n=Count(indicator.key, distinct=distinct))["n"])
    state = f"{_state(indicator)}__in"
    found = rows.aggregate(
        every=Count(indicator.key, distinct=distinct),
        confirmed=Count(indicator.key, filter=Q(**{state: _CONFIRMED}), distinct=distinct),
        checked=Count(indicator.key, filter=Q(**{state: _CHECKED}), distinct=distinct),
    )
    every, confirmed, checked = found["every"], found["confirmed"], found["checked"]
    return Figure(indicator, scope, every, every - confirmed, confirmed - checked, checked)


def with_counts(indicator: Indicator, rows: QuerySet) -> QuerySet:
    """With `counts`: whether the figure counts the row. Of a thing that has several rows it is the one with the best
    evidence, the first of these; whoever adds up the rows that count comes to the figure."""
    if indicator.is_share:
        return rows.annotate(counts=Case(When(Q(**indicator.share_of), then=True), default=False))
    if indicator.key == "pk":
        return rows.annotate(counts=Value(True))
    order = ["pk"]
    if indicator.service is not None:
        state = _state(indicator)
        ranks = [When(**{f"{state}__in": states}, then=rank) for rank, states in enumerate((_CHECKED, _CONFIRMED))]
        rows = rows.annotate(_rank=Case(*ranks, default=len(ranks)))
        order.insert(0, "_rank")
    place_in_line = Window(RowNumber(), partition_by=[F(indicator.key)], order_by=order)
    return rows.annotate(_nth=place_in_line).annotate(counts=Case(When(_nth=1, then=True), default=False))


def _state(indicator: Indicator) -> str:
    return f"{indicator.service}__state" if indicator.service else "state"
