"""What the people served said: codes are issued by the town and brought back, on the day of the answer."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from heluo.base import clock
from heluo.base.rules import VISITOR
from heluo.needs.actions.answers import Judgement, confirm_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.services import check_service
from heluo.needs.models import Service
from heluo.people.models import User
from heluo.web.demonstration.rows import Row, read

CHANNELS = {"扫码": "qr", "短信": "sms", "热线": "hotline", "信息员代报": "proxy"}
# Rows in one transaction: the demonstration is alone on its site.
AT_ONCE = 100


def load(folder: Path) -> None:
    """Every row of the follow-ups: confirmed or denied with a code of its own, and checked where somebody did."""
    rows = list(read(folder / "followups.xlsx", "回访"))
    services = {service.source_number: service for service in Service.objects.select_related("place", "need")}
    officer = User.objects.get(username="shi.keji")
    clerk = User.objects.filter(grants__role="clerk", grants__place__level="city").first()
    for start in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            for row in rows[start : start + AT_ONCE]:
                _answer(row, services[row["服务编号"]], officer, clerk)


def _answer(row: Row, service: Service, officer: User, clerk: Any) -> None:
    channel = CHANNELS[row["渠道"]]
    with clock.at(_moment(row["日期"], 10)):
        issued = issue_code(actor=officer, service=service)
        confirm_service(
            actor=clerk if channel in ("hotline", "proxy") else VISITOR,
            service=service,
            took_place=row["属实"] == "是",
            channel=channel,
            code=issued.plain.digits,
            comment=row["评语"],
            judgement=_judgement(row),
        )
    if row["核查人账号"]:
        with clock.at(_moment(row["核查日期"], 15)):
            check_service(actor=User.objects.get(username=row["核查人账号"]), service=service)


def _judgement(row: Row) -> Judgement | None:
    if not row["满意"]:
        return None
    return Judgement(
        is_satisfied=row["满意"] == "是", usefulness=int(row["评分"]) if row["评分"] else None, comment=row["评语"]
    )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())
