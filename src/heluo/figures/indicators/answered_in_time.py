from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator
from heluo.figures.indicators.needs_published import show
from heluo.needs.models import Need

INDICATOR = Indicator(
    slug="answered_in_time",
    order=120,
    name=_("Answered in time"),
    definition=_("Of the needs answered, the share whose answer came no later than the deadline in working days."),
    unit=_("% in time"),
    rows=lambda: Need.objects.filter(answered_at__isnull=False, deadline__isnull=False).annotate(
        answered_on=TruncDate("answered_at")
    ),
    share_of={"answered_on__lte": F("deadline")},
    place="place",
    moment="answered_at",
    related=("place",),
    show=show,
)
