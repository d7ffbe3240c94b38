"""Between the rows and the engine `matching`: needs and people become a Problem, its Plan becomes candidates.

Nothing here solves: the ranking of one need is light, and the whole of a county is solved by the worker.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from heluo.base import clock
from heluo.enginekit.text import Text
from heluo.engines.matching import problem as engine
from heluo.engines.matching import survey
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench as people
from heluo.needs.queries.where import points_of
from heluo.people.models import Specialist, Team
from heluo.places.models import Place
from heluo.runs.models import Run

URGENCY = {"normal": 0, "soon": 1, "urgent": 2}
# What is computed needs nobody on the spot.
REMOTE_KINDS = ("design",)
# How many new needs one specialist is given at once when a whole county is matched: fitting work, not too much.
MOST_AT_ONCE = 4
MOST_TEAM_UNITS = 100_000
# How far ahead the days are looked at on which too few of a team are there.
TEAM_DAYS = 400
# Answers, or none, that were no: whoever gave one is not proposed again.
SAID_NO = ("declined", "lapsed")

Points = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Candidate:
    """A specialist or a team for a need, with the reasons that the ranking gave. Rank 1 is the first choice."""

    specialist: Specialist | None = None
    team: Team | None = None
    score: int = 0
    parts: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    rank: int = 1


@dataclass(frozen=True)
class Ranked:
    """One candidate as the page shows it: who, the engine's reasons, and the offer made before, if one was."""

    row: Specialist | Team
    told: engine.Candidate
    offer: Offer | None = None

    @property
    def key(self) -> str:
        return str(self.row.public_id)

    @property
    def is_free(self) -> bool:
        """Whether nobody has asked this one yet."""
        return self.offer is None or self.offer.state == "proposed"

    @property
    def is_asked(self) -> bool:
        """Whether an invitation of this one is on the table."""
        return self.offer is not None and self.offer.state in ("proposed", "invited", "accepted")

    @property
    def candidate(self) -> Candidate:
        return candidate_of(self.row, self.told)


@dataclass(frozen=True)
class Ranking:
    """The best candidates of one need who have not said no, those who have, and why the others are behind."""

    best: list[Ranked]
    said_no: list[Offer]
    others: Text
    # Why not, in the engine's code → the people concerned, by name.
    excluded: dict[str, list[str]]
    eligible: int


def candidate_of(row: Specialist | Team, told: engine.Candidate | engine.Assignment) -> Candidate:
    """What the action `invite` takes."""
    return Candidate(
        specialist=row if isinstance(row, Specialist) else None,
        team=row if isinstance(row, Team) else None,
        score=told.score,
        parts=[{"key": part.name, "points": part.points, "of": part.most} for part in told.parts],
        reasons={"zh": told.reason.zh, "en": told.reason.en},
        rank=told.rank,
    )


def rank_one(need: Need, *, top: int = 6, offers: Iterable[Offer] | None = None) -> Ranking:
    """One need against everyone: the best `top` who have not said no. All keep their rank, so that it stays comparable.

    `offers` are the need's, where they are read already.
    """
    bench = people.everyone()
    points = _points([need], bench)
    problem = engine.Problem(needs=(), specialists=_everyone(bench, points, wanted=need.places_to_fill))
    if offers is None:
        offers = need.offers.select_related("specialist", "team")
    latest = {_offer_key(offer): offer for offer in sorted(offers, key=lambda offer: offer.pk)}
    said_no = [offer for offer in latest.values() if offer.state in SAID_NO]
    told = survey(problem, need_of(need, points), top=top + len(said_no))
    rows = people.by_public_id(bench)
    ranked = (Ranked(rows[one.specialist], one, latest.get(one.specialist)) for one in told.candidates)
    best = [one for one in ranked if one.offer not in said_no][:top]
    excluded: dict[str, list[str]] = {
        str(code): [str(rows[key]) for key in keys] for code, keys in told.excluded.items()
    }
    return Ranking(best, said_no, told.others, excluded, told.eligible)


def first_free(need: Need) -> Ranked | None:
    """The best-ranked one whom nobody has asked for this need yet."""
    ranking = rank_one(need, top=1 + need.offers.count())
    return next((one for one in ranking.best if one.is_free), None)


def problem_of(needs: Sequence[Need]) -> engine.Problem:
    """These needs as a whole. Who accepted stays; who said no, or did not answer, is not asked again."""
    bench = people.everyone()
    points = _points(needs, bench)
    offers = list(Offer.objects.filter(need__in=needs).select_related("need", "specialist", "team"))
    known = set(people.by_public_id(bench))
    locked = _held(offer for offer in offers if _offer_key(offer) in known)
    held = {(pair.need, pair.specialist) for pair in locked}
    wanted = max((need.places_to_fill for need in needs), default=1)
    asked = {(str(offer.need.public_id), _offer_key(offer)) for offer in offers if offer.state in _ASKED}
    return engine.Problem(
        needs=tuple(need_of(need, points) for need in needs),
        specialists=_everyone(bench, points, wanted=wanted, most=MOST_AT_ONCE, locked=locked),
        locked=tuple(locked),
        forbidden=tuple(engine.Pair(need=need, specialist=who) for need, who in sorted(asked - held) if who in known),
    )


# Who was asked for a need is not proposed for it again; while the invitation stands their place is held.
_ASKED = ("invited", "accepted", "declined", "lapsed", "withdrawn")


def _held(offers: Iterable[Offer]) -> list[engine.Locked]:
    """Places that are taken: first those accepted, then those offered, as far as the need has them.

    More may be invited than there are places, as a reserve; whoever of them finds none left is only not asked again.
    """
    left: dict[str, int] = {}
    locked = []
    for offer in sorted(offers, key=lambda offer: (offer.state != "accepted", offer.pk)):
        need = str(offer.need.public_id)
        free = left.setdefault(need, offer.need.places_to_fill)
        if offer.state in ("accepted", "invited") and free > 0:
            places = min(offer.places, free)
            left[need] -= places
            locked.append(engine.Locked(need=need, specialist=_offer_key(offer), places=places))
    return locked


def need_of(need: Need, points: Points) -> engine.Need:
    """A need as the engine sees it; nothing of who asks but the organisation's id, for conflicts."""
    latitude, longitude = _position(need.latitude, need.longitude, need.place, points)
    organisation = need.requester_organisation
    return engine.Need(
        id=str(need.public_id),
        name=need.title,
        industries=(need.industry.code,),
        words=f"{need.title}\n{need.body}",
        latitude_deg=latitude,
        longitude_deg=longitude,
        place_code=need.place.code,
        units=need.places_to_fill,
        must_serve=need.must_serve,
        urgency=URGENCY[need.urgency],
        window_from=need.wanted_from,
        window_to=need.wanted_to,
        kind=need.kind,
        remote=need.kind in REMOTE_KINDS,
        requesters=(str(organisation.public_id),) if organisation else (),
    )


def _everyone(
    bench: people.Bench,
    points: Points,
    *,
    wanted: int,
    most: int | None = None,
    locked: Iterable[engine.Locked] = (),
) -> tuple[engine.Specialist, ...]:
    held: dict[str, int] = {}
    for pair in locked:
        held[pair.specialist] = held.get(pair.specialist, 0) + pair.places
    singles = [_specialist(one, bench, points, most, held) for one in bench.specialists]
    return (*singles, *(_team(team, bench, points, wanted, most, held) for team in bench.teams))


def _specialist(
    one: Specialist, bench: people.Bench, points: Points, most: int | None, held: dict[str, int]
) -> engine.Specialist:
    latitude, longitude = _position(one.latitude, one.longitude, one.home, points)
    left, teams = bench.days_left(one), bench.teams_of[one.pk]
    free = _free(left, most)
    taken = held.get(str(one.public_id), 0)
    return engine.Specialist(
        id=str(one.public_id),
        name=one.name,
        industries=tuple(industry.code for industry in one.expertise.all())[:20],
        words=one.expertise_words,
        latitude_deg=latitude,
        longitude_deg=longitude,
        place_code=one.home.code,
        # What is held for these very needs is not yet in the bench's count of days when it is only invited.
        capacity_units=taken + free - teams * _share_of_a_team(free, teams),
        load_units=bench.days_served[one.pk] + bench.open_now[one.pk],
        days_left=min(left, 366),
        served=bench.judged[one.pk],
        satisfied=bench.satisfied[one.pk],
        absences=tuple(
            engine.Absence(first=absence.first_day, last=absence.last_day) for absence in one.absences.all()
        )[:200],
        conflicts=_conflicts([one]),
    )


def _team(
    team: Team, bench: people.Bench, points: Points, wanted: int, most: int | None, held: dict[str, int]
) -> engine.Specialist:
    members = list(team.members.all())
    latitude, longitude = _position(None, None, team.place, points)
    left = min(bench.days_left(member) for member in members)
    free = min(_share_of_a_team(_free(bench.days_left(one), most), bench.teams_of[one.pk]) for one in members)
    taken = held.get(str(team.public_id), 0)
    return engine.Specialist(
        id=str(team.public_id),
        name=team.name,
        industries=(team.industry.code,),
        words="、".join(member.expertise_words for member in members)[:5000],
        latitude_deg=latitude,
        longitude_deg=longitude,
        place_code=team.place.code,
        capacity_units=min(MOST_TEAM_UNITS, taken + len(members) * free),
        load_units=sum(bench.days_served[member.pk] + bench.open_now[member.pk] for member in members),
        days_left=min(left, 366),
        members=min(len(members), 50),
        absences=_days_short(members, wanted),
        conflicts=_conflicts(members),
        served=sum(bench.judged[member.pk] for member in members),
        satisfied=sum(bench.satisfied[member.pk] for member in members),
    )


def _conflicts(members: Sequence[Specialist]) -> tuple[str, ...]:
    """Public ids of the organisations that one of these must not serve."""
    return tuple(sorted({str(other.public_id) for one in members for other in one.must_not_serve.all()}))[:200]


def _days_short(members: Sequence[Specialist], wanted: int) -> tuple[engine.Absence, ...]:
    """A team is away on the days on which more of its members are than the need can spare.

    `wanted`: the places to fill; of several needs the largest, for one team has one calendar.
    """
    can_be_spared = len(members) - min(wanted, len(members))
    away = Counter(day for one in members for day in _days_away(one))
    short = sorted(day for day, number in away.items() if number > can_be_spared)
    a_day = timedelta(days=1)
    firsts = [day for day in short if away[day - a_day] <= can_be_spared]
    lasts = [day for day in short if away[day + a_day] <= can_be_spared]
    return tuple(engine.Absence(first=first, last=last) for first, last in zip(firsts, lasts, strict=True))[:200]


def _days_away(one: Specialist) -> set[date]:
    """The days of the next year or so on which this one takes no work."""
    today = clock.today()
    end = today + timedelta(days=TEAM_DAYS)
    spans = ((max(span.first_day, today), min(span.last_day, end)) for span in one.absences.all())
    return {first + timedelta(days=day) for first, last in spans for day in range((last - first).days + 1)}


def _free(days_left: int, most: int | None) -> int:
    return days_left if most is None else min(days_left, most)


def _share_of_a_team(free: int, teams: int) -> int:
    """What somebody gives to each of their teams, so that alone and in teams together they are not sent out twice."""
    return free // (teams + 1)


def _points(needs: Sequence[Need], bench: people.Bench) -> Points:
    places = {need.place.code: need.place for need in needs}
    places |= {one.home.code: one.home for one in bench.specialists}
    places |= {team.place.code: team.place for team in bench.teams}
    return points_of(list(places.values()))


def _position(
    latitude: float | None, longitude: float | None, place: Place, points: Points
) -> tuple[float | None, float | None]:
    """Its own position, else its place's, else none."""
    if latitude is not None and longitude is not None:
        return latitude, longitude
    return points.get(place.code, (None, None))


def _offer_key(offer: Offer) -> str:
    return str(offer.candidate.public_id)


@dataclass(frozen=True)
class Assigned:
    """One assignment of a stored plan, with the rows as they are now."""

    need: Need
    row: Specialist | Team
    told: engine.Assignment
    candidate: Candidate
    # Whether nobody has invited this one for this need yet.
    is_new: bool

    @property
    def key(self) -> str:
        """Names the assignment in a form."""
        return f"{self.need.public_id}:{self.row.public_id}"


@dataclass(frozen=True)
class Open:
    """A need, or some of its places, that the plan leaves open, and why."""

    need: Need
    places: int
    why: Text
    others: Text


def plan_of(run: Run) -> engine.Plan | None:
    """The stored plan; None while there is none."""
    return engine.Plan.model_validate(run.plan) if run.plan else None


def assignments_of(run: Run) -> list[Assigned]:
    """Who serves what, by the plan; rows that are gone are left out."""
    plan = plan_of(run)
    if plan is None:
        return []
    needs = _needs_of(plan)
    rows = people.found({pair.specialist for pair in plan.assignments})
    live = {
        (str(offer.need.public_id), _offer_key(offer))
        for offer in Offer.objects.filter(need__in=needs.values(), state__in=("invited", "accepted")).select_related(
            "need", "specialist", "team"
        )
    }
    return [
        Assigned(
            needs[pair.need],
            rows[pair.specialist],
            pair,
            candidate_of(rows[pair.specialist], pair),
            (pair.need, pair.specialist) not in live,
        )
        for pair in plan.assignments
        if pair.need in needs and pair.specialist in rows
    ]


def left_open(run: Run) -> list[Open]:
    """The needs for which the plan found nobody, or too few."""
    plan = plan_of(run)
    if plan is None:
        return []
    needs = _needs_of(plan)
    return [
        Open(needs[answer.need], answer.unserved.places, answer.unserved.sentence, answer.others)
        for answer in plan.answers
        if answer.unserved is not None and answer.need in needs
    ]


def _needs_of(plan: engine.Plan) -> dict[str, Need]:
    rows = Need.objects.filter(public_id__in=[answer.need for answer in plan.answers])
    return {str(need.public_id): need for need in rows.select_related("place", "industry", "requester_organisation")}
