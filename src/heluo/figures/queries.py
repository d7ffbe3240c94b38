"""Figures as pages ask for them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from heluo.base.errors import NotVisible
from heluo.figures.counting import Figure, Scope, count, rows_of
from heluo.figures.indicator import Indicator, Row, all_indicators

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


def count_all(scope: Scope) -> list[Figure]:
    """Every figure within the scope: one query each, whatever the number of rows."""
    return [count(one, scope) for one in all_indicators().values()]


def open_figure(viewer: Any, slug: str, scope: Scope, page: int) -> OpenedFigure:
    """Count a figure and give one page of its rows, as this viewer may see them."""
    one = indicator(slug)
    rows = rows_of(one, scope).select_related(*one.related)
    newest_first = rows.order_by(f"-{one.moment}", "-pk") if one.moment else rows.order_by("pk")
    shown = Paginator(newest_first, ROWS_ON_A_PAGE).get_page(page)
    return OpenedFigure(count(one, scope), shown, [one.show(row, viewer) for row in shown], shown.paginator.count)
