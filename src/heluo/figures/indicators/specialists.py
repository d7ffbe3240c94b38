from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, address_of
from heluo.people.models import Specialist


def show(specialist: Specialist, _viewer: object) -> Row:
    return Row(label=specialist.name, place=specialist.home, href=address_of("people:specialist", specialist))


INDICATOR = Indicator(
    slug="specialists",
    order=10,
    name=_("Science-and-technology specialists"),
    definition=_("Specialists with a term of service who are active, natural and legal persons alike."),
    unit=_("people"),
    rows=lambda: Specialist.objects.filter(is_active=True),
    related=("home",),
    place="home",
    show=show,
    published=Published(364),
)
