"""Every (state, act, role) of the loop, allowed and forbidden, against tables written by hand.

The tables below are the expectation; they are not derived from `needs/lifecycle.py`. "new" is a row that does not
exist yet. `who` names roles inside the need's place; everybody else, and everybody outside, must be refused.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from heluo.base import clock
from heluo.base.errors import Denied, Refused
from heluo.base.lifecycle import Lifecycle
from heluo.base.recorded import Recorded
from heluo.base.rules import SYSTEM, is_system, may
from heluo.base.writing import writing
from heluo.needs.codes import Bearer
from heluo.needs.lifecycle import NEED, OFFER, SERVICE
from heluo.needs.models import Need, Offer, Service

OFFICERS = "city_officer county_officer"
PROXIES = "informant village_committee clerk"
EVERYONE = (
    "visitor administrator auditor specialist team_leader contact operator requester system "
    f"{OFFICERS} {PROXIES} outside"
)

# The need was taken down by the town's informant for the requester's account.
NEED_TABLE = f"""
new       draft             draft      requester {PROXIES} {OFFICERS}
new       submit            draft      {EVERYONE}
new       publish           published  requester {PROXIES} {OFFICERS}
new       import_open       published  system {OFFICERS}
new       import_served     served     system {OFFICERS}
new       import_closed     closed     system {OFFICERS}
new       import_withdrawn  withdrawn  system {OFFICERS}
new       import_declined   declined   system {OFFICERS}
draft     draft             draft      informant
draft     publish           published  informant
draft     decline           declined
draft     withdraw          withdrawn  informant
draft     mark_duplicate    declined
published offer             offered    {OFFICERS}
published withdraw          withdrawn  requester informant {OFFICERS}
published decline           declined   {OFFICERS}
published mark_duplicate    declined   informant {OFFICERS}
published expire            expired    system
offered   offer             offered    {OFFICERS}
offered   unoffer           published  system {OFFICERS}
offered   assign            assigned   system {OFFICERS}
offered   withdraw          withdrawn  requester informant {OFFICERS}
offered   decline           declined   {OFFICERS}
offered   mark_duplicate    declined   informant {OFFICERS}
offered   expire            expired    system
assigned  release           published  system {OFFICERS}
assigned  reoffer           offered    system
assigned  start             serving    system
assigned  serve             served     system
assigned  withdraw          withdrawn  requester informant {OFFICERS}
serving   serve             served     system
serving   unstart           assigned   system
serving   release           published  system {OFFICERS}
serving   withdraw          withdrawn  requester informant {OFFICERS}
served    serve             served     system
served    unstart           assigned   system
served    release           published  system
served    close             closed     system {OFFICERS}
served    close_unanswered  closed     system
served    reopen            published  system requester village_committee {OFFICERS}
served    reopen_to_same    assigned   system {OFFICERS}
closed    unstart           assigned   system
closed    release           published  system
closed    reopen            published  system requester village_committee {OFFICERS}
closed    reopen_to_same    assigned   system {OFFICERS}
declined  republish         published  {OFFICERS}
expired   republish         published  {OFFICERS}
"""

# The same where it came by QR code, and waits for the town to read it.
QR_TABLE = f"""
draft     publish           published  informant {OFFICERS}
draft     decline           declined   informant {OFFICERS}
draft     mark_duplicate    declined   informant {OFFICERS}
"""

# The offer goes to the county's specialist.
OFFER_TABLE = f"""
new      propose  proposed  system {OFFICERS}
new      invite   invited   {OFFICERS}
proposed invite   invited   {OFFICERS}
proposed withdraw withdrawn system {OFFICERS}
invited  accept   accepted  specialist
invited  decline  declined  specialist
invited  lapse    lapsed    system
invited  withdraw withdrawn system {OFFICERS}
accepted decline  declined  specialist
accepted withdraw withdrawn system {OFFICERS}
"""

# What is told over the telephone by somebody invited who has no account.
RUNG_TABLE = f"""
invited  record_yes accepted {OFFICERS} clerk
invited  record_no  declined {OFFICERS} clerk
accepted record_no  declined {OFFICERS} clerk
accepted tell       accepted {OFFICERS} clerk
withdrawn tell      withdrawn {OFFICERS} clerk
"""

# The county's specialist served; nobody brings a code.
SERVICE_TABLE = f"""
new        draft    drafted    specialist
new        register registered specialist {OFFICERS}
new        import   registered system {OFFICERS}
drafted    register registered specialist
drafted    void     voided     specialist
drafted    replace  voided     specialist
registered dispute  disputed   auditor {OFFICERS}
registered correct  corrected  specialist {OFFICERS}
registered void     voided     {OFFICERS}
confirmed  check    checked    auditor {OFFICERS}
confirmed  dispute  disputed   auditor {OFFICERS}
confirmed  correct  corrected  specialist {OFFICERS}
confirmed  void     voided     {OFFICERS}
checked    dispute  disputed   auditor {OFFICERS}
checked    correct  corrected  specialist {OFFICERS}
checked    void     voided     {OFFICERS}
disputed   correct  corrected  {OFFICERS}
disputed   void     voided     {OFFICERS}
"""

# The same with the code in hand: anyone but the one who served may say yes or no.
_HAS_CODE = EVERYONE.replace("specialist ", "")
BEARER_TABLE = f"""
registered confirm  confirmed  {_HAS_CODE}
confirmed  confirm  confirmed  {_HAS_CODE}
checked    confirm  checked    {_HAS_CODE}
registered dispute  disputed   {_HAS_CODE}
confirmed  dispute  disputed   {_HAS_CODE}
checked    dispute  disputed   {_HAS_CODE}
"""


def parse(table: str) -> dict[tuple[str, str], tuple[str, set[str]]]:
    """(source, act) → (target, who may)."""
    lines = [line.split() for line in table.strip().splitlines()]
    return {(source, act): (target, set(who)) for source, act, target, *who in lines}


class Undone(Exception):
    """Rolls back what was allowed, so that the next one finds the row as it was."""


def outcome(who: Any, act: str, thing: Recorded) -> str:
    """The state that `who` brought the thing to, or "denied" or "refused"."""
    try:
        with transaction.atomic(), writing(who, act, thing) as step:
            reached = step.thing.state
            raise Undone
    except Undone:
        return reached
    except Denied as no:
        return "denied" if str(no.reason) else "denied without a reason"
    except Refused as no:
        return "refused" if str(no.reason) else "refused without a reason"


@pytest.fixture
def need(cast) -> Need:
    return Need.objects.create(
        number="LY-2026-999001",
        title="花椒蚜虫防治",
        industry=cast.pepper,
        place=cast.village,
        requester_account=cast.requester,
        publisher=cast.informant,
        asked_at=clock.now(),
        published_at=clock.now(),
    )


@pytest.fixture
def offer(cast, need) -> Offer:
    return Offer.objects.create(need=need, specialist=cast.specialist)


@pytest.fixture
def service(cast, need) -> Service:
    now = clock.now()
    return Service.objects.create(
        number="LYS-2026-999001",
        need=need,
        kind="visit",
        specialist=cast.specialist,
        industry=cast.pepper,
        place=cast.village,
        started_at=now - timedelta(hours=2),
        ended_at=now,
        title="花椒修剪",
    )


def people(cast) -> list[tuple[str, str, Any]]:
    """(role or "outside", description, actor)."""
    everyone = [
        (role if side == "inside" else "outside", f"{role} {side}", who)
        for (role, side), who in cast.everyone().items()
    ]
    return [*everyone, ("system", "system", SYSTEM)]


def unsaved(thing: Recorded) -> Recorded:
    """The same row before it exists."""
    fresh = type(thing)(
        **{
            field.attname: getattr(thing, field.attname)
            for field in thing._meta.concrete_fields
            if field.attname not in ("id", "public_id", "salt")
        }
    )
    if hasattr(fresh, "number"):
        fresh.number += "x"
    return fresh


def check_table(cast, lifecycle: Lifecycle, table: str, thing: Recorded, wrap=lambda who: who) -> None:
    expected = parse(table)
    cast_list = people(cast)
    sources = ["new", *(state.key for state in lifecycle.states)]
    for source in sources:
        type(thing).objects.filter(pk=thing.pk).update(state="draft" if source == "new" else source)
        thing.refresh_from_db()
        for act in lifecycle.acts:
            target, allowed = expected.get((source, act), ("", set()))
            for role, description, who in cast_list:
                subject = unsaved(thing) if source == "new" else thing
                reached = outcome(wrap(who), f"{lifecycle.subject}.{act}", subject)
                wanted = target if role in allowed else None
                said = f"{description}: {act} from {source} → {reached}"
                if wanted is not None:
                    assert reached == wanted, said
                else:
                    assert reached in ("denied", "refused"), said
                    # Whoever lacks the right is told so, whatever the state.
                    assert not (allowed and reached == "refused"), said


def test_needs(cast, need):
    check_table(cast, NEED, NEED_TABLE, need)


def test_needs_that_came_by_qr(cast, need):
    Need.objects.filter(pk=need.pk).update(channel="qr")
    check_table(cast, NEED, NEED_TABLE.rstrip() + QR_TABLE, need)


def test_offers(cast, need, offer):
    Need.objects.filter(pk=need.pk).update(state="offered")
    check_table(cast, OFFER, OFFER_TABLE, offer)


def test_offers_to_somebody_without_an_account(cast, need):
    Need.objects.filter(pk=need.pk).update(state="offered")
    offer = Offer.objects.create(need=need, specialist=cast.colleague, to_tell="come_again")
    check_table(cast, OFFER, OFFER_TABLE.replace(" specialist", "").strip() + RUNG_TABLE, offer)


def test_offers_whose_service_has_begun(cast, need, offer):
    Need.objects.filter(pk=need.pk).update(state="served")
    begun = {("accepted", "withdraw"): ("withdrawn", {"system"})}
    unbegun = {row: who for row, who in parse(OFFER_TABLE).items() if row != ("accepted", "decline")}
    lines = [f"{source} {act} {target} {' '.join(who)}" for (source, act), (target, who) in (unbegun | begun).items()]
    check_table(cast, OFFER, "\n".join(lines), offer)


def test_services_without_a_code(cast, service):
    check_table(cast, SERVICE, SERVICE_TABLE, service)


def test_services_with_the_code(cast, service):
    without = parse(SERVICE_TABLE)
    merged = dict(without)
    for key, (target, who) in parse(BEARER_TABLE).items():
        merged[key] = (target, who | without.get(key, (target, set()))[1])
    # Whoever brings a code acts for a person: not even the system is the system then.
    merged["new", "import"] = (merged["new", "import"][0], merged["new", "import"][1] - {"system"})
    lines = "\n".join(f"{source} {act} {target} {' '.join(who)}" for (source, act), (target, who) in merged.items())
    check_table(cast, SERVICE, lines, service, wrap=lambda who: Bearer(who, service.pk))


def test_the_code_of_another_service_is_none(cast, service):
    Service.objects.filter(pk=service.pk).update(state="registered")
    service.refresh_from_db()
    assert outcome(Bearer(cast.visitor, service.pk + 1), "services.confirm", service) == "denied"


def test_a_no_names_who_may(cast, need, offer, service):
    """Nobody reads that only the system does what people do too."""
    tables = ((NEED, NEED_TABLE, need), (OFFER, OFFER_TABLE, offer), (SERVICE, SERVICE_TABLE, service))
    by_system = is_system(cast.stranger.requester, None).reason
    for lifecycle, table, thing in tables:
        for (source, act), (_target, who) in parse(table).items():
            thing.state, thing._state.adding = source, source == "new"
            verdict = may(cast.stranger.requester, f"{lifecycle.subject}.{act}", thing)
            assert verdict or (verdict.reason == by_system) is (who == {"system"}), (source, act)


def test_the_tables_name_every_row_of_the_lifecycles():
    for lifecycle, tables in (
        (NEED, (NEED_TABLE,)),
        (OFFER, (OFFER_TABLE, RUNG_TABLE)),
        (SERVICE, (SERVICE_TABLE, BEARER_TABLE)),
    ):
        written = {key for table in tables for key in parse(table)}
        stored = {(row.source or "new", row.act) for row in lifecycle.transitions}
        assert written == stored
