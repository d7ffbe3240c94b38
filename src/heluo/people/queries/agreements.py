"""Agreements of service: seen by both sides and by the office and auditors of their place."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heluo.people.models import Agreement, Organisation, Specialist
from heluo.people.roles import OVERSEERS
from heluo.places.models import in_subtrees


def visible_to(user: Any) -> QuerySet[Agreement]:
    if user.is_administrator:
        return Agreement.objects.all()
    there = in_subtrees(user.place_prefixes(OVERSEERS), "place__code")
    own = Q(specialist__account_id=user.pk) if user.pk else Q(pk__in=[])
    return Agreement.objects.filter(there | own | Q(client_id__in=user.organisation_ids(("contact",))))


def list_agreements(user: Any, state: str = "") -> QuerySet[Agreement]:
    """Visible agreements, the newest first, with both sides and the place."""
    found = visible_to(user)
    found = found.filter(state=state) if state else found
    return found.select_related("specialist", "client", "place").order_by("-pk")


def agreement(user: Any, public_id: Any) -> Agreement | None:
    found = visible_to(user).select_related(
        "specialist__employer", "specialist__home", "client__place", "place", "client_signatory"
    )
    return found.filter(public_id=public_id).first()


def agreements_with(user: Any, *, specialist: Specialist | None = None, client: Organisation | None = None) -> Any:
    """The latest visible agreements of one side, for its page."""
    side = {"specialist": specialist} if specialist else {"client": client}
    return list_agreements(user).filter(**side)[:20]


def run_out(today: date) -> QuerySet[Agreement]:
    """Agreements in force whose last day has passed."""
    return Agreement.objects.filter(state="in_force", last_day__lt=today)
