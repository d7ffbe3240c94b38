"""What serves no longer: specialists, groups, teams, workstations and bases end on a day, and may be taken up again."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.checking import check_row
from heluo.base.errors import Invalid, Refused, Sentence
from heluo.base.text import clean_prose
from heluo.base.writing import Step, writing
from heluo.people.models import Lasting, Specialist
from heluo.people.queries import bodies

Thing = TypeVar("Thing", bound=Lasting)
# Says why a thing can't end now, or nothing.
Obstacle = Callable[[Any], Sentence]
_OBSTACLES: list[Obstacle] = []


def ends_not_while(obstacle: Obstacle) -> Obstacle:
    """Register what a higher floor knows to stand in the way."""
    _OBSTACLES.append(obstacle)
    return obstacle


def end(*, actor: Any, thing: Thing, last_day: date, reason: str) -> Thing:
    """End it after `last_day`, today at the latest, with a reason. A specialist leaves all groups and teams."""
    with writing(actor, f"{thing.subject}.end", thing) as step:
        if step.thing.ended_on is not None:
            raise Refused(_("This has ended already."))
        if last_day > clock.today():
            raise Invalid(_("This day lies ahead."), {"last_day": _("This day lies ahead.")})
        refuse_what_stands_in_the_way(step.thing)
        step.thing.ended_on, step.thing.ended_reason = last_day, clean_prose(reason)
        if not step.thing.ended_reason:
            raise Invalid(_("Say why."), {"reason": _("Say why.")})
        check_row(step.thing)
        if isinstance(step.thing, Specialist):
            _leave_all(step, step.thing)
        step.note(last_day=last_day.isoformat())
    return step.thing


def refuse_what_stands_in_the_way(thing: Any) -> None:
    """Refused while something hangs on this thing as it is."""
    for obstacle in _OBSTACLES:
        if why := obstacle(thing):
            raise Refused(why)


def require_serving(people: Iterable[Specialist | None]) -> None:
    """Refused where one of them serves no longer; the others stay locked, so that none ends meanwhile."""
    asked = {one.pk for one in people if one is not None}
    for one in Specialist.objects.select_for_update().filter(pk__in=asked).order_by("pk").defer("phone"):
        if one.ended_on is not None:
            raise Refused(_("%(name)s serves no longer.") % {"name": one.name})


def reinstate(*, actor: Any, thing: Thing) -> Thing:
    """Take it up again. A specialist joins groups and teams anew."""
    with writing(actor, f"{thing.subject}.reinstate", thing) as step:
        if step.thing.ended_on is None:
            raise Refused(_("This has not ended."))
        leader = getattr(step.thing, "leader", None) or getattr(step.thing, "head", None)
        if leader is not None and step.lock(leader).ended_on is not None:
            raise Refused(_("%(name)s, who leads it, serves no longer; change that first.") % {"name": leader.name})
        step.thing.ended_on, step.thing.ended_reason = None, ""
    return step.thing


@ends_not_while
def _leads_a_body(thing: Any) -> Sentence:
    """Whom a body is named after in its list is not taken from it in silence."""
    led = bodies.led_by(thing) if isinstance(thing, Specialist) else []
    words = {"name": thing.name, "bodies": "、".join(body.name for body in led)}
    return _("%(name)s still leads %(bodies)s; give it another leader first.") % words if led else ""


def _leave_all(step: Step[Any], specialist: Specialist) -> None:
    left = [*specialist.groups.all(), *specialist.teams.all()]
    specialist.groups.clear()
    specialist.teams.clear()
    step.note(left=sorted(str(body.public_id) for body in left))
