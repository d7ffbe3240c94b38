from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Published, Row, row_of_line
from heluo.needs.models import Help
from heluo.people.models import Household
from heluo.people.roles import KEEPERS


def show(line: Help, viewer: object) -> Row:
    """A household is shown to those who may see it; others learn its town, and which service helped it."""
    home = line.household.place
    if viewer.holds(*KEEPERS, place=home):  # type: ignore[attr-defined]
        return replace(row_of_line(line.service, f"{line.household.masked_name} · {line.measure}"), place=home)
    hidden = row_of_line(line.service, _("a household (not public)"))
    return replace(hidden, place=home.path_names[:2], is_hidden=True)


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
