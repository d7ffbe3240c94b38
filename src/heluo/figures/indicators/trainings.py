from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_service
from heluo.needs.models import Service


def show(service: Service, _viewer: object) -> Row:
    return row_of_service(service)


INDICATOR = Indicator(
    slug="trainings",
    order=60,
    name=_("Classes held"),
    definition=_("Registered services of the kind “class”; a corrected class counts once, a voided one not at all."),
    unit=_("classes"),
    rows=lambda: Service.objects.filter(kind="training"),
    place="place",
    moment="started_at",
    service="",
    related=("place",),
    show=show,
    published=Published(745),
)
