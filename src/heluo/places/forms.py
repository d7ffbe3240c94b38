"""Naming a place in a form: by path, by name, by code."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line
from heluo.places import queries
from heluo.places.models import Place

_MOST_NAMED = 4
_BETWEEN = re.compile(r"[、,，;；]+")


class PlaceText(Line):
    """A place as one writes it: 洛宁县 赵村镇 张营村, 张营村, or 410328109202. The clean value is a Place or None."""

    def __init__(self, *, levels: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Write it as you would say it: county, town, village."))
        super().__init__(max_length=kwargs.pop("max_length", 120), **kwargs)
        self.levels = tuple(levels)

    def prepare_value(self, value: Any) -> Any:
        return value.path if isinstance(value, Place) else value

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        fitting = [place for place in queries.resolve(text) if self._has_level(place)]
        fitting = fitting or queries.search_places(text, levels=self.levels, limit=_MOST_NAMED + 1)
        if not fitting:
            raise ValidationError(_("No place of this name is known here."), code="unknown")
        if len(fitting) > 1:
            names = "；".join(place.path for place in fitting[:_MOST_NAMED])
            raise ValidationError(
                _("Several places fit: %(names)s. Write the county and town before it.") % {"names": names}
            )
        return fitting[0]

    def _has_level(self, place: Place) -> bool:
        return not self.levels or place.level in self.levels


class PlacesText(PlaceText):
    """Several places, divided by 、 or commas. The clean value is a list of Place."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Names with 、 or commas between them."))
        super().__init__(max_length=600, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(place.path for place in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = [word for word in _BETWEEN.split(Line.clean(self, value)) if word.strip()]
        return [place for word in words if (place := super(PlacesText, self).clean(word))]
