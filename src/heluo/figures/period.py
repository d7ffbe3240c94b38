"""Periods in which figures are counted: a year, a half, a quarter, a month, or everything."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from heluo.base.errors import Invalid

_FORM = re.compile(r"(?P<year>20\d\d)(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")

YEARS_OFFERED = 5
# The parts of a year that are offered, latest first: each half before its quarters.
_PARTS = ("-H2", "-Q4", "-Q3", "-H1", "-Q2", "-Q1")


@dataclass(frozen=True)
class Period:
    """Days from `first` up to and including `last`; without them, everything. `key` is its form in addresses."""

    key: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def bounds(self) -> tuple[datetime, datetime] | None:
        """Half-open moments in the site's time zone."""
        if self.first is None or self.last is None:
            return None
        zone = timezone.get_current_timezone()
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(self.last + timedelta(days=1), time.min, zone),
        )

    @property
    def label(self) -> str:
        if self.first is None:
            return _("since the beginning")
        year, _dash, rest = self.key.partition("-")
        if rest.startswith("H"):
            words = _("first half of %(year)s") if rest == "H1" else _("second half of %(year)s")
            return words % {"year": year}
        if rest.startswith("Q"):
            return _("quarter %(quarter)s of %(year)s") % {"quarter": rest[1], "year": year}
        if rest:
            return _("%(year)s-%(month)s") % {"year": year, "month": rest}
        return _("the year %(year)s") % {"year": year}


WHOLE = Period()


def parse_period(key: str) -> Period:
    """`2026`, `2026-H1`, `2026-Q3`, `2026-11`, or empty for everything. Raises Invalid with a sentence otherwise."""
    if not key:
        return WHOLE
    found = _FORM.fullmatch(key)
    if found is None:
        raise Invalid(_("A period is a year (2026), a half (2026-H1), a quarter (2026-Q3) or a month (2026-11)."))
    year = int(found["year"])
    if found["half"]:
        month = 6 * int(found["half"]) - 5
        return Period(key, date(year, month, 1), _last_day(year, month + 5))
    if found["quarter"]:
        month = 3 * int(found["quarter"]) - 2
        return Period(key, date(year, month, 1), _last_day(year, month + 2))
    if found["month"]:
        return Period(key, date(year, int(found["month"]), 1), _last_day(year, int(found["month"])))
    return Period(key, date(year, 1, 1), date(year, 12, 31))


def offered(earliest: date, today: date, shown: Period) -> list[Period]:
    """What is offered to choose from, latest first: the years from `earliest` to `today`, at most the last five, with
    their halves and quarters; first of all whatever is `shown` and is none of these."""
    years = range(today.year, max(earliest.year, today.year - YEARS_OFFERED + 1) - 1, -1)
    named = [parse_period(f"{year}{part}") for year in years for part in ("", *_PARTS)]
    lived = [one for one in named if one.first and one.last and one.first <= today and one.last >= earliest]
    return lived if shown == WHOLE or shown in lived else [shown, *lived]


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
