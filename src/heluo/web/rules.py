"""Who may read the ledger's pages, notices, and what reached nobody."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, predicate, signed_in
from heluo.people.roles import OFFICERS


@predicate(_("The ledger is read by auditors, the city's science office and the administrator."))
def reads_the_ledger(user: Any, _thing: Any) -> bool:
    return user.holds_anywhere("auditor", "city_officer", "administrator")


allow("ledger.read", reads_the_ledger)


@predicate(_("Notices that could not be delivered are looked after by the science office and the administrator."))
def looks_after_notices(user: Any, _thing: Any) -> bool:
    return user.holds_anywhere(*OFFICERS, "administrator")


allow("notices.read_own", signed_in)
allow("notices.read_undelivered", looks_after_notices)
