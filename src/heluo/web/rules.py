"""Who may read the ledger's pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, predicate


@predicate(_("The ledger is read by auditors, the city's science office and the administrator."))
def reads_the_ledger(user: Any, _thing: Any) -> bool:
    return user.holds("auditor", "city_officer", "administrator")


allow("ledger.read", reads_the_ledger)
