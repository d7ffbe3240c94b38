"""Who may change the tree of industries: nobody but those who run the site. Everyone may read it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.rules import allow, is_system, predicate


@predicate(_("Only an administrator may load industries."))
def is_administrator(user: Any, industry: Any) -> bool:
    return user.holds("administrator")


allow("industries.import", is_system | is_administrator)
