"""What the worker does for the loop."""

from heluo.base.worker import Chore
from heluo.needs.actions import sweep

EVERY_SECONDS = 600

CHORES = [
    Chore(name="invitations lapsed", every_seconds=EVERY_SECONDS, run=sweep.lapse_offers),
    Chore(name="needs expired", every_seconds=EVERY_SECONDS, run=sweep.expire_needs),
    Chore(name="needs closed without an answer", every_seconds=EVERY_SECONDS, run=sweep.close_unanswered_needs),
]
