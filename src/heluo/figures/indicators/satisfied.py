from django.utils.translation import gettext_lazy as _

from heluo.figures.indicator import Indicator, Row, row_of_service
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Evaluation


def show(evaluation: Evaluation, _viewer: object) -> Row:
    row = row_of_service(evaluation.service)
    label = _("satisfied") if evaluation.is_satisfied else _("not satisfied")
    return Row(label=label, place=row.place, day=evaluation.at, grade=row.grade, href=row.href)


INDICATOR = Indicator(
    slug="satisfied",
    order=140,
    name=_("Satisfied, of those who answered"),
    definition=_("Of the judgements given by those who asked or by the village committee, the share that is content."),
    unit=_("% satisfied"),
    rows=lambda: Evaluation.objects.filter(service__state__in=list(GRADES)),
    share_of={"is_satisfied": True},
    place="service__place",
    moment="at",
    related=("service__place",),
    show=show,
)
