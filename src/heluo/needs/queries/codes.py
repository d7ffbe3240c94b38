"""Codes that are still to be handed over: whose people hold none with which they could confirm."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace

from heluo.base import clock
from heluo.base.models import Notice
from heluo.needs.models import ConfirmationCode, Need, Service
from heluo.needs.queries.needs import UNSERVED, in_charge
from heluo.needs.rules import PROXIES
from heluo.places.models import in_subtrees


def needs_without_code(user: Any) -> QuerySet[Need]:
    """The needs of the town's or hotline's places that wait for their service, the latest first."""
    rows = in_charge(user, PROXIES).filter(~Exists(_in_hand(service=None, need=OuterRef("pk"))), state__in=UNSERVED)
    # Whoever hands it over is to see for whom it is.
    return rows.defer(None).order_by("-asked_at", "-pk")


def unconfirmed_services(user: Any) -> QuerySet[Service]:
    """The services of the same places that nobody has confirmed yet, the latest first; `has_code`: whether the people
    served hold a code."""
    places = in_subtrees(user.place_prefixes(PROXIES), "place__code")
    rows = Service.objects.filter(places, state="registered").select_related("place", "specialist", "team", "need")
    return rows.annotate(has_code=Exists(_in_hand(service=OuterRef("pk")))).order_by("-started_at", "-pk")


def is_in_hand(**of: Any) -> bool:
    """Whether the people of one need (`need=…, service=None`) or service (`service=…`) hold a code."""
    return _in_hand(**of).exists()


def seen_by_its_own(service: Service, codes: QuerySet[ConfirmationCode]) -> list[int]:
    """Which of these were shown, to be printed or read out, to whoever registered or served: what they issued
    themselves and no SMS brought."""
    own = Q(issued_by=service.registered_by_id) | Q(issued_by__specialist__in=service.server_ids)
    return list(_shown(codes.filter(own)).values_list("pk", flat=True))


def by_one_hand(service: Service) -> set[int]:
    """The confirmations of a service that somebody entered for others with a code that they had drawn themselves:
    nobody else took part, as far as is known."""
    used = ConfirmationCode.objects.filter(confirmation__service=service)
    return set(_shown(used.filter(issued_by=F("confirmation__proxied_by"))).values_list("confirmation", flat=True))


def _shown(codes: QuerySet[ConfirmationCode]) -> QuerySet[ConfirmationCode]:
    """Codes that their issuer saw, to be printed or read out: no SMS brought them."""
    sent = Notice.objects.filter(about=ConfirmationCode._meta.label_lower).annotate(hex=_without_dashes("about_id"))
    issued = codes.filter(issued_by__isnull=False).annotate(hex=_without_dashes("public_id"))
    return issued.exclude(hex__in=sent.values("hex"))


def _in_hand(**of: Any) -> QuerySet[ConfirmationCode]:
    """Codes that can be used and went out. One whose SMS was kept or given up is in nobody's hand."""
    in_time = Q(expires_at=None) | Q(expires_at__gte=clock.now())
    lost = Notice.objects.filter(about=ConfirmationCode._meta.label_lower, state__in=("kept", "dead"))
    rows = ConfirmationCode.objects.filter(in_time, state="live", **of).annotate(hex=_without_dashes("public_id"))
    return rows.exclude(hex__in=lost.annotate(hex=_without_dashes("about_id")).values("hex"))


def _without_dashes(column: str) -> Replace:
    """A public id as text: SQLite stores it without dashes, PostgreSQL writes them."""
    return Replace(Cast(F(column), CharField(max_length=64)), Value("-"), Value(""))
