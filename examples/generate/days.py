"""The two years of the demonstration, its seasons and its quiet days."""

import re
from datetime import date, datetime, time, timedelta
from random import Random

FIRST = date(2024, 11, 20)
LAST = date(2026, 11, 20)
# Nobody is sent out from the little new year's week to the lantern festival.
SPRING_FESTIVALS = ((date(2025, 1, 24), date(2025, 2, 9)), (date(2026, 2, 12), date(2026, 2, 28)))
NATIONAL_DAYS = ((date(2025, 10, 1), date(2025, 10, 4)), (date(2026, 10, 1), date(2026, 10, 4)))


def is_quiet(day: date) -> bool:
    """Whether nobody is asked or sent on this day."""
    return any(first <= day <= last for first, last in SPRING_FESTIVALS + NATIONAL_DAYS)


def months(season: str) -> frozenset[int]:
    """The months of `9-11`, `9—11月`, `11-2` (over the new year), `6月` or `全年`."""
    if season == "全年":
        return frozenset(range(1, 13))
    ends = [int(number) for number in re.findall(r"\d+", season)]
    first, last = ends[0], ends[-1]
    return frozenset((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def any_day(random: Random, first: date = FIRST, last: date = LAST, within: frozenset[int] | None = None) -> date:
    """A day on which people ask: not in a quiet week, seldom at a weekend, in one of the months."""
    while True:
        day = first + timedelta(days=random.randrange((last - first).days + 1))
        if is_quiet(day) or (within and day.month not in within):
            continue
        if day.weekday() < 5 or random.random() < 0.35:
            return day


def at(day: date, hour: float) -> datetime:
    """A day and an hour such as 14.5."""
    return datetime.combine(day, time(int(hour), int(hour % 1 * 60)))
