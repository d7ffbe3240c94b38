"""Numbers that people quote over the telephone: LY-2026-000123, dense within a year."""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from heluo.base.models import Counter


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
