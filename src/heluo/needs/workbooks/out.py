"""What lies on the officer's desks as workbooks, to be read and sorted: no contact, no telephone, nobody who came."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heluo.base.exchange.output import export_table
from heluo.needs.models import Need, Service
from heluo.needs.queries.needs import days_left


def needs_workbook(rows: Iterable[Need]) -> bytes:
    """`rows` as `queries.needs.for_workbook` reads them."""
    headings = (
        _("Number"),
        _("Title"),
        _("Trade"),
        _("Kind"),
        _("Place"),
        _("State"),
        _("Published on"),
        _("Answer by"),
        _("Days left"),
        _("Wanted until"),
        _("People wanted"),
        _("Times reopened"),
        _("Who comes"),
    )
    return export_table(_("Needs to be answered"), headings, (_of_need(need) for need in rows))


def _of_need(need: Need) -> Sequence[Any]:
    return (
        need.number,
        need.title,
        need.industry.name,
        need.get_kind_display(),
        need.place.path,
        need.lifecycle.label(need.state),
        timezone.localtime(need.published_at).date() if need.published_at else None,
        need.deadline,
        days_left(need),
        need.wanted_to,
        need.team_size,
        need.times_reopened,
        "、".join(str(offer.candidate) for offer in need.coming),  # type: ignore[attr-defined]
    )


def services_workbook(rows: Iterable[Service]) -> bytes:
    """`rows` as `queries.services.for_workbook` reads them; what is counted is counted from the lines."""
    headings = (
        _("Number"),
        _("Title"),
        _("Kind"),
        _("Trade"),
        _("Place"),
        _("Begun at"),
        _("Ended at"),
        _("Who served"),
        _("Need"),
        _("State"),
        _("Attendances"),
        _("Varieties"),
        _("Technologies"),
        _("Households helped"),
    )
    return export_table(_("Services"), headings, (_of_service(service) for service in rows))


def _of_service(service: Any) -> Sequence[Any]:
    return (
        service.number,
        service.title,
        service.get_kind_display(),
        service.industry.name,
        service.place.path,
        timezone.localtime(service.started_at).replace(tzinfo=None),
        timezone.localtime(service.ended_at).replace(tzinfo=None),
        str(service.specialist or service.team),
        service.need.number if service.need else None,
        service.lifecycle.label(service.state),
        service.people,
        service.varieties,
        service.technologies,
        service.households,
    )
