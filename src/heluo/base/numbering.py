"""Numbers that people quote over the telephone: LY-2026-000123, dense within a year."""

import re

from django.conf import settings
from django.db import transaction
from django.db.models import F

from heluo.base.models import Counter
from heluo.base.text import normalise

_TYPED = re.compile(r"([A-Z]*)-?(\d{4})(?:-(\d{1,6})|(\d{6}))")
_DASHES = re.compile(r"[‐-―−－ー_]")


def next_number(series: str, year: int) -> str:
    """The next number of a series in a year. The counter's row stays locked until commit: ask for it late."""
    return next_numbers(series, year, 1)[0]


def next_numbers(series: str, year: int, count: int) -> list[str]:
    """The next `count` numbers of a series in a year, in order."""
    name = f"{series}-{year}"
    if not Counter.objects.filter(series=name).update(last=F("last") + count):
        with transaction.atomic():
            Counter.objects.get_or_create(series=name)
        Counter.objects.filter(series=name).update(last=F("last") + count)
    last = Counter.objects.values_list("last", flat=True).get(series=name)
    return [f"{settings.NUMBER_PREFIX}{series}-{year}-{n:06d}" for n in range(last - count + 1, last + 1)]


def numbers_meant(typed: str, series: tuple[str, ...]) -> list[str]:
    """The numbers that somebody may mean: `lys 2026 734`, `LYS2026000734`, full-width signs, without the letters.

    Without letters one of each of the `series`, in their order; nothing where it can't be read as a number.
    """
    text = "-".join(_DASHES.sub("-", normalise(typed)).upper().replace("-", " ").split())
    found = _TYPED.fullmatch(text)
    if found is None:
        return []
    letters, year, short, long = found.groups()
    prefixes = [settings.NUMBER_PREFIX + one for one in series]
    return [f"{one}-{year}-{int(short or long):06d}" for one in prefixes if letters in ("", one)]
