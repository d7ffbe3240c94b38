"""How services were judged: the same rule for a specialist's year, the ranking of candidates and the figures.

A service counts once, however many judged it, and whatever was corrected in its record since: what was said of an
earlier version is said of the one that stands. The people are content with it where everyone is who judged it.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from heluo.needs.models import ConfirmationCode, Evaluation, Service

_SAID = Evaluation.objects.filter(service__number=OuterRef("number"))
_CODES = ConfirmationCode.objects.filter(service__number=OuterRef("number"))


def with_judgements(services: QuerySet[Service]) -> QuerySet[Any]:
    """With `is_judged`, and `is_content` of those that are."""
    unhappy = Exists(_SAID.filter(is_satisfied=False))
    return services.annotate(is_judged=Exists(_SAID)).annotate(is_content=Q(is_judged=True) & ~unhappy)


def asked_about(services: QuerySet[Service]) -> QuerySet[Any]:
    """The same of those whose people were asked: they had asked for it, or got a code, or judged it unasked."""
    return with_judgements(services).filter(Q(need__isnull=False) | Exists(_CODES) | Q(is_judged=True))


def said_of(service: Service) -> QuerySet[Evaluation]:
    """Every judgement of it, whichever version stood then."""
    return Evaluation.objects.filter(service__number=service.number).order_by("at", "pk")


def is_judged_by(user: Any, service: Service) -> bool:
    """Whether this one has judged it already. What somebody else said and this one wrote down is not the own."""
    own = Q(confirmation=None) | Q(is_proxied=False)
    return said_of(service).filter(own, by_id=user.pk).exists()
