"""Who may read the ledger's pages, notices, and what reached nobody."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_administrator, predicate, signed_in
from heluo.people.roles import OFFICERS


@predicate(_("The ledger is read by auditors, the city's science office and the administrator."))
def reads_the_ledger(user: Any, _thing: Any) -> bool:
    return user.holds_anywhere("auditor", "city_officer")


allow("ledger.read", is_administrator | reads_the_ledger)


@predicate(_("Notices that could not be delivered are looked after by the science office and the administrator."))
def looks_after_notices(user: Any, _thing: Any) -> bool:
    return user.holds_anywhere(*OFFICERS)


allow("notices.read_own", signed_in)
allow("notices.read_undelivered", is_administrator | looks_after_notices)
