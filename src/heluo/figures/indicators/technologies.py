from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_line
from heluo.needs.models import Promotion


def show(line: Promotion, _viewer: object) -> Row:
    return row_of_line(line.service, line.technology.name)


INDICATOR = Indicator(
    slug="technologies",
    order=50,
    name=_("New technologies promoted"),
    definition=_("Different technologies in the promotion lines of registered services; each counts once."),
    unit=_("technologies"),
    rows=Promotion.objects.all,
    key="technology",
    place="service__place",
    moment="service__started_at",
    service="service",
    related=("technology", "service__place"),
    show=show,
    published=Published(185),
)
