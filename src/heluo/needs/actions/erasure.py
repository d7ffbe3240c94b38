"""Erasing a household or a person served, as the law gives them the right to ask.

Her names and numbers go, wherever they stand in recorded rows, with the hashes that find them and the salts of these
rows: nobody can guess any more what earlier ledger entries commit to. The rows keep their random ids and what figures
count by (place, category, grade), so figures stay; the erasure is itself an entry that names the rows, and the past
still verifies.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid
from heluo.base.models import Notice
from heluo.base.recorded import Recorded, new_salt
from heluo.base.writing import Step, writing
from heluo.needs.models import Confirmation, Evaluation, Need, Reopening, Service
from heluo.needs.queries.erasing import tied_to
from heluo.people.models import Household, Person

# Why, by key: what a person writes about herself would have to be erased next.
REASONS = {
    "asked": _("The person asked for it"),
    "court": _("A court or authority ordered it"),
    "error": _("It should never have been entered"),
}
# What is emptied. Every other field that could hold words about a person is named, with the reason why it stays, in
# tests/needs/test_erasure.py.
BLANK: dict[type[Recorded], tuple[str, ...]] = {
    Household: ("head_name", "head_hash", "phone", "phone_hash", "id_number", "id_hash"),
    Person: ("name", "name_hash", "phone", "phone_hash"),
    Need: ("contact_name", "contact_phone", "contact_phone_hash", "withdraw_reason"),
    Service: ("dispute_reason",),
    Confirmation: ("caller", "comment"),
    Evaluation: ("comment",),
    Reopening: ("reason",),
}


def erase_household(*, actor: Any, household: Household, reason: str) -> Household:
    """Erase a household with its members, and what its needs and answers say of them. Raises Invalid, Denied."""
    _check(reason)
    with writing(actor, "households.erase", household) as step:
        numbers = _blank(step, tied_to(step.thing).rows)
        step.thing.size = None
        _finish(step, reason, numbers)
    transaction.on_commit(_leave_no_old_pages)
    return step.thing


def erase_person(*, actor: Any, person: Person, reason: str) -> Person:
    """Erase one person, who came to classes or belongs to a household, and what the needs and answers that are known
    by her name or telephone say of her. Raises Invalid, Denied."""
    _check(reason)
    with writing(actor, "persons.erase", person) as step:
        _finish(step, reason, _blank(step, tied_to(step.thing).rows))
    transaction.on_commit(_leave_no_old_pages)
    return step.thing


def _check(reason: str) -> None:
    if reason not in REASONS:
        raise Invalid(_("Say why: %(reasons)s.") % {"reasons": ", ".join(REASONS)})


def _blank(step: Step[Any], rows: Iterable[Recorded]) -> set[str]:
    """Empty the rows; returns the telephone numbers that stood there."""
    numbers: set[str] = set()
    for row in rows:
        current = step.lock(row)
        numbers |= _wipe(current)
        step.save(current)
    return numbers


def _wipe(row: Recorded) -> set[str]:
    numbers = {getattr(row, name) for name in BLANK[type(row)] if name.endswith("phone")}
    for name in BLANK[type(row)]:
        setattr(row, name, "")
    row.salt = new_salt()
    return numbers - {""}


def _finish(step: Step[Any], reason: str, numbers: set[str]) -> None:
    numbers |= _wipe(step.thing)
    step.save(step.thing)
    step.note(reason=reason, erased=[str(row.public_id) for row in step.written])
    _forget_notices(numbers)


def _forget_notices(numbers: set[str]) -> None:
    """Notices are no records: their addresses and codes go, and what still waits is not sent. An address is encrypted
    without a hash to find it by, so each is read; nobody erases often."""
    notices = Notice.objects.filter(user_id_text="").only("pk", "address")
    found = [notice.pk for notice in notices.iterator(chunk_size=500) if notice.address in numbers]
    for start in range(0, len(found), 500):
        sent = Notice.objects.filter(pk__in=found[start : start + 500])
        sent.exclude(state="sent").update(state="dead")
        sent.update(address="", secret="")


def _leave_no_old_pages() -> None:
    """SQLite keeps what was in a row in its write-ahead log until that is emptied; PostgreSQL until its next vacuum."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
