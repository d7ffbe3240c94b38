"""What was served, for the pages of rooms that may not import this one: `{% load served %}`."""

from typing import Any

from django import template

from heluo.catalogue.models import Item
from heluo.needs.models import Service
from heluo.needs.queries import records
from heluo.people.models import Specialist

register = template.Library()


@register.inclusion_tag("needs/parts/record.html")
def record_of(specialist: Specialist) -> dict[str, Any]:
    """A specialist's present year: days used of those promised, services by kind, what the people served said."""
    year = records.this_year_of(specialist)
    kinds = [(label, year.by_kind[kind]) for kind, label in Service.KINDS if year.by_kind[kind]]
    return {"specialist": specialist, "year": year, "kinds": kinds}


@register.inclusion_tag("needs/parts/spread.html")
def spread_of(item: Item) -> dict[str, Any]:
    """By whom and where a variety or technology was introduced."""
    return {"spread": records.spread_of(item)}
