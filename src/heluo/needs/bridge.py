"""Between the rows and the engine `matching`: needs and people become a Problem, its Plan becomes candidates.

Nothing here solves: the ranking of one need is light, and the whole of a county is solved by the worker.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heluo.base import clock
from heluo.base.errors import Sentence
from heluo.enginekit.text import Text
from heluo.engines.matching import problem as engine
from heluo.engines.matching import survey
from heluo.needs.lifecycle import GRADES, LIVE_OFFERS
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench as people
from heluo.needs.queries.where import points_of
from heluo.people.models import Specialist, Team
from heluo.places.models import Place
from heluo.runs.models import Run

if TYPE_CHECKING:
    from heluo.engines.matching.ranking import Survey

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
    # Not among the candidates, or one who has said no: never invited without the officer's own reason.
    against_advice: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """What an offer keeps of it."""
        return {name: value for name, value in vars(self).items() if name != "against_advice"}


@dataclass(frozen=True)
class Ranked:
    """One candidate as the page shows it: who, the engine's reasons, and the offer made before, if one was."""

    row: Specialist | Team
    told: engine.Candidate
    offer: Offer | None = None
    # Whether this one has served this very need, which was opened again afterwards.
    was_there: bool = False

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
        return self.offer is not None and self.offer.state in LIVE_OFFERS

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


@dataclass(frozen=True)
class Standing:
    """Somebody looked up by name: their place among the candidates, or why they have none."""

    row: Specialist | Team
    # How many candidates there are, and the rank of the first whom nobody has asked yet.
    eligible: int
    first_free: int
    told: engine.Candidate | None = None
    # Why they are not among the candidates; they may be invited all the same.
    outside: Text | None = None
    # Why they may not be invited at all.
    never: Sentence = ""
    offer: Offer | None = None

    @property
    def key(self) -> str:
        return str(self.row.public_id)

    @property
    def is_asked(self) -> bool:
        """Whether an invitation of this one is on the table."""
        return self.offer is not None and self.offer.state in LIVE_OFFERS

    @property
    def against_advice(self) -> bool:
        return self.told is None or (self.offer is not None and self.offer.state in SAID_NO)

    @property
    def needs_reason(self) -> bool:
        return self.against_advice or self.passes_over

    @property
    def passes_over(self) -> bool:
        """Whether somebody whom nobody has asked yet is ranked higher."""
        return self.told is not None and self.told.rank > self.first_free

    @property
    def candidate(self) -> Candidate:
        if self.told is not None:
            return replace(candidate_of(self.row, self.told), against_advice=self.against_advice)
        why = self.outside or Text("", "")
        reasons = {"zh": f"不在人选之列：{why.zh}", "en": f"not among the candidates: {why.en}"}
        return replace(_unweighed(self.row), reasons=reasons, rank=self.eligible + 1, against_advice=True)


def _unweighed(row: Specialist | Team) -> Candidate:
    return Candidate(
        specialist=row if isinstance(row, Specialist) else None, team=row if isinstance(row, Team) else None
    )


def candidate_of(row: Specialist | Team, told: engine.Candidate | engine.Assignment) -> Candidate:
    """What the action `invite` takes."""
    return replace(
        _unweighed(row),
        score=told.score,
        parts=[{"key": part.name, "points": part.points, "of": part.most} for part in told.parts],
        reasons={"zh": told.reason.zh, "en": told.reason.en},
        rank=told.rank,
    )


def rank_one(need: Need, *, top: int = 6, offers: Iterable[Offer] | None = None) -> Ranking:
    """One need against everyone: the best `top` who have not said no. All keep their rank, so that it stays comparable.

    `offers` are the need's, where they are read already.
    """
    weighed = _weigh(need, top=top, offers=offers)
    told, rows, latest, said_no = weighed.told, weighed.rows, weighed.latest, weighed.said_no
    served = _served(need)
    ranked = (
        Ranked(rows[one.specialist], one, latest.get(one.specialist), was_there=one.specialist in served)
        for one in told.candidates
    )
    best = [one for one in ranked if one.offer not in said_no][:top]
    excluded: dict[str, list[str]] = {
        str(code): [str(rows[key]) for key in keys] for code, keys in told.excluded.items()
    }
    return Ranking(best, said_no, told.others, excluded, told.eligible)


def _served(need: Need) -> set[str]:
    """Public ids of those who have registered a service for this need; where it is open again, it was no good."""
    rows = need.services.filter(state__in=GRADES).values_list("specialist__public_id", "team__public_id")
    return {str(public_id) for row in rows for public_id in row if public_id is not None}


def standings(need: Need, looked_up: Sequence[Specialist | Team]) -> list[Standing]:
    """Where each of these stands for the need, in the order given; as many queries for one as for many."""
    offers = list(need.offers.select_related("specialist", "team"))
    weighed = _weigh(need, top=1 + len(offers), offers=offers, about=[str(row.public_id) for row in looked_up])
    told = {one.specialist: one for one in weighed.told.candidates}
    free = (one.rank for key, one in told.items() if Ranked(weighed.rows[key], one, weighed.latest.get(key)).is_free)
    first_free = min(free, default=weighed.told.eligible)
    return [
        Standing(
            row,
            eligible=weighed.told.eligible,
            first_free=first_free,
            told=told.get(key),
            outside=weighed.told.outside.get(key),
            never=why_never(need, row),
            offer=weighed.latest.get(key),
        )
        for row in looked_up
        for key in [str(row.public_id)]
    ]


def why_never(need: Need, row: Specialist | Team) -> Sentence:
    """Why this one must not be sent whatever the officer says; nothing where nothing forbids it."""
    who = _who(row)
    if any(need.requester_organisation in one.must_not_serve.all() for one in who):
        return _("There is a conflict of interest: this specialist must not serve that organisation.")
    if row.ended_on or any(one.ended_on for one in who):
        return _("This one serves no longer.")
    return ""


@dataclass(frozen=True)
class _Weighed:
    """One need against everyone: who they are, what the engine says, and the latest offer to each."""

    rows: dict[str, Specialist | Team]
    told: "Survey"
    latest: dict[str, Offer]

    @property
    def said_no(self) -> list[Offer]:
        return [offer for offer in self.latest.values() if offer.state in SAID_NO]


def _weigh(need: Need, *, top: int, offers: Iterable[Offer] | None, about: Iterable[str] = ()) -> _Weighed:
    """The best `top` beside those who said no, and in any case what there is to say of those in `about` who serve."""
    bench = people.everyone()
    points = _points([need], bench)
    problem = engine.Problem(needs=(), specialists=_everyone(bench, points, wanted=need.places_to_fill))
    if offers is None:
        offers = need.offers.select_related("specialist", "team")
    rows = people.by_public_id(bench)
    latest = {_offer_key(offer): offer for offer in sorted(offers, key=lambda offer: offer.pk)}
    refused = [key for key, offer in latest.items() if offer.state in SAID_NO]
    known = [key for key in about if key in rows]
    told = survey(problem, need_of(need, points), top=top + len(refused), about=known, refused=refused)
    return _Weighed(rows, told, latest)


def first_free(need: Need) -> Ranked | None:
    """The best-ranked one whom nobody has asked for this need yet."""
    ranking = rank_one(need, top=1 + need.offers.count())
    return next((one for one in ranking.best if one.is_free), None)


def problem_of(needs: Sequence[Need]) -> engine.Problem:
    """These needs as a whole. Who accepted stays; who said no, or did not answer, is not asked again."""
    bench = people.everyone()
    points = _points(needs, bench)
    offers = list(_offers_of(needs).select_related("need"))
    known = set(people.by_public_id(bench))
    locked = _held(offer for offer in offers if _offer_key(offer) in known)
    held = {(pair.need, pair.specialist) for pair in locked}
    wanted = max((need.places_to_fill for need in needs), default=1)
    asked = {(str(offer.need.public_id), key) for offer in offers for key in _asked_by(offer)}
    return engine.Problem(
        needs=tuple(need_of(need, points) for need in needs),
        specialists=_everyone(bench, points, wanted=wanted, most=MOST_AT_ONCE, locked=locked),
        locked=tuple(locked),
        forbidden=tuple(engine.Pair(need=need, specialist=who) for need, who in sorted(asked - held) if who in known),
    )


# Who was asked for a need is not proposed for it again; while the invitation stands their place is held.
_ASKED = ("invited", "accepted", "declined", "lapsed", "withdrawn")


def _asked_by(offer: Offer) -> list[str]:
    """Who is not proposed beside this offer: the one asked, and each of a team that may come."""
    members = offer.team.members.all() if offer.team and offer.state in LIVE_OFFERS else ()
    return [_offer_key(offer), *(str(one.public_id) for one in members)]


def _held(offers: Iterable[Offer]) -> list[engine.Locked]:
    """Places that are taken: first those accepted, then those offered, as far as the need has them.

    Whoever is asked alone and in a team takes one place. More may be invited than there are places, as a reserve;
    whoever of them finds none left is only not asked again.
    """
    holding = defaultdict[int, set[int]](set)
    locked = []
    for offer in sorted(offers, key=lambda offer: (offer.state != "accepted", offer.pk)):
        there = holding[offer.need_id]
        places = min(len(offer.server_ids - there), offer.need.places_to_fill - len(there))
        if offer.state in LIVE_OFFERS and places > 0:
            there |= offer.server_ids
            pair = {"need": str(offer.need.public_id), "specialist": _offer_key(offer)}
            locked.append(engine.Locked(**pair, places=places))
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
    # Whether an invitation of this one for this need is on the table, or accepted.
    is_asked: bool = False
    # Why the plan holds no longer for this pair; nothing while it does.
    why_not: Sentence = ""

    @property
    def holds(self) -> bool:
        """Whether this one may still be invited as the plan says."""
        return not self.is_asked and not self.why_not

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


def assignments_of(run: Run, keys: Collection[str] | None = None) -> list[Assigned]:
    """Who serves what, by the plan, and whether that still holds now: all, or these; rows that are gone are left out.

    Who stands earlier in the plan is counted first where places are left for some only.
    """
    plan = plan_of(run)
    if plan is None:
        return []
    needs = _needs_of(plan)
    rows = people.found({pair.specialist for pair in plan.assignments})
    offers = defaultdict[int, list[Offer]](list)
    for offer in _offers_of(needs.values()):
        offers[offer.need_id].append(offer)
    planned: list[Assigned] = []
    for pair in plan.assignments:
        if pair.need not in needs or pair.specialist not in rows:
            continue
        need, row = needs[pair.need], rows[pair.specialist]
        one = Assigned(need, row, pair, candidate_of(row, pair))
        if keys is None or one.key in keys:
            before = [other.row for other in planned if other.need == need and other.holds]
            planned.append(_as_it_stands(one, offers[need.pk], before))
    return planned


def why_no_longer(need: Need, row: Specialist | Team) -> Sentence:
    """Why a plan holds no longer for this need, as it is locked, and this one; nothing while it does."""
    return _why_no_longer(need, row, list(_offers_of([need])), ())


def _offers_of(needs: Iterable[Need]) -> QuerySet[Offer]:
    offers = Offer.objects.filter(need__in=needs, state__in=_ASKED).order_by("pk")
    return offers.select_related("specialist", "team").prefetch_related("team__members")


def _as_it_stands(one: Assigned, offers: Sequence[Offer], before: Sequence[Specialist | Team]) -> Assigned:
    if any(offer.candidate == one.row and offer.state in LIVE_OFFERS for offer in offers):
        return replace(one, is_asked=True)
    return replace(one, why_not=_why_no_longer(one.need, one.row, offers, before))


def _why_no_longer(
    need: Need, row: Specialist | Team, offers: Sequence[Offer], before: Sequence[Specialist | Team]
) -> Sentence:
    latest = next((offer for offer in reversed(offers) if offer.candidate == row), None)
    if latest is not None:
        return _ASKED_SINCE[latest.state]
    if need.lifecycle.find(need.state, "offer") is None:
        return need.lifecycle.refusal(need.state, "offer")
    live = [offer.candidate for offer in offers if offer.state in LIVE_OFFERS]
    taken = {who.pk for one in (*live, *before) for who in _who(one)}
    if len(taken) >= need.places_to_fill:
        return _("Every place of this need is filled, or offered to somebody, by now.")
    if why := why_never(need, row):
        return why
    return _("This one is away on all wanted days.") if _is_away(need, row) else ""


_ASKED_SINCE: dict[str, Sentence] = {
    "invited": _("This one is invited already."),
    "accepted": _("This one is invited already."),
    "declined": _("This one has declined the invitation."),
    "lapsed": _("This one was invited and did not answer in time."),
    "withdrawn": _("The invitation of this one was taken back."),
}


def _who(row: Specialist | Team) -> list[Specialist]:
    return [row] if isinstance(row, Specialist) else list(row.members.all())


def _is_away(need: Need, row: Specialist | Team) -> bool:
    """Whether this one, or too many of a team, are away on all wanted days. Without wanted days nobody is."""
    from heluo.engines.matching.scoring import window_of

    window = window_of(need_of(need, {}))
    if window is None:
        return False
    first, last = window
    wanted = {first + timedelta(days=day) for day in range((last - first).days + 1)}
    who = _who(row)
    can_be_spared = len(who) - min(need.places_to_fill, len(who))
    away = Counter(day for one in who for day in _days_away(one))
    return all(away[day] > can_be_spared for day in wanted)


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
