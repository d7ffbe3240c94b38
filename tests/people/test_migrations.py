"""Tables as they were are brought up to date with what they hold, and what that changes is entered in the ledger.

The ledger here was written by today's rule of commitments; one of before that rule does not verify (ADR 18).
"""

import json

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from heluo.base.ledger.models import LedgerEntry
from heluo.base.ledger.seal import seal
from heluo.base.ledger.verify import verify
from heluo.base.rules import SYSTEM
from heluo.people.actions.households import create_household
from heluo.people.models import Household, Specialist
from tests.cast import Cast

FIRST, SECOND = "11010519491231002X", "410328198001011234"


def migrated(*targets):
    """The models as they are after migrating, forwards or back."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


def migrated_to_now():
    migrated(*MigrationExecutor(connection).loader.graph.leaf_nodes())
    seal()
    report = verify()
    assert report.ok, report.findings


def facts(action):
    return json.loads(LedgerEntry.objects.get(action=action).payload)["facts"]


def test_an_identity_number_stays_with_the_household_that_was_entered_first(site, capsys):
    cast = Cast()
    one, other = (
        create_household(actor=SYSTEM, head_name=name, place=cast.village, category="ordinary", id_number=number)
        for name, number in (("赵大", FIRST), ("钱大", SECOND))
    )
    then = migrated(("people", "0001_initial")).get_model("people", "Household").objects
    then.filter(pk=other.pk).update(id_number=FIRST, id_hash=one.id_hash)
    migrated_to_now()
    assert list(Household.objects.order_by("pk").values_list("id_number", flat=True)) == [FIRST, ""]
    assert facts("households.edit") == {"id_number": "removed", "is_that_of": str(one.public_id)}
    said = capsys.readouterr().out
    assert str(other.public_id) in said
    assert FIRST not in said


def test_who_was_not_active_has_ended(site):
    cast = Cast()
    assert cast.colleague in cast.team.members.all()
    then = migrated(("people", "0002_household_id_number")).get_model("people", "Specialist").objects
    then.filter(pk=cast.colleague.pk).update(is_active=False)
    migrated_to_now()
    ended = Specialist.objects.get(ended_on__isnull=False)
    assert (ended, ended.ended_reason) == (cast.colleague, "此前已不再任职；何时、因何不再任职，当时未作记录。")
    assert cast.colleague not in cast.team.members.all()
    assert facts("specialists.end")["left"] == [str(cast.team.public_id)]


def test_what_somebody_still_leads_who_has_ended_is_said(site, capsys):
    cast = Cast()
    bodies = [cast.team, cast.group]
    then = migrated(("people", "0002_household_id_number")).get_model("people", "Specialist").objects
    then.filter(pk=cast.leader.pk).update(is_active=False)
    migrated_to_now()
    assert facts("specialists.end")["still_leads"] == sorted(str(body.public_id) for body in bodies)
    said = capsys.readouterr().out
    assert all(body.number in said for body in bodies)
