"""Those who may be sent: specialists and teams, with how much each has on hand and how it went so far."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from heluo.base import clock
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import Offer, Service
from heluo.needs.queries.days import days_served
from heluo.needs.queries.judged import with_judgements
from heluo.people.models import Absence, Specialist, Team

# The years that past results cover, and the states of a need in which its people are still busy with it.
RECORD_YEARS = 2
BUSY = ("offered", "assigned", "serving")


@dataclass
class Bench:
    """All specialists and teams that serve. Counters are keyed by the specialist's database key."""

    specialists: list[Specialist]
    teams: list[Team]
    # Needs accepted and not served yet.
    open_now: Counter[int] = field(default_factory=Counter)
    # Days served this year, counted as in the yearly assessment.
    days_served: Counter[int] = field(default_factory=Counter)
    judged: Counter[int] = field(default_factory=Counter)
    satisfied: Counter[int] = field(default_factory=Counter)

    @cached_property
    def teams_of(self) -> Counter[int]:
        """In how many teams each one is."""
        return Counter(member.pk for team in self.teams for member in team.members.all())

    def days_left(self, specialist: Specialist) -> int:
        """Days of this year's capacity that are neither served nor promised."""
        used = self.days_served[specialist.pk] + self.open_now[specialist.pk]
        return max(0, specialist.capacity_days - used)


def everyone(on: date | None = None) -> Bench:
    """The bench as it stands; a constant number of queries."""
    on = on or clock.today()
    people = Specialist.objects.filter(ended_on=None).select_related("home", "employer")
    away = _away(on)
    people = people.prefetch_related("expertise", Prefetch("absences", away), "must_not_serve")
    teams = (
        Team.objects.filter(ended_on=None)
        .select_related("place", "industry", "leader")
        .prefetch_related("members__must_not_serve", Prefetch("members__absences", away))
    )
    bench = Bench(list(people.order_by("pk")), [team for team in teams.order_by("pk") if team.members.all()])
    bench.open_now = _open_now()
    bench.days_served = _days_served(on.year)
    _record(bench, on)
    return bench


def _open_now() -> Counter[int]:
    """A need counts once, also for whoever has accepted it alone and in a team."""
    busy = Offer.objects.filter(state="accepted", need__state__in=BUSY)
    alone = busy.filter(specialist__isnull=False).values_list("specialist", "need")
    in_teams = busy.filter(team__members__isnull=False).values_list("team__members", "need")
    return Counter(who for who, _need in {*alone, *in_teams})


def _days_served(year: int) -> Counter[int]:
    rows = Service.objects.filter(state__in=GRADES, started_at__year=year)
    served, times = _who_served(rows), defaultdict[int, list[tuple[datetime, datetime]]](list)
    for service, started, ended in rows.values_list("pk", "started_at", "ended_at"):
        for key in served[service]:
            times[key].append((started, ended))
    return Counter({key: days_served(some) for key, some in times.items()})


def _who_served(services: QuerySet[Service]) -> dict[int, set[int]]:
    """Service → who served: the one named, those of a team who came, all of it where no line says. Three queries."""
    found: dict[int, set[int]] = defaultdict(set)
    for path in ("specialist", "members__specialist"):
        for service, key in services.exclude(**{path: None}).values_list("pk", path):
            found[service].add(key)
    unsaid = services.filter(members=None, team__isnull=False)
    for service, key in unsaid.values_list("pk", "team__members"):
        found[service].add(key)
    return found


def _record(bench: Bench, on: date) -> None:
    since = on - timedelta(days=365 * RECORD_YEARS)
    rows = with_judgements(Service.objects.filter(state__in=GRADES, started_at__date__gte=since)).filter(is_judged=True)
    served = _who_served(Service.objects.filter(pk__in=rows.values("pk")))
    for service, is_content in rows.values_list("pk", "is_content"):
        for key in served[service]:
            bench.judged[key] += 1
            bench.satisfied[key] += is_content


def by_public_id(bench: Bench) -> dict[str, Specialist | Team]:
    """Public id, as text → the specialist or team."""
    rows: Iterable[Specialist | Team] = (*bench.specialists, *bench.teams)
    return {str(row.public_id): row for row in rows}


def found(public_ids: set[str]) -> dict[str, Specialist | Team]:
    """These by public id, as text, with their days away from today on and whom they must not serve."""
    singles = Specialist.objects.filter(public_id__in=public_ids).select_related("employer", "home")
    away = _away(clock.today())
    singles = singles.prefetch_related(Prefetch("absences", away), "must_not_serve")
    teams = Team.objects.filter(public_id__in=public_ids).select_related("leader", "place")
    teams = teams.prefetch_related("members__must_not_serve", Prefetch("members__absences", away))
    rows: Iterable[Specialist | Team] = (*singles, *teams)
    return {str(row.public_id): row for row in rows}


def _away(on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(withdrawn_at=None, last_day__gte=on)
