"""Naming industries in a form."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heluo.base.forms import Line
from heluo.industries import queries
from heluo.industries.models import Industry

_BETWEEN = re.compile(r"[、,，;；]+")


class IndustriesText(Line):
    """Several industries, divided by 、 or commas. The clean value is a list of Industry in the order written."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Names as in the list of trades, with 、 or commas between them."))
        super().__init__(max_length=400, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[Industry]:
        text = super().clean(value)
        return list(dict.fromkeys(named(word) for word in _BETWEEN.split(text) if word.strip()))


class IndustryText(Line):
    """One industry. The clean value is an Industry or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("A name as in the list of trades, such as Apple or Sichuan pepper."))
        super().__init__(max_length=400, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Industry) else value

    def clean(self, value: Any) -> Industry | None:
        words = [word for word in _BETWEEN.split(super().clean(value)) if word.strip()]
        if len(words) > 1:
            raise ValidationError(_("Name one trade only."))
        return named(words[0]) if words else None


def named(word: str) -> Industry:
    """The industry that a word names, or the only one near it. Raises ValidationError with those that are meant."""
    industry = queries.resolve(word)
    if industry is not None:
        return industry
    near = queries.search_industries(word, limit=3)
    if len(near) == 1:
        return near[0]
    if near:
        names = "、".join(map(str, near))
        raise ValidationError(
            _("“%(word)s” is no trade of the list; do you mean %(names)s?") % {"word": word, "names": names}
        )
    raise ValidationError(_("“%(word)s” is no trade of the list.") % {"word": word})
