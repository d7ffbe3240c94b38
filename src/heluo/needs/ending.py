"""What of the loop stands in the way when a specialist or a team is to serve no longer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Sentence
from heluo.needs.queries.offers import on_hand_of
from heluo.people.actions.ending import ends_not_while


@ends_not_while
def has_live_offers(thing: Any) -> Sentence:
    numbers = on_hand_of(thing)
    if not numbers:
        return ""
    words = {"name": thing.name, "needs": "、".join(numbers)}
    return _("%(name)s is invited to, or has accepted, %(needs)s; have these answered or withdrawn first.") % words
