from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, row_of_service
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Service
from heluo.needs.queries.judged import with_judgements

INDICATOR = Indicator(
    slug="satisfied",
    order=140,
    name=_("Satisfied, of those who answered"),
    definition=_(
        "Of the registered services that those who asked, or the village committee, judged, the share with which "
        "everyone was content who judged it. What was said counts on when the record is corrected."
    ),
    unit=_("% satisfied"),
    rows=lambda: with_judgements(Service.objects.filter(state__in=list(GRADES))).filter(is_judged=True),
    share_of={"is_content": True},
    place="place",
    moment="started_at",
    related=("place",),
    show=lambda service, _viewer: row_of_service(service),
    counted_word=_("satisfied"),
    other_word=_("not satisfied"),
)
