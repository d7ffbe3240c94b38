"""Who may send workbooks at all. Each row is asked about again, by the rule of its own act and place."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_administrator, predicate
from heluo.people.roles import KEEPERS

SENDERS = (*KEEPERS, "administrator")


@predicate(_("Only the science office, an informant or a village committee may import workbooks."))
def sends_workbooks(user: Any, thing: Any) -> bool:
    return user.holds_anywhere(*SENDERS)


allow("imports.upload", is_administrator | sends_workbooks)
