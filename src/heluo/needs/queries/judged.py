"""How services were judged: one rule for a specialist's year, the ranking of candidates, the figures and closing.

A judgement belongs to somebody (`Evaluation.VOICES`, ADR 22): to the one who asked, whether it came from an account,
with a code, or was written down for them; to one account of the village committee; or, of a visit that nobody had
asked for, to whoever was there. Of what each has said one word counts: the last, and one's own before what somebody
else wrote down.

A service counts once, however many judged it, and whatever was corrected in its record since: what was said of an
earlier version is said of the one that stands. The people are content with it where everyone's word is.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from heluo.needs.models import ConfirmationCode, Evaluation, Service
from heluo.needs.rules import is_committee, is_requester

_BY_THE_SAME = Q(voice="asker") | Q(is_proxied=False, by=OuterRef("by"))
_SAID_LATER = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
# False comes before True: one's own word before what was written down.
_COUNTS_BEFORE = Q(is_proxied__lt=OuterRef("is_proxied")) | (Q(is_proxied=OuterRef("is_proxied")) & _SAID_LATER)
_OVERTAKING = Evaluation.objects.filter(
    _BY_THE_SAME & _COUNTS_BEFORE, service__number=OuterRef("service__number"), voice=OuterRef("voice")
)
_WORDS = Evaluation.objects.annotate(counts=~Exists(_OVERTAKING))
_SAID = _WORDS.filter(service__number=OuterRef("number"), counts=True)
_CODES = ConfirmationCode.objects.filter(service__number=OuterRef("number"))


def with_judgements(services: QuerySet[Service]) -> QuerySet[Any]:
    """With `is_judged`, and `is_content` of those that are."""
    unhappy = Exists(_SAID.filter(is_satisfied=False))
    return services.annotate(is_judged=Exists(_SAID)).annotate(is_content=Q(is_judged=True) & ~unhappy)


def asked_about(services: QuerySet[Service]) -> QuerySet[Any]:
    """The same of those whose people were asked: they had asked for it, or got a code, or judged it unasked."""
    return with_judgements(services).filter(Q(need__isnull=False) | Exists(_CODES) | Q(is_judged=True))


def said_of(service: Service) -> QuerySet[Any]:
    """Every judgement of it, whichever version stood then; with `counts`, false where the same one said something else
    that counts."""
    return _WORDS.filter(service__number=service.number).order_by("at", "pk")


def word_of(actor: Any, service: Service, *, by_code: bool = False, is_proxied: bool = False) -> Evaluation:
    """An unsaved judgement that belongs to whoever speaks when this one judges, with a code or without.

    The code of a visit that answers a need is in the hands of whoever asked. Who only took the need down speaks for
    the one who asked.
    """
    asked = service.need is not None and bool(is_requester(actor, service.need))
    of_committee = not asked and bool(is_committee(actor, service))
    if by_code:
        voice = "asker" if service.need is not None else "served"
    else:
        voice, is_proxied = ("committee" if of_committee else "asker"), not (asked or of_committee)
    return Evaluation(need=service.need, service=service, by_id=actor.pk, voice=voice, is_proxied=is_proxied)


def said_before(word: Evaluation) -> Evaluation | None:
    """What stands in the way of one more word: one's own is said once. What was written down for somebody never keeps
    them from saying it themselves; without a code the same hand writes it down once."""
    said = said_of(word.service).filter(voice=word.voice)
    if word.voice != "asker":
        said = said.filter(by=word.by_id) if word.by_id is not None else said.none()
    in_the_way = Q(is_proxied=False)
    if word.is_proxied and word.confirmation is None:
        in_the_way |= Q(by=word.by_id, confirmation=None)
    return said.filter(in_the_way).last()


def has_judged(actor: Any, service: Service) -> bool:
    """Whether this one, by the own account, has nothing more to say of it."""
    return said_before(word_of(actor, service)) is not None
