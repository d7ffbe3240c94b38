"""What the worker does for people and bodies."""

from heluo.base.worker import Chore
from heluo.people.actions.agreements import let_agreements_run_out

DAILY_SECONDS = 24 * 3600

CHORES = [Chore(name="agreements run out", every_seconds=DAILY_SECONDS, run=let_agreements_run_out)]
