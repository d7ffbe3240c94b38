"""Who may have engines run. Who sees a run is in `queries.visible_to`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_administrator, is_system, predicate, signed_in


@predicate(_("Only who started this, or an administrator, may cancel it."))
def started_it(user: Any, run: Any) -> bool:
    return user.pk is not None and run.made_by_id == user.pk


allow("runs.start", signed_in | is_system)
allow("runs.finish", is_system)
allow("runs.cancel", is_administrator | started_it)
