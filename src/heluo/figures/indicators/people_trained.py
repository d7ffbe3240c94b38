from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator
from heluo.figures.indicators.attendances import show
from heluo.needs.models import Attendance

INDICATOR = Indicator(
    slug="people_trained",
    order=80,
    name=_("Different people trained"),
    definition=_("Different named people (人数) in registered classes; unnamed attendances can't be told apart."),
    unit=_("people"),
    rows=lambda: Attendance.objects.filter(service__kind="training", person__isnull=False),
    key="person",
    place="service__place",
    moment="service__started_at",
    service="service",
    related=("service__place",),
    show=show,
)
