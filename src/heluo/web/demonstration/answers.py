"""What the people served said: codes are issued by the town and brought back, on the day of the answer."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from heluo.base.rules import VISITOR
from heluo.needs.actions.answers import Judgement, confirm_service
from heluo.needs.actions.codes import issue_code
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.actions.services import check_service, register_service, void_service
from heluo.needs.bridge import Candidate
from heluo.needs.models import Offer, Service
from heluo.people.models import Specialist, User
from heluo.web.demonstration.events import Event, account, aware, moment, play
from heluo.web.demonstration.rows import Row, read

CHANNELS = {"扫码": "qr", "短信": "sms", "热线": "hotline", "信息员代录": "proxy"}
OFFICER, CLERK = "shi.keji", "rexian"
CHECKED = "电话回访，情况与记录一致。"


def load(folder: Path) -> None:
    """The follow-ups in the order of their days: answers, checks, and the second services that came of a no."""
    services = {
        service.source_number: service for service in Service.objects.select_related("place", "industry", "need")
    }
    events: list[Event] = []
    for row in read(folder / "followups.xlsx", "回访"):
        events += _answered(row, services[row["服务编号"]])
    for row in read(folder / "followups.xlsx", "再次服务"):
        events += _served_again(row, services[row["服务编号"]])
    play(events)


def _answered(row: Row, service: Service) -> Iterator[Event]:
    yield Event(moment(row["日期"], 10), partial(answer, service, row))
    if row["核查人账号"]:
        yield Event(
            moment(row["核查日期"], 15),
            lambda: check_service(actor=account(row["核查人账号"]), service=service, how="call", note=CHECKED),
        )


def answer(service: Service, row: Row) -> None:
    """Somebody served brings the code back, alone or through the hotline or the informant."""
    channel = CHANNELS[row["渠道"]]
    issued = issue_code(actor=account(OFFICER), service=service)
    confirm_service(
        actor=account(CLERK) if channel in ("hotline", "proxy") else VISITOR,
        service=service,
        took_place=row["属实"] != "否",
        channel=channel,
        code=issued.plain.digits,
        comment=row["评语"],
        judgement=_judgement(row),
    )


def _judgement(row: Row) -> Judgement | None:
    if not row["满意"]:
        return None
    return Judgement(
        is_satisfied=row["满意"] == "是", usefulness=int(row["评分"]) if row["评分"] else None, comment=row["评语"]
    )


def _served_again(row: Row, first: Service) -> Iterator[Event]:
    """The need is open again since the no: somebody else is invited, comes, and is judged."""
    specialist = Specialist.objects.select_related("account").get(number=row["特派员编号"])
    begin, end = aware(row["开始时间"]), aware(row["结束时间"])
    asked = moment((begin - timedelta(days=2)).date(), 9)
    second = Service(
        need=first.need,
        kind="visit",
        industry=first.industry,
        place=first.place,
        specialist=specialist,
        started_at=begin,
        ended_at=end,
        title=row["主题"],
        narrative=row["服务记录"],
    )
    if row["作废原因"]:
        yield Event(asked, lambda: void_service(actor=account(OFFICER), service=first, reason=row["作废原因"]))
    yield Event(asked, lambda: _invite(first, specialist))
    yield Event(asked + timedelta(hours=5), lambda: _accept(first, specialist))
    yield Event(
        end + timedelta(minutes=20),
        lambda: register_service(actor=account_of(specialist), service=second, lines=ServiceLines()),
    )
    yield Event(moment(row["日期"], 11), lambda: answer(second, row | {"属实": "是", "满意": "是"}))


def _invite(first: Service, specialist: Specialist) -> None:
    assert first.need is not None
    invite(
        actor=account(OFFICER),
        need=first.need,
        candidate=Candidate(specialist=specialist),
        override_reason="回访没解决，由局里直接约请，尽快再去一趟",
    )


def _accept(first: Service, specialist: Specialist) -> None:
    accept_offer(actor=account_of(specialist), offer=Offer.objects.get(need=first.need, state="invited"))


def account_of(specialist: Specialist) -> User:
    """With what this one answers invitations and registers services."""
    assert specialist.account is not None
    return account(specialist.account.username)
