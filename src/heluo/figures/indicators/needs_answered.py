from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator
from heluo.figures.indicators.needs_published import show
from heluo.needs.models import Need

INDICATOR = Indicator(
    slug="needs_answered",
    order=110,
    name=_("Needs answered"),
    definition=_("Published needs for which somebody accepted to come, by the day of that answer."),
    unit=_("needs"),
    rows=lambda: Need.objects.filter(published_at__isnull=False, answered_at__isnull=False),
    place="place",
    moment="answered_at",
    related=("place",),
    show=show,
)
