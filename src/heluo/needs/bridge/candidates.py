"""One need against everyone: the candidates with their reasons, and where somebody looked up by name stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.enginekit.text import Text
from heluo.engines.matching import problem as engine
from heluo.engines.matching import survey
from heluo.needs.bridge.problem import need_of, offer_key, persons_of, points_around, specialists_of
from heluo.needs.lifecycle import GRADES, LIVE_OFFERS
from heluo.needs.models import Need, Offer
from heluo.needs.queries import bench as people
from heluo.people.models import Specialist, Team

if TYPE_CHECKING:
    from heluo.engines.matching.ranking import Survey

# Answers, or none, that were no: whoever gave one is not proposed again.
SAID_NO = ("declined", "lapsed")


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
    who = persons_of(row)
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
    points = points_around([need], bench)
    problem = engine.Problem(needs=(), specialists=specialists_of(bench, points, wanted=need.places_to_fill))
    if offers is None:
        offers = need.offers.select_related("specialist", "team")
    rows = people.by_public_id(bench)
    latest = {offer_key(offer): offer for offer in sorted(offers, key=lambda offer: offer.pk)}
    refused = [key for key, offer in latest.items() if offer.state in SAID_NO]
    known = [key for key in about if key in rows]
    told = survey(problem, need_of(need, points), top=top + len(refused), about=known, refused=refused)
    return _Weighed(rows, told, latest)


def first_free(need: Need) -> Ranked | None:
    """The best-ranked one whom nobody has asked for this need yet."""
    ranking = rank_one(need, top=1 + need.offers.count())
    return next((one for one in ranking.best if one.is_free), None)
