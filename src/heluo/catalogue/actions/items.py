"""The catalogue: varieties and technologies, entered and changed."""

from typing import Any

from heluo.base import pinyin
from heluo.base.checking import check_row
from heluo.base.text import clean_prose, normalise
from heluo.base.writing import writing
from heluo.catalogue.models import Item, Technology, Variety
from heluo.industries.models import Industry

_PROSE = "description"


def add_variety(*, actor: Any, number: str, name: str, crop: str, industry: Industry, **details: str) -> Variety:
    """Enter a variety. `details`: registration, origin, description, suitable_for."""
    variety = Variety(number=normalise(number))
    with writing(actor, "varieties.create", variety) as step:
        _describe(variety, name=name, industry=industry, crop=crop, **details)
        step.note(number=variety.number)
    return variety


def edit_variety(*, actor: Any, variety: Variety, name: str, crop: str, industry: Industry, **details: str) -> Variety:
    with writing(actor, "varieties.edit", variety) as step:
        _describe(step.thing, name=name, industry=industry, crop=crop, **details)
    return step.thing


def add_technology(*, actor: Any, number: str, name: str, industry: Industry, **details: str) -> Technology:
    """Enter a technology. `details`: season, origin, description, suitable_for."""
    technology = Technology(number=normalise(number))
    with writing(actor, "technologies.create", technology) as step:
        _describe(technology, name=name, industry=industry, **details)
        step.note(number=technology.number)
    return technology


def edit_technology(*, actor: Any, technology: Technology, name: str, industry: Industry, **details: str) -> Technology:
    with writing(actor, "technologies.edit", technology) as step:
        _describe(step.thing, name=name, industry=industry, **details)
    return step.thing


def _describe(item: Item, *, name: str, industry: Industry, **details: str) -> None:
    known = {field.name for field in item._meta.concrete_fields} - {"id", "public_id", "salt", "number", "pinyin"}
    if unknown := details.keys() - known:
        raise TypeError(f"{type(item).__name__} has no {', '.join(sorted(unknown))}")
    item.name = normalise(name)
    item.pinyin = pinyin.sort_key(item.name)[:480]
    item.industry = industry
    for field, value in details.items():
        setattr(item, field, clean_prose(value) if field == _PROSE else normalise(value))
    check_row(item)
