from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, address_of
from heluo.people.models import Specialist, Term


def show(specialist: Specialist, _viewer: object) -> Row:
    return Row(label=specialist.name, place=specialist.home, href=address_of("people:specialist", specialist))


INDICATOR = Indicator(
    slug="specialists",
    order=10,
    name=_("Science-and-technology specialists"),
    definition=_("Specialists with a term of service who serve today, natural and legal persons alike."),
    unit=_("people"),
    rows=lambda: Specialist.objects.filter(ended_on=None, pk__in=Term.objects.values("specialist")),
    related=("home",),
    place="home",
    show=show,
    published=Published(364),
)
