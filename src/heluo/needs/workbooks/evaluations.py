"""The judgements of the workbook 需求, written after the services that they judge."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.checking import Batch
from heluo.base.exchange.finder import Finder
from heluo.base.exchange.loaders import Loader, Record, RowFault
from heluo.needs.actions.imports import import_evaluations
from heluo.needs.models import Evaluation, Need, Service
from heluo.needs.workbooks.needs import NEED, start_of
from heluo.needs.workbooks.needs import SHEET as NEEDS
from heluo.needs.workbooks.services import SHEET as SERVICES
from heluo.people.workbooks.lookups import PLACE


def _judged(keys: Collection[str]) -> set[str]:
    """Numbers of needs that have a judgement already."""
    found = Evaluation.objects.filter(need__source_number__in=keys)
    return set(found.values_list("need__source_number", flat=True))


def _has_service(records: list[Record], batch: Batch) -> Iterator[RowFault]:
    """A judgement is about a service: one that comes with it, or one that is stored."""
    coming = {row["need"] for row in batch.rows_of(SERVICES) if row.known("need")}
    missing = {record.key: record.row for record in records if record.key not in coming}
    for start in range(0, len(missing), 500):
        some = list(missing)[start : start + 500]
        served = Need.objects.filter(source_number__in=some, services__isnull=False)
        for number in set(some) - set(served.values_list("source_number", flat=True)):
            yield (
                NEEDS,
                missing[number],
                "judgement",
                _("There is no service for this need: send the workbook of services together with this one."),
            )


def _write(actor: Any, records: list[Record], finder: Finder) -> None:
    needs = {need.pk: need for need in finder.many(NEED, [record.key for record in records])}
    services: dict[int, Service] = {}
    for service in Service.objects.filter(need__in=needs).select_related("place").order_by("ended_at"):
        # The last one: it is what the people served had before their eyes.
        services[service.need_id or 0] = service
    import_evaluations(
        actor=actor,
        evaluations=[_evaluation(record, finder, services) for record in records],
        sources=[record.source for record in records],
    )


def _evaluation(record: Record, finder: Finder, services: dict[int, Service]) -> Evaluation:
    row, need = record.row, finder.get(NEED, record.key)
    service = services[need.pk]
    return Evaluation(
        need=need,
        service=service,
        at=max(start_of(row["judged_on"]), service.ended_at),
        is_satisfied=row["judgement"],
        usefulness=row["mark"],
        comment=row["comment"] or "",
    )


LOADER = Loader(
    "evaluations",
    NEEDS,
    "evaluations.import",
    _write,
    _judged,
    place="place_code",
    places=PLACE,
    checks=(_has_service,),
    wanted=lambda row: row["judgement"] is not None,
    compares=False,
    title=_("Judgements"),
)
