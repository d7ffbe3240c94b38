"""The loop's rows: needs, offers, services with their lines and evidence, codes, confirmations, evaluations."""

from heluo.needs.models.answers import USABLE_CODES, Confirmation, ConfirmationCode, Evaluation
from heluo.needs.models.need import Need, NeedPhoto, Reopening
from heluo.needs.models.offer import Offer
from heluo.needs.models.service import (
    WAYS_OF_CHECKING,
    Attendance,
    Evidence,
    Help,
    Introduction,
    Member,
    Promotion,
    Service,
)

__all__ = [
    "USABLE_CODES",
    "WAYS_OF_CHECKING",
    "Attendance",
    "Confirmation",
    "ConfirmationCode",
    "Evaluation",
    "Evidence",
    "Help",
    "Introduction",
    "Member",
    "Need",
    "NeedPhoto",
    "Offer",
    "Promotion",
    "Reopening",
    "Service",
]
