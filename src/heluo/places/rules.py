"""Who may change the tree of places: nobody but those who run the site. Everyone may read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_system, predicate


@predicate(_("Only an administrator may load places."))
def is_administrator(user: Any, edition: Any) -> bool:
    return user.holds("administrator")


allow("places.import", is_system | is_administrator)
