from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, row_of_service
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Evaluation, Service

INDICATOR = Indicator(
    slug="responses",
    order=135,
    name=_("Answers of those who were served"),
    definition=_(
        "Of the registered services that answered a need, the share that those who asked, or the village committee, "
        "judged at all. Satisfaction is worth as much as this share."
    ),
    unit=_("% answered"),
    rows=lambda: Service.objects.filter(need__isnull=False, state__in=list(GRADES)).annotate(
        is_judged=Exists(Evaluation.objects.filter(service=OuterRef("pk")))
    ),
    share_of={"is_judged": True},
    place="place",
    moment="started_at",
    related=("place",),
    show=lambda service, _viewer: row_of_service(service),
)
