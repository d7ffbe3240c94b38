"""Brakes: how often something may be tried, by a name, from an address. Counted in the database, so that it holds over
all processes and restarts; never a lock-out for good.

    GUESSES = Brake("signin", tries=8, seconds=600)
    if not GUESSES.take(name, address): …          # too many within the time: not tried at all
    GUESSES.release(name, address)                 # it was right: nothing is held against anybody

What is counted is no record: names and addresses stand there as keyed hashes, for as long as they brake
(docs/adr/0015-what-the-ledger-leaves-out.md).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from heluo.base import clock
from heluo.base.crypto import keyed_hash
from heluo.base.models import Tries


@dataclass(frozen=True)
class Brake:
    """So many tries until nothing was tried for so many seconds."""

    name: str
    tries: int
    seconds: int

    @property
    def minutes(self) -> int:
        return max(1, self.seconds // 60)

    def take(self, *who: str) -> bool:
        """Count one try and say whether it may be made. One that may not is not counted, so that the pause ends."""
        with transaction.atomic():
            now = clock.now()
            row, _made = Tries.objects.select_for_update().get_or_create(
                key=self._key(who), defaults={"count": 0, "until": now}
            )
            if row.until <= now:
                row.count = 0
            if row.count >= self.tries:
                return False
            row.count += 1
            row.until = now + timedelta(seconds=self.seconds)
            row.save()
        return True

    def release(self, *who: str) -> None:
        """Forget what was counted."""
        Tries.objects.filter(key=self._key(who)).delete()

    def is_known(self, *who: str) -> bool:
        """Whether something was counted and is not yet forgotten."""
        return Tries.objects.filter(key=self._key(who), until__gt=clock.now()).exists()

    def _key(self, who: tuple[str, ...]) -> str:
        return keyed_hash("\n".join(who), purpose=f"brake:{self.name}")


def forget_old() -> int:
    """Delete what brakes nobody any more."""
    count, _by_model = Tries.objects.filter(until__lte=clock.now()).delete()
    return count
