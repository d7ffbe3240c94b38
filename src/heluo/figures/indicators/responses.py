from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, row_of_service
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Service
from heluo.needs.queries.judged import asked_about

INDICATOR = Indicator(
    slug="responses",
    order=135,
    name=_("Answers of those who were served"),
    definition=_(
        "Of the registered services whose people were asked, because they had asked for it or got a code, the share "
        "that they, or the village committee, judged at all. Satisfaction is worth as much as this share."
    ),
    unit=_("% answered"),
    rows=lambda: asked_about(Service.objects.filter(state__in=list(GRADES))),
    share_of={"is_judged": True},
    place="place",
    moment="started_at",
    related=("place",),
    show=lambda service, _viewer: row_of_service(service),
    counted_word=_("judged"),
    other_word=_("nobody judged it"),
)
