"""Needs and people become a Problem of the engine `matching`; nothing of who asks goes with them but ids."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from heluo.base import clock
from heluo.engines.matching import problem as engine
from heluo.needs.lifecycle import LIVE_OFFERS
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench as people
from heluo.needs.queries.where import points_of
from heluo.people.models import Specialist, Team
from heluo.places.models import Place

URGENCY = {"normal": 0, "soon": 1, "urgent": 2}
# What is computed needs nobody on the spot.
REMOTE_KINDS = ("design",)
# How many new needs one specialist is given at once when a whole county is matched: fitting work, not too much.
MOST_AT_ONCE = 4
MOST_TEAM_UNITS = 100_000
# How far ahead the days are looked at on which too few of a team are there.
TEAM_DAYS = 400

Points = dict[str, tuple[float, float]]


def problem_of(needs: Sequence[Need]) -> engine.Problem:
    """These needs as a whole. Who accepted stays; who said no, or did not answer, is not asked again."""
    bench = people.everyone()
    points = points_around(needs, bench)
    offers = list(offers_of(needs).select_related("need"))
    known = set(people.by_public_id(bench))
    locked = _held(offer for offer in offers if offer_key(offer) in known)
    held = {(pair.need, pair.specialist) for pair in locked}
    wanted = max((need.places_to_fill for need in needs), default=1)
    asked = {(str(offer.need.public_id), key) for offer in offers for key in _asked_by(offer)}
    return engine.Problem(
        needs=tuple(need_of(need, points) for need in needs),
        specialists=specialists_of(bench, points, wanted=wanted, most=MOST_AT_ONCE, locked=locked),
        locked=tuple(locked),
        forbidden=tuple(engine.Pair(need=need, specialist=who) for need, who in sorted(asked - held) if who in known),
    )


# Who was asked for a need is not proposed for it again; while the invitation stands their place is held.
_ASKED = ("invited", "accepted", "declined", "lapsed", "withdrawn")


def _asked_by(offer: Offer) -> list[str]:
    """Who is not proposed beside this offer: the one asked, and each of a team that may come."""
    members = offer.team.members.all() if offer.team and offer.state in LIVE_OFFERS else ()
    return [offer_key(offer), *(str(one.public_id) for one in members)]


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
            pair = {"need": str(offer.need.public_id), "specialist": offer_key(offer)}
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


def specialists_of(
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
    away = Counter(day for one in members for day in days_away(one))
    short = sorted(day for day, number in away.items() if number > can_be_spared)
    a_day = timedelta(days=1)
    firsts = [day for day in short if away[day - a_day] <= can_be_spared]
    lasts = [day for day in short if away[day + a_day] <= can_be_spared]
    return tuple(engine.Absence(first=first, last=last) for first, last in zip(firsts, lasts, strict=True))[:200]


def days_away(one: Specialist) -> set[date]:
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


def points_around(needs: Sequence[Need], bench: people.Bench) -> Points:
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


def offer_key(offer: Offer) -> str:
    return str(offer.candidate.public_id)


def offers_of(needs: Iterable[Need]) -> QuerySet[Offer]:
    offers = Offer.objects.filter(need__in=needs, state__in=_ASKED).order_by("pk")
    return offers.select_related("specialist", "team").prefetch_related("team__members")


def persons_of(row: Specialist | Team) -> list[Specialist]:
    return [row] if isinstance(row, Specialist) else list(row.members.all())
