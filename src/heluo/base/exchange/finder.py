"""Finds what cells refer to, many keys with one query, and remembers it."""

from collections.abc import Collection, Iterable
from typing import Any

from heluo.base.exchange.sheets import Lookup
from heluo.base.rules import SYSTEM, may

_AT_ONCE = 500


class Finder:
    """A cache over lookups, of what `actor` may name. What was not found is asked again: it may have been written
    since."""

    def __init__(self, actor: Any = SYSTEM) -> None:
        self._actor = actor
        self._found: dict[Lookup, dict[str, Any]] = {}

    def load(self, lookup: Lookup, keys: Iterable[str]) -> None:
        """Ask for all of these keys at once."""
        known = self._found.setdefault(lookup, {})
        wanted = sorted({key for key in keys if key and key not in known})
        for start in range(0, len(wanted), _AT_ONCE):
            found = lookup.find(wanted[start : start + _AT_ONCE])
            known.update((key, row) for key, row in found.items() if self._may_name(lookup, row))

    def _may_name(self, lookup: Lookup, row: Any) -> bool:
        return not lookup.act or bool(may(self._actor, lookup.act, row))

    def get(self, lookup: Lookup, key: str | None) -> Any:
        """The row with that key, or None."""
        if not key:
            return None
        if key not in self._found.get(lookup, {}):
            self.load(lookup, [key])
        return self._found[lookup].get(key)

    def many(self, lookup: Lookup, keys: Collection[str]) -> list[Any]:
        """The rows with these keys, in their order; unknown ones are left out."""
        self.load(lookup, keys)
        found = self._found[lookup]
        return [found[key] for key in keys if key in found]

    def known(self, lookup: Lookup, key: str) -> bool:
        """Whether a loaded key was found (asks nothing)."""
        return key in self._found.get(lookup, {})
