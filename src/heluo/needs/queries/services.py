"""Services: which ones a user sees, what their pages show, what a specialist has on hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import NotVisible, Sentence
from heluo.base.numbering import numbers_meant
from heluo.base.rules import may
from heluo.needs.codes import token_hash
from heluo.needs.lifecycle import GRADES
from heluo.needs.models import (
    USABLE_CODES,
    Attendance,
    ConfirmationCode,
    Evaluation,
    Evidence,
    Help,
    Introduction,
    Need,
    Offer,
    Promotion,
    Service,
)
from heluo.needs.queries.judged import with_judgements
from heluo.needs.queries.needs import COUNTY_CODE_LENGTH
from heluo.needs.rules import OVERSEERS, READERS, is_publisher, is_requester
from heluo.people.models import Specialist, Team
from heluo.places.models import Place, in_subtrees

OTHER_COUNTY = _("The need was asked in another county than this service was in.")
# A draft that was discarded is void and was never registered.
REGISTERED = ~Q(state="drafted") & ~Q(state="voided", registered_at=None)
# The services of the need as it was opened last; one from before was not good enough, and a correction does not make
# it answer the later opening.
_REGISTERED_SINCE = Service.objects.filter(
    number=OuterRef("number"), version=1, registered_at__gte=OuterRef("need__reopened_at")
)
# From a workbook it may come later than what was said of it: that, too, was of the earlier opening.
_SAID_BEFORE = Evaluation.objects.filter(service__number=OuterRef("number"), at__lte=OuterRef("need__reopened_at"))
OF_THE_LAST_OPENING = Q(need__reopened_at=None) | (Q(Exists(_REGISTERED_SINCE)) & ~Exists(_SAID_BEFORE))


def visible_to(user: Any) -> QuerySet[Service]:
    """What is registered is public in what, where, when and who; drafts are their specialist's alone."""
    seen = REGISTERED
    if _specialist(user) is not None:
        seen |= by(user)
    return Service.objects.filter(seen).distinct()


def by(user: Any) -> Q:
    """The services that this user's specialist served, alone or in a team, and those of the teams that it leads."""
    mine = _specialist(user)
    return Q(pk__in=[]) if mine is None else served_by(mine) | Q(team__leader=mine)


def served_by(specialist: Specialist) -> Q:
    """The services that a specialist served: named, or as a member; all of a team where no line says who came."""
    unsaid = Q(members__isnull=True, team__members=specialist)
    return Q(specialist=specialist) | Q(members__specialist=specialist) | unsaid


def find(user: Any, public_id: UUID) -> Service:
    """One service with what its page shows. Raises NotVisible."""
    rows = visible_to(user).select_related(
        "need__place",
        "place",
        "specialist__account",
        "team__leader",
        "industry",
        "registered_by__specialist",
        "checked_by",
    )
    service = rows.filter(public_id=public_id).first()
    if service is None:
        raise NotVisible("")
    return service


def by_number(user: Any, number: str) -> Service | None:
    """The service that people call by this number; of one that was corrected, what took its place."""
    return visible_to(user).filter(number__iexact=number).order_by("version").last()


def sent_as(user: Any, client_uuid: UUID) -> Service | None:
    """What this account sent from a form of that id."""
    return Service.objects.filter(client_uuid=client_uuid, registered_by_id=user.pk).first()


def why_not_corrected(user: Any, service: Service) -> Sentence:
    """What keeps this user from correcting it as it stands; empty where nothing does."""
    if service.lifecycle.find(service.state, "correct") is None:
        return service.lifecycle.refusal(service.state, "correct")
    return may(user, "services.correct", service).reason


def registered_like(service: Service) -> Service | None:
    """What may be this same service: on the same day and in the same place, by the same, and for the same need, under
    the same title or at the same time."""
    by_same = Q(pk__in=[])
    if service.specialist is not None:
        by_same |= Q(specialist=service.specialist)
    if service.team is not None:
        by_same |= Q(team=service.team)
    alike = Q(title=service.title) | Q(started_at__lt=service.ended_at, ended_at__gt=service.started_at)
    if service.need is not None:
        alike |= Q(need=service.need)
    day = timezone.localtime(service.started_at).date()
    there = Service.objects.filter(by_same, alike, place=service.place, state__in=(*GRADES, "disputed"))
    return there.filter(started_at__date=day).order_by("pk").first()


def find_by_number(number: str) -> Service | None:
    """The current version of a service by its own number, or a service of the need of that number: the one whose
    people hold a code, else the latest."""
    rows = Service.objects.filter(state__in=(*GRADES, "disputed")).select_related("need", "place", "specialist", "team")
    meant = numbers_meant(number, ("S", ""))
    of_need = rows.filter(need__number__in=meant).order_by("-pk")
    with_code = of_need.filter(codes__state__in=USABLE_CODES)
    return rows.filter(number__in=meant).first() or with_code.first() or of_need.first()


def find_code(token: str) -> ConfirmationCode:
    """The code behind a QR's link. Raises NotVisible; a used or replaced one is found, so that the page can say so."""
    rows = ConfirmationCode.objects.select_related("service__place", "service__specialist", "service__team", "need")
    code = rows.filter(token_hash=token_hash(token)).first()
    if code is None:
        raise NotVisible("")
    return code


def sees_inside(user: Any, service: Service) -> bool:
    """Whether names of those who came, the narrative and the evidence are for this user."""
    if user.pk is None:
        return False
    mine = _specialist(user)
    if mine is not None and mine.pk in service.server_ids:
        return True
    need = service.need
    asked = need is not None and bool(is_requester(user, need) or is_publisher(user, need))
    return asked or user.holds(*READERS, place=service.place)


def is_office(user: Any, service: Service) -> bool:
    """Whether this user is of the science office of the place, or its auditor."""
    return bool(user.holds(*OVERSEERS, place=service.place))


@dataclass(frozen=True)
class Lines:
    """The lines of a service as this user may see them."""

    attendances: Sequence[Attendance]
    unnamed: int
    helps: Sequence[Help]
    hidden_people: int
    hidden_households: int


def lines_of(user: Any, service: Service) -> Lines:
    """Those who came and the households helped: shown to those concerned, else only counted."""
    rows = service.attendances.select_related("person").order_by("sequence")
    helps = service.helps.select_related("household")
    if sees_inside(user, service):
        named = [row for row in rows if row.person_id is not None]
        return Lines(named, len(rows) - len(named), list(helps), 0, 0)
    return Lines([], 0, [], rows.count(), helps.count())


def evidence(user: Any, service_id: UUID, evidence_id: UUID) -> Evidence:
    """A file of a service, for those concerned. Raises NotVisible."""
    service = find(user, service_id)
    item = service.evidence.filter(public_id=evidence_id).exclude(file="").first()
    if item is None or not sees_inside(user, service):
        raise NotVisible("")
    return item


def on_hand(user: Any) -> list[Need]:
    """The needs that this user's specialist has accepted and not finished, the most urgent first."""
    if _specialist(user) is None:
        return []
    accepted = Offer.objects.filter(_offered_to(user), state="accepted")
    rows = Need.objects.filter(offers__in=accepted, state__in=("offered", "assigned", "serving")).distinct()
    return list(rows.select_related("place", "industry").order_by("wanted_to", "deadline", "pk"))


def invitations(user: Any) -> list[Offer]:
    """The invitations that wait for this user's answer."""
    rows = Offer.objects.filter(_invited_to_answer(user), state="invited")
    return list(rows.select_related("need__place", "need__industry", "team").order_by("answer_by", "pk"))


def who_came(service: Service) -> list[Specialist]:
    """Those of the lines beside the one named; for a team whose lines name nobody, all of it."""
    named = Specialist.objects.filter(pk__in=service.members.values("specialist"))
    if service.team_id and not named:
        named = Specialist.objects.filter(teams=service.team_id)
    return [one for one in named.order_by("pk") if one.pk != service.specialist_id]


def latest_of(need: Need) -> Service | None:
    """The last registered service that answers the need, to be judged; None where there is none."""
    rows = answering(need).filter(state__in=GRADES).select_related("need__requester_organisation", "place", "team")
    return rows.order_by("-started_at", "-pk").first()


def answering(need: Need) -> QuerySet[Service]:
    """The services that answer the need as it was opened last, those that nobody has confirmed yet first. A disputed
    one may count again when the dispute is settled."""
    rows = need.services.filter(OF_THE_LAST_OPENING, state__in=(*GRADES, "disputed"))
    return rows.annotate(waits=Q(state="registered")).order_by("-waits", "-started_at", "-pk")


def mine(user: Any) -> QuerySet[Service]:
    """All services of this user's specialist, the latest first."""
    rows = Service.objects.filter(by(user)).filter(REGISTERED).exclude(state="corrected").distinct()
    people = Count("attendances", distinct=True)
    return rows.select_related("place", "need").annotate(people=people).order_by("-started_at", "-pk")


def drafts(user: Any) -> list[Service]:
    """What was begun and not registered, to be gone on with by the specialist or the leader of the team."""
    own = _specialist(user)
    if own is None:
        return []
    rows = Service.objects.filter(Q(specialist=own) | Q(team__leader=own), state="drafted").distinct()
    return list(rows.select_related("place", "need").order_by("-started_at", "-pk"))


def draft_for(user: Any, need: Need) -> Service | None:
    """The draft with which this user's specialist, or team that it leads, has begun to answer the need."""
    own = _specialist(user)
    if own is None:
        return None
    rows = need.services.filter(Q(specialist=own) | Q(team__leader=own), state="drafted")
    return rows.order_by("-started_at", "-pk").first()


def team_for(need: Need, specialist: Specialist) -> Team | None:
    """The team that accepted the need, where the specialist comes as a part of it."""
    accepted = need.offers.filter(state="accepted")
    if accepted.filter(specialist=specialist).exists():
        return None
    teams = Team.objects.filter(Q(leader=specialist) | Q(members=specialist), offers__in=accepted)
    return teams.first()


def recent_places(user: Any, limit: int = 4) -> list[Place]:
    """Where this user's specialist is on the way to or has been last, then home: proposed before anybody types."""
    places = [need.place for need in on_hand(user)] + [service.place for service in mine(user)[:8]]
    mine_is = _specialist(user)
    if mine_is is not None and mine_is.home.level in ("county", "town", "village"):
        places.append(mine_is.home)
    return list({place.pk: place for place in places}.values())[:limit]


def to_answer(user: Any) -> list[Service]:
    """Services that answer needs which this user asked or took down, and that nobody has judged yet."""
    if user.pk is None:
        return []
    own = Q(need__requester_account_id=user.pk) | Q(need__publisher_id=user.pk)
    own |= Q(need__requester_organisation_id__in=user.organisation_ids(("contact",)))
    own |= in_subtrees(user.place_prefixes(("village_committee",)), "need__place__code")
    served = Service.objects.filter(OF_THE_LAST_OPENING, state__in=GRADES, need__state="served")
    rows = with_judgements(served).filter(own, is_judged=False)
    return list(rows.select_related("place", "need", "specialist", "team").order_by("registered_at"))


def to_check(user: Any, *, only_disputed: bool = False) -> QuerySet[Service]:
    """Confirmed or disputed services of the user's places that wait for somebody independent; disputes first."""
    places = in_subtrees(user.place_prefixes(OVERSEERS), "place__code")
    states = ("disputed",) if only_disputed else ("disputed", "confirmed")
    rows = Service.objects.filter(places, state__in=states).select_related("place", "specialist", "team")
    return rows.order_by("-state", "registered_at", "pk")


def for_workbook(user: Any, year: int) -> QuerySet[Service]:
    """The services of a year in the user's places that stand as they were registered, with the numbers of their
    lines; one query."""
    places = in_subtrees(user.place_prefixes(OVERSEERS), "place__code")
    rows = Service.objects.filter(places, state__in=(*GRADES, "disputed"), started_at__year=year)
    rows = rows.select_related("place", "industry", "specialist", "team", "need").annotate(
        people=_number_of(Attendance),
        varieties=_number_of(Introduction),
        technologies=_number_of(Promotion),
        households=_number_of(Help),
    )
    return rows.order_by("started_at", "pk")


def _number_of(lines: Any) -> Any:
    """How many lines of a kind a service has; a count for each kind by itself, for joined they would multiply."""
    counted = lines.objects.filter(service=OuterRef("pk")).order_by().values("service").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def with_lines(service: Service) -> Service:
    """The service again with all its lines read, to be copied into a correction."""
    full = Service.objects.prefetch_related(
        "introductions__variety",
        "promotions__technology",
        "helps__household",
        "members__specialist",
        Prefetch("attendances", Attendance.objects.select_related("person__household").order_by("sequence")),
    )
    return full.get(pk=service.pk)


def _specialist(user: Any) -> Any:
    return getattr(user, "specialist", None) if user.pk is not None else None


def _offered_to(user: Any) -> Q:
    mine = _specialist(user)
    return Q(specialist=mine) | Q(team__leader=mine) | Q(team__members=mine)


def _invited_to_answer(user: Any) -> Q:
    mine = _specialist(user)
    return Q(pk__in=[]) if mine is None else Q(specialist=mine) | Q(team__leader=mine)


def is_one_county(asked: Place, served: Place) -> bool:
    """Whether a service there can answer a need from here. A county of today covers those that it took over."""
    county = served.code[:COUNTY_CODE_LENGTH].startswith(asked.code[:COUNTY_CODE_LENGTH])
    return county or asked.covers(served) or served.covers(asked)
