"""What the worker does for the loop."""

from heluo.base.worker import Chore
from heluo.needs.actions import sweep

EVERY_SECONDS = 600
# The calendar changes with a new version of its package, hence when the worker is started anew.
EVERY_DAY = 86_400

CHORES = [
    Chore(name="invitations lapsed", every_seconds=EVERY_SECONDS, run=sweep.lapse_offers),
    Chore(name="needs expired", every_seconds=EVERY_SECONDS, run=sweep.expire_needs),
    Chore(name="needs closed without an answer", every_seconds=EVERY_SECONDS, run=sweep.close_unanswered_needs),
    Chore(name="deadlines counted again", every_seconds=EVERY_DAY, run=sweep.recount_deadlines),
]
