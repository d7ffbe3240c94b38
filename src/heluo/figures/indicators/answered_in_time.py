from dataclasses import replace
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.figures.indicator import Indicator, Row
from heluo.figures.indicators import needs_published
from heluo.needs.models import Need


def due() -> Q:
    """Answered, or still (or in the end) without an answer after the deadline: neither silence nor a late no may
    improve the figure. One that was merged into another is answered there."""
    silent = Q(deadline__lt=clock.today(), state__in=["published", "offered", "expired"])
    late_no = Q(state__in=["declined", "withdrawn"], parent=None, ended_at__date__gt=F("deadline"))
    return Q(answered_at__isnull=False) | silent | late_no


def show(need: Any, viewer: object) -> Row:
    """The need with the two days that decide whether its answer was in time."""
    said = (
        _("deadline %(deadline)s, answered %(answered)s") if need.answered_on else _("deadline %(deadline)s, no answer")
    )
    note = said % {"deadline": need.deadline, "answered": need.answered_on}
    return replace(needs_published.show(need, viewer), note=note)


INDICATOR = Indicator(
    slug="answered_in_time",
    order=120,
    name=_("Answered in time"),
    definition=_(
        "Of the needs that were answered or whose deadline has passed without an answer, declined and withdrawn ones "
        "among them, the share answered no later than the deadline in working days; by the day of publishing."
    ),
    unit=_("% in time"),
    rows=lambda: Need.objects.filter(due(), published_at__isnull=False, deadline__isnull=False).annotate(
        answered_on=TruncDate("answered_at")
    ),
    share_of={"answered_on__lte": F("deadline")},
    place="place",
    moment="published_at",
    related=("place",),
    show=show,
    counted_word=_("in time"),
    other_word=_("not in time"),
)
