from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator
from heluo.figures.indicators.needs_published import show
from heluo.needs.models import Need

INDICATOR = Indicator(
    slug="reopened",
    order=130,
    name=_("Needs reopened"),
    definition=_("Needs that the people served opened again because they were not content."),
    unit=_("needs"),
    rows=lambda: Need.objects.filter(times_reopened__gt=0),
    place="place",
    moment="reopened_at",
    related=("place",),
    show=show,
)
