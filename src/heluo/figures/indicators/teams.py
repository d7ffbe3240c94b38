from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, address_of
from heluo.people.models import Team


def show(team: Team, _viewer: object) -> Row:
    return Row(label=team.name, place=team.place, href=address_of("people:team", team))


INDICATOR = Indicator(
    slug="teams",
    order=30,
    name=_("Service teams"),
    definition=_("Teams of specialists that answer a need as one, as of today."),
    unit=_("teams"),
    rows=lambda: Team.objects.filter(ended_on=None),
    related=("place",),
    place="place",
    show=show,
    published=Published(9),
)
