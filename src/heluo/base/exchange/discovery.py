"""Finds every subject's `workbooks` module, from the lowest floor to the highest: what refers comes after."""

import importlib
from functools import cache
from importlib.util import find_spec

from django.apps import apps

from heluo.base.exchange.loaders import Book, Loader
from heluo.base.exchange.sheets import Sheet


@cache
def books() -> tuple[Book, ...]:
    """All workbooks that Heluo reads, in the order in which they depend on one another."""
    found: list[Book] = []
    for app in reversed(list(apps.get_app_configs())):
        name = f"{app.name}.workbooks"
        if app.name.startswith("heluo.") and find_spec(name):
            found += importlib.import_module(name).BOOKS
    return tuple(found)


def sheets() -> dict[str, Sheet]:
    """Every known sheet by its name."""
    return {sheet.name: sheet for book in books() for sheet in book.sheets}


def loaders() -> tuple[Loader, ...]:
    return tuple(loader for book in books() for loader in book.loaders)


def book(name: str) -> Book | None:
    return next((book for book in books() if book.name == name), None)
