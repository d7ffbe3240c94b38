"""What the worker does for the ground."""

from heluo.base.ledger.seal import seal
from heluo.base.worker import Chore


def _seal() -> int:
    return seal().count


CHORES = [
    Chore(name="ledger entries sealed", every_seconds=5, run=_seal),
]
