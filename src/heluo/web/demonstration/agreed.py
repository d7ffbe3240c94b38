"""Two agreements of service: one in force, one that waits for the specialist's signature."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from heluo.people.actions.agreements import draft_agreement, propose_agreement, sign_as_client, sign_as_specialist
from heluo.people.models import Agreement, Grant, Organisation, Specialist, User
from heluo.web.demonstration.events import Event, account, moment

DUTIES = "安排人员和场地配合；用工、农资自备；如实记录投入品和产量；对服务作出评价。"
PEPPER = "花椒园全年技术指导：春季防冻、夏季病虫测报、采后修剪清园各到场一次；每季度查看一次；培训社员两期。"
WALNUT = "核桃、花椒示范园改造：冬季整形修剪示范，明年春季高接换优指导，随时接听电话。"


def events(today: date) -> Iterator[Event]:
    """A year with the co-operative, signed by both; a new one that the co-operative has signed."""
    contact = account("hezuoshe")
    client = Grant.objects.get(user=contact, role="contact").organisation
    assert client is not None
    kept: dict[str, Agreement] = {}
    for name, specialist, back, tasks in (
        ("in force", "wu.xiao", 200, PEPPER),
        ("waiting", "zhao.wenshan", 2, WALNUT),
    ):
        day = today - timedelta(days=back)
        yield Event(moment(day, 9), _drafting(kept, name, specialist, client, day, tasks))
        yield Event(moment(day, 9.5), partial(_propose, kept, name, contact))
        yield Event(moment(day, 9.7), partial(_sign, kept, name, contact))
    signed = moment(today - timedelta(days=199), 10)
    yield Event(signed, lambda: sign_as_specialist(actor=account("wu.xiao"), agreement=kept["in force"]))


def _drafting(
    kept: dict[str, Agreement], name: str, specialist: str, client: Organisation, day: date, tasks: str
) -> Callable[[], None]:
    def draft() -> None:
        kept[name] = draft_agreement(
            actor=account("hezuoshe"),
            specialist=Specialist.objects.get(account=account(specialist)),
            client=client,
            place=client.place,
            first_day=day,
            last_day=day + timedelta(days=364),
            tasks=tasks,
            duties_of_client=DUTIES,
        )

    return draft


def _propose(kept: dict[str, Agreement], name: str, contact: User) -> None:
    propose_agreement(actor=contact, agreement=kept[name])


def _sign(kept: dict[str, Agreement], name: str, contact: User) -> None:
    sign_as_client(actor=contact, agreement=kept[name])
