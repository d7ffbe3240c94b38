"""The catalogue's writes: varieties and technologies, entered and changed one by one or from workbooks."""

from heluo.catalogue.actions.items import add_technology, add_variety, edit_technology, edit_variety

__all__ = ["add_technology", "add_variety", "edit_technology", "edit_variety"]
