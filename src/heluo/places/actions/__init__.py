"""The one write to places: loading an edition of the published tables."""

from heluo.places.actions.loading import import_divisions

__all__ = ["import_divisions"]
