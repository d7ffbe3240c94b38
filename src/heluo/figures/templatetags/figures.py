"""A figure on any page: `{% counted_figure "attendances" place=place %}`. Subjects never import `figures`."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from heluo.figures.counting import Figure, Scope, count
from heluo.figures.period import parse_period
from heluo.figures.queries import indicator
from heluo.places.models import Place

register = template.Library()


@register.simple_tag
def figure_address(figure: Figure) -> str:
    """The address at which the figure opens, in its scope."""
    asked = {"place": figure.scope.place.code if figure.scope.place else "", "period": figure.scope.period.key}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("figures:figure", args=[figure.indicator.slug]) + (f"?{query}" if query else "")


@register.simple_tag
def figure_rows(figure: Figure, counted: str) -> str:
    """The address of the figure's rows: all, those that it counts ("yes"), the others ("no")."""
    href = figure_address(figure)
    return f"{href}{'&' if '?' in href else '?'}counted={counted}" if counted else href


@register.inclusion_tag("figures/parts/one.html")
def counted_figure(slug: str, place: Place | None = None, period: str = "") -> dict[str, Any]:
    """One figure, counted now."""
    return {"one": count(indicator(slug), Scope(place, parse_period(period)))}
