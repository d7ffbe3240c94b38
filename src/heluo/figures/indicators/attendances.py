from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_line
from heluo.needs.models import Attendance


def show(line: Attendance, _viewer: object) -> Row:
    return row_of_line(line.service, _("attendance %(number)s") % {"number": line.sequence})


INDICATOR = Indicator(
    slug="attendances",
    order=70,
    name=_("Farmers trained"),
    definition=_("Attendances (人次) in registered classes: one row for one person in one class, named or not."),
    unit=_("attendances"),
    rows=lambda: Attendance.objects.filter(service__kind="training"),
    place="service__place",
    moment="service__started_at",
    service="service",
    related=("service__place",),
    show=show,
    published=Published(18_000),
)
