from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_service
from heluo.needs.models import Attendance


def show(line: Attendance, _viewer: object) -> Row:
    row = row_of_service(line.service)
    label = _("attendance %(number)s of “%(title)s”") % {"number": line.sequence, "title": line.service.title}
    return Row(label=label, place=row.place, day=row.day, grade=row.grade, href=row.href)


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
