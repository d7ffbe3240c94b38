from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_service
from heluo.needs.models import Help
from heluo.people.models import Household
from heluo.people.roles import KEEPERS


def show(line: Help, viewer: object) -> Row:
    """A household's help is shown to those who may see the household; others learn that there is one."""
    row = row_of_service(line.service)
    may_see = viewer.holds(*KEEPERS, place=line.household.place)  # type: ignore[attr-defined]
    if not may_see:
        return Row(label=_("a household (not public)"), grade=row.grade, is_hidden=True)
    return Row(
        label=f"{line.household.masked_name} · {line.measure}",
        place=line.household.place,
        day=row.day,
        grade=row.grade,
        href=row.href,
    )


INDICATOR = Indicator(
    slug="households_gained",
    order=90,
    name=_("Poor households with more income"),
    definition=_(
        "Different households, lifted out of poverty or monitored, that a registered service helped and that gained "
        "income; each counts once, however often it was helped."
    ),
    unit=_("households"),
    rows=lambda: Help.objects.filter(income_gain_fen__gt=0, household__category__in=Household.POOR),
    key="household",
    place="household__place",
    moment="service__started_at",
    service="service",
    related=("household__place", "service__place"),
    show=show,
    published=Published(1_600, over=True),
)
