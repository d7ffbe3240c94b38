from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_line
from heluo.needs.models import Introduction


def show(line: Introduction, _viewer: object) -> Row:
    return row_of_line(line.service, line.variety.name)


INDICATOR = Indicator(
    slug="varieties",
    order=40,
    name=_("New varieties introduced"),
    definition=_("Different varieties in the introduction lines of registered services; each counts once."),
    unit=_("varieties"),
    rows=Introduction.objects.all,
    key="variety",
    place="service__place",
    moment="service__started_at",
    service="service",
    related=("variety", "service__place"),
    show=show,
    published=Published(178),
)
