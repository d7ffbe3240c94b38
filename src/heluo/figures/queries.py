"""Figures as pages ask for them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Min
from django.utils import timezone

from heluo.base import clock
from heluo.base.errors import NotVisible
from heluo.figures.counting import Figure, Scope, count, rows_of, with_counts
from heluo.figures.indicator import Indicator, Row, all_indicators
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Need, Service

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class OpenedFigure:
    """A figure with one page of the rows that it was counted from."""

    figure: Figure
    page: Page
    rows: list[Row]
    row_count: int


def indicator(slug: str) -> Indicator:
    """The indicator of that name, or NotVisible."""
    try:
        return all_indicators()[slug]
    except KeyError:
        raise NotVisible("") from None


def published_beside_counted() -> list[Figure]:
    """The source page's totals beside what is counted from rows, in the order of the page."""
    return [count(one) for one in all_indicators().values() if one.published is not None]


def earliest_day() -> date:
    """The day of the first thing that any figure counts; today where there is nothing yet."""
    served = Service.objects.filter(state__in=GRADES).aggregate(at=Min("started_at"))["at"]
    asked = Need.objects.aggregate(at=Min("published_at"))["at"]
    return min((timezone.localdate(at) for at in (served, asked) if at), default=clock.today())


def count_all(scope: Scope) -> list[Figure]:
    """Every figure within the scope: one query each, whatever the number of rows."""
    return [count(one, scope) for one in all_indicators().values()]


def open_figure(viewer: Any, slug: str, scope: Scope, page: int, counted: bool | None = None) -> OpenedFigure:
    """Count a figure and give one page of its rows, as this viewer may see them: all, or only those that the figure
    counts, or only the others."""
    one = indicator(slug)
    rows = with_counts(one, rows_of(one, scope)).select_related(*one.related)
    if counted is not None:
        rows = rows.filter(counts=counted)
    newest_first = rows.order_by(f"-{one.moment}", "-pk") if one.moment else rows.order_by("pk")
    shown = Paginator(newest_first, ROWS_ON_A_PAGE).get_page(page)
    drawn = [replace(one.show(row, viewer), counts=row.counts) for row in shown]
    return OpenedFigure(count(one, scope), shown, drawn, shown.paginator.count)
