"""What is under way as the demonstration is loaded: days are counted back from now, and every step is an action."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from heluo.base import clock
from heluo.industries.models import Industry
from heluo.needs.actions.lines import ServiceLines
from heluo.needs.actions.needs import decline_need, mark_duplicate, publish_need, submit_need
from heluo.needs.actions.offers import accept_offer, invite
from heluo.needs.actions.services import draft_service, register_service
from heluo.needs.bridge import Candidate, rank_one
from heluo.needs.deadlines import need_deadline
from heluo.needs.models import Need, Offer, Service
from heluo.needs.workbooks.needs import CHANNELS, KINDS, URGENCIES
from heluo.people.models import Household, Organisation, Specialist, Team, User
from heluo.places.models import Place
from heluo.web.demonstration import agreed, answers
from heluo.web.demonstration.events import Event, account, moment, play
from heluo.web.demonstration.rows import Row, read

# Those who take down needs, the nearest to the place first.
PUBLISHERS = ("zhangying.cwh", "zhaocun.xxy", "yaling.xxy", "tantou.xxy", "luoning", "yichuan", "luanchuan", "shi.keji")
COMING = ("已受理", "服务中", "待评价", "重新开放", "有异议")
SERVED = ("待评价", "重新开放", "有异议")
CLOSER = "离得近，约好的日子能到；排在前面的近日已有安排"


def load(folder: Path) -> None:
    """Play the rows of the workbook, and the agreements."""
    now = clock.now()
    affairs = [Affair(row, now) for row in read(folder / "underway.xlsx", "在办")]
    known = {affair.row["编号"]: affair for affair in affairs}
    events = [event for affair in affairs for event in affair.events(known)]
    play([*events, *agreed.events(clock.today())])


class Affair:
    """One row: the need with what becomes of it up to now."""

    def __init__(self, row: Row, now: datetime) -> None:
        self.row, self.now, self.state = row, now, row["情形"]
        self.today = clock.today()
        self.need = _need(row)
        self.days = int(row["几天前"]) if row["几天前"] != "" else self._days_back(int(row["期限几天后"]))

    def _days_back(self, due: int) -> int:
        """How many days ago it was published, so that its deadline lies `due` days from today, or just before."""
        last = self.today + timedelta(days=due)
        for days in range(60):
            if need_deadline(self.need.kind, self.need.urgency, self.today - timedelta(days=days)).day <= last:
                return days
        raise ValueError(f"{self.row['编号']}: no day of publishing gives a deadline {due} days from today")

    def at(self, day: int, hour: float) -> datetime:
        """An hour of the day that lies `day` days back, but never later than now; the order of hours is kept."""
        wanted = moment(self.today - timedelta(days=day), hour)
        return min(wanted, self.now - timedelta(minutes=30 - hour))

    def events(self, known: dict[str, "Affair"]) -> Iterator[Event]:
        """What happened, from the asking on."""
        yield Event(self.at(self.days, 8.5), self._ask)
        officer = account("shi.keji")
        if self.state == "不予受理":
            yield Event(
                self.at(self.days - 1, 10),
                lambda: decline_need(
                    actor=officer, need=self.need, reason=self.row["理由"], do_instead=self.row["建议"]
                ),
            )
        if self.state == "重复":
            original = known[self.row["重复于"]]
            yield Event(self.at(0, 12), lambda: mark_duplicate(actor=officer, need=self.need, parent=original.need))
        if self.state == "已邀请" or self.state in COMING:
            yield Event(self.at(self.days - 1, 9.5), self._invite)
        if self.state in COMING:
            yield Event(self.at(self.days - 1, 16), self._accept)
        if self.state == "服务中":
            yield Event(self.at(0, 11), self._serve(draft_service, 1))
        if self.state in SERVED:
            back = max(2, self.days - 5)
            yield Event(self.at(back, 16.5), self._serve(register_service, back))
        if self.state in ("重新开放", "有异议"):
            yield Event(self.at(1, 10), self._complain)

    def _ask(self) -> None:
        if self.state == "待审核" or self.state == "重复":
            submit_need(need=self.need)
        elif self.row["账号"]:
            publish_need(actor=account(self.row["账号"]), need=self.need)
        else:
            publish_need(actor=_publisher(self.need.place), need=self.need)

    def _invite(self) -> None:
        officer = account("shi.keji")
        ranking = rank_one(self.need, top=60)
        wanted = _named(self.row)
        ranked = next((one for one in ranking.best if wanted is None or one.row == wanted), None)
        candidate = ranked.candidate if ranked else _unranked(wanted)
        invite(actor=officer, need=self.need, candidate=candidate, override_reason=CLOSER if candidate.rank > 1 else "")

    def _accept(self) -> None:
        accept_offer(actor=self._specialist_account(), offer=Offer.objects.get(need=self.need, state="invited"))

    def _serve(self, act: Callable[..., Service], back: int) -> Callable[[], None]:
        def serve() -> None:
            begin = self.at(back, 14)
            self.service = Service(
                need=self.need,
                kind="visit",
                industry=self.need.industry,
                place=self.need.place,
                specialist=self._specialist(),
                started_at=begin,
                ended_at=begin + timedelta(hours=2) if back else begin,
                title=self.row["标题"],
                narrative=self.row["服务记录"],
            )
            act(actor=self._specialist_account(), service=self.service, lines=ServiceLines())

        return serve

    def _complain(self) -> None:
        took_place = "否" if self.state == "有异议" else "是"
        judged = {"满意": "" if self.state == "有异议" else "否", "评分": 2}
        answers.answer(self.service, self.row | {"渠道": "热线", "属实": took_place} | judged)

    def _specialist(self) -> Specialist:
        return Specialist.objects.select_related("account").get(number=self.row["特派员编号"])

    def _specialist_account(self) -> User:
        return answers.account_of(self._specialist())


def _need(row: Row) -> Need:
    household = Household.objects.filter(source_number=row["提出方"]).first()
    return Need(
        source_number=row["编号"],
        title=row["标题"],
        body=row["内容"],
        industry=Industry.objects.get(code=row["行业代码"]),
        kind=KINDS.words[row["类型"]],
        place=Place.objects.get(code=str(row["所在地代码"])),
        latitude=float(row["纬度"]),
        longitude=float(row["经度"]),
        requester_household=household,
        requester_organisation=None if household else Organisation.objects.get(source_number=row["提出方"]),
        requester_account=account(row["账号"]) if row["账号"] else None,
        contact_name=row["联系人"],
        contact_phone=str(row["联系电话"]),
        channel=CHANNELS.words[row["登记方式"]],
        is_proxied=row["代录"] == "是",
        urgency=URGENCIES.words[row["紧急程度"]],
        team_size=int(row["需要人数"]),
    )


def _publisher(place: Place) -> User:
    """The nearest of those who take down needs."""
    for username in PUBLISHERS:
        someone = account(username)
        if someone.holds("village_committee", "informant", "county_officer", "city_officer", place=place):
            return someone
    raise LookupError(f"nobody takes down needs for {place}")


def _named(row: Row) -> Specialist | Team | None:
    if row["服务队编号"]:
        return Team.objects.get(number=row["服务队编号"])
    return Specialist.objects.get(number=row["特派员编号"]) if row["特派员编号"] else None


def _unranked(wanted: Specialist | Team | None) -> Candidate:
    if isinstance(wanted, Team):
        return Candidate(team=wanted, rank=99)
    return Candidate(specialist=wanted, rank=99)
