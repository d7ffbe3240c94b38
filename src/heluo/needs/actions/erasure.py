"""Erasing a household or a person served, as the law gives them the right to ask.

Her names and numbers go, wherever they stand in recorded rows, with the hashes that find them and the salts of these
rows: nobody can guess any more what earlier ledger entries commit to. The rows keep their random ids and what figures
count by (place, category, grade), so figures stay; the erasure is itself an entry that names the rows, and the past
still verifies.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid
from heluo.base.models import Notice
from heluo.base.recorded import Recorded, new_salt
from heluo.base.writing import Step, writing
from heluo.needs.models import Confirmation, Evaluation, Need, Service
from heluo.people.models import Household, Person

# Why, by key: what a person writes about herself would have to be erased next.
REASONS = {
    "asked": _("The person asked for it"),
    "court": _("A court or authority ordered it"),
    "error": _("It should never have been entered"),
}
_BLANK: dict[type[Recorded], tuple[str, ...]] = {
    Household: ("head_name", "head_hash", "phone", "phone_hash", "id_number", "id_hash"),
    Person: ("name", "name_hash", "phone", "phone_hash"),
    Need: ("contact_name", "contact_phone"),
    Confirmation: ("caller", "comment"),
    Evaluation: ("comment",),
}


def erase_household(*, actor: Any, household: Household, reason: str) -> Household:
    """Erase a household with its members, and what its needs and answers say of them. Raises Invalid, Denied."""
    _check(reason)
    with writing(actor, "households.erase", household) as step:
        needs = list(Need.objects.filter(requester_household=household).order_by("pk"))
        members = Person.objects.filter(household=household).order_by("pk")
        answers = _answers(Q(household=household) | Q(person__household=household) | Q(service__need__in=needs))
        _blank(step, [*needs, *members, *answers])
        step.thing.size = None
        _finish(step, reason, needs)
    transaction.on_commit(_leave_no_old_pages)
    return step.thing


def erase_person(*, actor: Any, person: Person, reason: str) -> Person:
    """Erase one person: who came to classes, or confirmed a service. Raises Invalid, Denied."""
    _check(reason)
    with writing(actor, "persons.erase", person) as step:
        _blank(step, _answers(Q(person=person)))
        _finish(step, reason, [])
    transaction.on_commit(_leave_no_old_pages)
    return step.thing


def _check(reason: str) -> None:
    if reason not in REASONS:
        raise Invalid(_("Say why: %(reasons)s.") % {"reasons": ", ".join(REASONS)})


def _answers(condition: Q) -> list[Recorded]:
    """Confirmations, and the judgements that were given with them."""
    confirmations = list(Confirmation.objects.filter(condition).order_by("pk"))
    return [*confirmations, *Evaluation.objects.filter(confirmation__in=confirmations).order_by("pk")]


def _blank(step: Step[Any], rows: Iterable[Recorded]) -> None:
    for row in rows:
        current = step.lock(row)
        _wipe(current)
        step.save(current)


def _wipe(row: Recorded) -> None:
    for name in _BLANK[type(row)]:
        setattr(row, name, "")
    row.salt = new_salt()


def _finish(step: Step[Any], reason: str, needs: list[Need]) -> None:
    _wipe(step.thing)
    step.save(step.thing)
    step.note(reason=reason, erased=[str(row.public_id) for row in step.written])
    # Notices are no records: their addresses and codes go, and what still waits is not sent.
    about = [need.public_id for need in needs]
    about += Service.objects.filter(need__in=needs).values_list("public_id", flat=True)
    sent = Notice.objects.filter(about_id__in=[str(one) for one in about], user_id_text="")
    sent.exclude(state="sent").update(state="dead")
    sent.update(address="", secret="")


def _leave_no_old_pages() -> None:
    """SQLite keeps what was in a row in its write-ahead log until that is emptied; PostgreSQL until its next vacuum."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
