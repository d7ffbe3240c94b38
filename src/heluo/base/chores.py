"""What the worker does for the ground."""

from heluo.base import brake, sessions, tasks
from heluo.base.exchange import uploads
from heluo.base.ledger.seal import seal
from heluo.base.outbox import delivery
from heluo.base.worker import Chore


def _seal() -> int:
    return seal().count


CHORES = [
    Chore(name="ledger entries sealed", every_seconds=3, run=_seal),
    Chore(name="notices sent", every_seconds=3, run=delivery.send_due, apart=True),
    Chore(name="uploads whose task broke down", every_seconds=60, run=uploads.end_abandoned),
    Chore(name="old uploads of workbooks forgotten", every_seconds=3600, run=uploads.forget_old),
    Chore(name="tasks done long ago forgotten", every_seconds=3600, run=tasks.forget_done),
    Chore(name="old tries forgotten", every_seconds=3600, run=brake.forget_old),
    Chore(name="addresses and codes of old notices wiped", every_seconds=3600, run=delivery.wipe_old),
    Chore(name="notices sent long ago forgotten", every_seconds=3600, run=delivery.forget_old),
    Chore(name="sessions that have run out forgotten", every_seconds=3600, run=sessions.forget_expired),
]
