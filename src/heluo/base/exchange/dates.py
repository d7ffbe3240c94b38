"""Days and moments in cells: real Excel dates, and the ways in which people write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heluo.base.exchange.kinds import Unreadable, as_text, quoted

# 2025-3-5, 2025/03/05, 2025.3.5, 2025年3月5日, 20250305; then perhaps 9:30, 9:30:00, 9时30分, 9点.
_DAY = r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?|(?P<md>\d{4}))"
_TIME = r"(?:[ T]*(?P<h>\d{1,2})(?:[:时点](?P<min>\d{1,2})?)(?::(?P<s>\d{1,2}))?分?)?"
_WRITTEN = re.compile(f"^{_DAY}{_TIME}$")
# Excel counts days from here; a day in a cell formatted as a plain number arrives as that count.
_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Day:
    """A calendar day."""

    def read(self, cell: Any) -> date:
        return _moment(cell, _("“%(text)s” is not a date; write it like 2025-03-05.")).date()

    def hint(self) -> str:
        return _("date, like 2025-03-05")


@dataclass(frozen=True)
class Moment:
    """A day with a time, in the site's time zone; aware."""

    def read(self, cell: Any) -> datetime:
        naive = _moment(cell, _("“%(text)s” is not a date with a time; write it like 2025-03-05 09:30."))
        return timezone.make_aware(naive, timezone.get_default_timezone())

    def hint(self) -> str:
        return _("date and time, like 2025-03-05 09:30")


def _moment(cell: Any, sentence: str) -> datetime:
    found = _from_excel(cell) or _from_text(as_text(cell))
    if found is None:
        raise Unreadable(sentence % {"text": quoted(cell)})
    if not _FIRST <= found.date() <= _LAST:
        raise Unreadable(_("The year of “%(text)s” can't be right.") % {"text": quoted(cell)})
    return found


def _from_excel(cell: Any) -> datetime | None:
    match cell:
        case datetime():
            return cell.replace(tzinfo=None)
        case date():
            return datetime.combine(cell, time())
        case float() | int() if not isinstance(cell, bool) and 32_874 <= cell <= 73_050:
            return datetime.combine(_EPOCH, time()) + timedelta(minutes=round(cell * 1440))
        case _:
            return None


def _from_text(text: str) -> datetime | None:
    match = _WRITTEN.match(text.strip())
    if not match:
        return None
    month, day = (match["md"][:2], match["md"][2:]) if match["md"] else (match["m"], match["d"])
    try:
        hour, minute, second = (int(match[part] or 0) for part in ("h", "min", "s"))
        return datetime(int(match["y"]), int(month), int(day), hour, minute, second)
    except ValueError:
        return None
