"""Needs: which ones a user sees, finds, lists and counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from heluo.base import clock
from heluo.base.errors import NotVisible
from heluo.base.rules import may
from heluo.industries.models import Industry
from heluo.needs.deadlines import REOPEN_DAYS
from heluo.needs.models import Need, NeedPhoto, Offer, Service
from heluo.needs.rules import OFFICERS, OVERSEERS, PROXIES, READERS
from heluo.people.models import User
from heluo.people.public_text import public_text
from heluo.people.queries.accounts import holders
from heluo.people.search_keys import phone_hash
from heluo.places.models import Place, in_subtrees
from heluo.places.queries import counties, todays_county

# States in which somebody is still waiting for somebody.
WAITING = ("published", "offered")
UNSERVED = (*WAITING, "assigned", "serving")
LIVE = (*UNSERVED, "served")
# Whose turn it is, in the order of the queue: the office's first, then those who come and those who answer.
_TURNS = (("draft", *WAITING), ("assigned",), ("serving",), ("served",))
# States in which a service may be registered for the need.
SERVABLE = ("assigned", "serving", "served")
COUNTY_CODE_LENGTH = 6
SOON_DAYS = 2
# A draft is its writer's own until it is published, also one that was withdrawn; what came by QR code waits for the
# town to read it.
_READABLE = ~Q(state__in=("draft", "withdrawn"), published_at__isnull=True) | Q(channel="qr")


def visible_to(user: Any) -> QuerySet[Need]:
    """Everyone sees what was published; those in charge of a place what waits there too; who asked or wrote it down,
    their own."""
    seen = Q(published_at__isnull=False) | (in_subtrees(user.place_prefixes(READERS), "place__code") & _READABLE)
    return Need.objects.filter(seen | _own(user))


def _own(user: Any) -> Q:
    """What this user asked, for itself or for its organisations, or wrote down. Whoever it is for, a draft is its
    writer's alone."""
    if user.pk is None:
        return Q(pk__in=[])
    asked = Q(requester_account_id=user.pk) | Q(requester_organisation_id__in=user.organisation_ids(("contact",)))
    return Q(publisher_id=user.pk) | (asked & _READABLE)


def sent_as(user: Any, client_uuid: UUID | None) -> Need | None:
    """What this account, or a visitor by QR code, sent from a form of that id; a draft was only kept."""
    if client_uuid is None:
        return None
    kept = Q(state="draft") & ~Q(channel="qr")
    return Need.objects.exclude(kept).filter(client_uuid=client_uuid, publisher_id=user.pk).first()


def find(user: Any, public_id: UUID) -> Need:
    """The need with what its page shows. Raises NotVisible."""
    rows = visible_to(user).select_related(
        "industry", "place", "publisher", "parent", "requester_organisation", "requester_household"
    )
    need = rows.filter(public_id=public_id).first()
    if need is None:
        raise NotVisible("")
    return need


def photo(user: Any, need_id: UUID, photo_id: UUID) -> NeedPhoto:
    """A photo of a need; only those who may see the contact see it, for it may show people."""
    need = find(user, need_id)
    found = need.photos.filter(public_id=photo_id).first()
    if found is None or not sees_contact(user, need):
        raise NotVisible("")
    return found


def sees_contact(user: Any, need: Need) -> bool:
    """Whether the telephone number and the name are for this user: the offices, the one who asked, who comes."""
    return bool(may(user, "needs.see_contact", need)) or comes(user, need)


def comes(user: Any, need: Need) -> bool:
    """Whether this user's specialist, or a team that it is in, has accepted."""
    mine = getattr(user, "specialist", None)
    if mine is None:
        return False
    is_mine = Q(specialist=mine) | Q(team__leader=mine) | Q(team__members=mine)
    return Offer.objects.filter(is_mine, need=need, state="accepted").exists()


def _says(word: str) -> Q:
    """The needs whose words hold this one. Digits are looked for in what is shown: a number that is masked must not be
    guessed piece by piece. One query more where there are any."""
    holds = Q(title__icontains=word) | Q(body__icontains=word)
    if not any(sign.isdigit() for sign in word):
        return holds
    texts = Need.objects.filter(holds).values_list("pk", "title", "body")
    return Q(pk__in=[pk for pk, *words in texts if any(word.lower() in public_text(one).lower() for one in words)])


def whom_to_ask(need: Need) -> User | None:
    """Where no telephone number was left: who wrote it down, the town's informant or the village committee, the first
    of them who has a telephone; None where nobody of them has an account."""
    wrote = [need.publisher] if need.publisher is not None and need.is_proxied and need.publisher.is_active else []
    near = [*wrote, *holders(("informant",), need.place), *holders(("village_committee",), need.place)]
    return next((one for one in near if one.phone), near[0] if near else None)


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; empty means all. `place` also covers the subtrees that it took over."""

    place: Place | None = None
    industry: Industry | None = None
    kind: str = ""
    states: tuple[str, ...] = ()
    words: str = ""
    # "late", "soon", "reopened" or "disputed"; the first two are counted from `today`.
    alert: str = ""
    today: date | None = None

    def as_q(self) -> Q:
        found = self._alerted()
        if self.place is not None:
            found &= in_subtrees(self.place.scope_prefixes, "place__code")
        if self.industry is not None:
            found &= Q(industry__code__startswith=self.industry.code)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.states:
            found &= Q(state__in=self.states) & _READABLE
        for word in self.words.split()[:6]:
            found &= _says(word) | Q(number__iexact=word)
        return found

    def _alerted(self) -> Q:
        match self.alert:
            case "late":
                return Q(deadline__lt=self.today or clock.today(), state__in=WAITING)
            case "soon":
                today = self.today or clock.today()
                return Q(deadline__range=(today, today + timedelta(days=SOON_DAYS)), state__in=WAITING)
            case "reopened":
                return Q(times_reopened__gt=0, state__in=LIVE)
            case "disputed":
                return Q(pk__in=Service.objects.filter(state="disputed").values("need"))
            case _:
                return Q()


def for_rows(rows: QuerySet[Need]) -> QuerySet[Need]:
    """What a row of a list shows, without a query for each; no row shows the contact, which costs a decryption."""
    shown = rows.select_related("industry", "place", "requester_organisation")
    firm = ("requester_organisation__contact_name", "requester_organisation__contact_phone")
    return shown.defer("contact_name", "contact_phone", "place__outline", *firm)


def listed(user: Any, narrowed: Filter) -> QuerySet[Need]:
    """The public list: newest first. Only what was published, also for those who see more elsewhere."""
    rows = visible_to(user).filter(narrowed.as_q(), published_at__isnull=False).exclude(state="withdrawn")
    return for_rows(rows).order_by("-published_at", "-pk")


def unpublished(user: Any, narrowed: Filter) -> QuerySet[Need]:
    """One's own drafts, and what waits in one's places for review or was declined; newest first."""
    rows = visible_to(user).filter(narrowed.as_q(), published_at__isnull=True)
    return for_rows(rows).order_by("-pk")


def lately_answered(user: Any, limit: int) -> list[Need]:
    """What was closed because the people served are content, the latest first."""
    rows = visible_to(user).filter(state="closed", outcome="satisfied", published_at__isnull=False)
    return list(for_rows(rows).order_by("-closed_at", "-pk")[:limit])


def mine(user: Any) -> QuerySet[Need]:
    """What this user asked, for itself, for its organisations or for others; newest first."""
    return for_rows(Need.objects.filter(_own(user))).order_by("-asked_at", "-pk")


def drafts(user: Any) -> list[Need]:
    """What this user took down and has not published, the latest first."""
    rows = Need.objects.filter(publisher_id=user.pk, state="draft") if user.pk else Need.objects.none()
    return list(for_rows(rows).order_by("-asked_at", "-pk"))


def in_charge(user: Any, roles: tuple[str, ...]) -> QuerySet[Need]:
    """The needs of the places over which one of these roles is held."""
    return for_rows(Need.objects.filter(_READABLE, in_subtrees(user.place_prefixes(roles), "place__code")))


def queue(user: Any, narrowed: Filter) -> QuerySet[Need]:
    """The officer's (or the auditor's) queue: what waits for the office first (`turn` is 0), and in each turn by
    deadline, hence the late ones first."""
    turns = [When(state__in=states, then=Value(turn)) for turn, states in enumerate(_TURNS)]
    rows = in_charge(user, OVERSEERS).filter(narrowed.as_q())
    rows = rows.annotate(turn=Case(*turns, default=Value(len(_TURNS))))
    return rows.order_by("turn", F("deadline").asc(nulls_last=True), "pk")


def for_workbook(user: Any, narrowed: Filter) -> QuerySet[Need]:
    """The queue with who comes (`coming`), for a workbook; two queries."""
    accepted = Offer.objects.filter(state="accepted").select_related("specialist", "team")
    return queue(user, narrowed).prefetch_related(Prefetch("offers", accepted, to_attr="coming"))


def to_review(user: Any) -> QuerySet[Need]:
    """Asked by QR and not yet read by the town, the oldest first; with the contact, who is rung up in doubt."""
    waiting = in_charge(user, ("informant", *OFFICERS)).defer(None).defer("place__outline")
    return waiting.filter(state="draft", channel="qr").order_by("asked_at", "pk")


def town(user: Any) -> QuerySet[Need]:
    """The needs of the informant's, committee's or clerk's places, the latest first."""
    return in_charge(user, PROXIES).exclude(state="draft").order_by("-asked_at", "-pk")


def of_caller(user: Any, phone: str, limit: int = 30) -> list[Need]:
    """What was asked from this telephone number in the places of the hotline or the town, the latest first."""
    rows = in_charge(user, PROXIES).filter(contact_phone_hash=phone_hash(phone)).defer(None)
    return list(rows.order_by("-asked_at", "-pk")[:limit]) if phone else []


def open_in(user: Any, place: Place) -> QuerySet[Need]:
    """The needs of a place for which somebody has to be found, within what the user is in charge of."""
    rows = in_charge(user, OFFICERS).filter(in_subtrees(place.scope_prefixes, "place__code"), state__in=WAITING)
    return rows.order_by("pk")


def chosen(user: Any, public_ids: list[UUID]) -> list[Need]:
    """Those of these needs that the user is in charge of, in the order of the queue."""
    return list(queue(user, Filter()).filter(public_id__in=public_ids))


def count_by_county(rows: QuerySet[Need]) -> dict[str, int]:
    """Code of today's county → number of needs, those of what the county was before included."""
    by_code = rows.order_by().annotate(county=Substr("place__code", 1, COUNTY_CODE_LENGTH)).values_list("county")
    counted: Counter[str] = Counter()
    today = {county.code for county in counties()}
    for code, number in by_code.annotate(number=Count("pk")):
        counted[code if code in today else todays_county(code)] += number
    return counted


def duplicates(user: Any, need: Need) -> list[Need]:
    """The needs that were found to ask the same as this one."""
    return list(for_rows(visible_to(user).filter(parent=need)).order_by("pk"))


def by_number(user: Any, number: str) -> Need | None:
    """The need that people call by this number."""
    return visible_to(user).filter(number__iexact=number).first()


def industries_in_use() -> list[Industry]:
    """The trades of which something was asked in public."""
    used = Need.objects.filter(published_at__isnull=False).values("industry")
    return list(Industry.objects.filter(pk__in=used))


def may_still_be_said(need: Need) -> bool:
    """Whether the people served may still say that it was no good: until it is closed, and for 14 days after (ADR 21).

    When silence closes it is another question: `actions.sweep.silent_needs`.
    """
    if need.closed_at is None:
        # One that came closed, in a workbook that does not say when, was closed long ago.
        return not need.outcome
    return clock.now() <= need.closed_at + timedelta(days=REOPEN_DAYS)


def days_left(need: Need, on: date | None = None) -> int | None:
    """Days until the deadline while somebody still has to be found; None otherwise."""
    if need.deadline is None or need.state not in WAITING:
        return None
    return (need.deadline - (on or clock.today())).days
