from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, address_of
from heluo.people.models import Group


def show(group: Group, _viewer: object) -> Row:
    return Row(label=group.name, href=address_of("people:group", group))


INDICATOR = Indicator(
    slug="groups",
    order=20,
    name=_("Service groups"),
    definition=_("Industry service groups of the province and of the city, as of today."),
    unit=_("groups"),
    rows=lambda: Group.objects.filter(ended_on=None),
    show=show,
    published=Published(14),
)
