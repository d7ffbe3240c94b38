from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Row, address_of
from heluo.needs.models import Need


def show(need: Need, _viewer: object) -> Row:
    return Row(label=need.title, place=need.place, day=need.published_at, href=address_of("needs:need", need))


INDICATOR = Indicator(
    slug="needs_published",
    order=100,
    name=_("Needs published"),
    definition=_("Needs that were published; duplicates and withdrawn ones included, drafts not."),
    unit=_("needs"),
    rows=lambda: Need.objects.filter(published_at__isnull=False),
    place="place",
    moment="published_at",
    related=("place",),
    show=show,
)
