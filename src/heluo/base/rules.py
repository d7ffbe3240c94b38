"""Small predicates with a reason each, and `may`: whether a person may do an act with a thing, and if not, why.

A subject's `rules.py` defines predicates with `@predicate(reason)`, combines them with `&`, `|` and `~`, and
registers one per act with `allow("needs.publish", …)`. An act that nobody registered is denied: deny by default.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Denied, Sentence

Test = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; otherwise `reason` says why not, in words for the person who asked."""

    allowed: bool
    reason: Sentence = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


class Predicate:
    """A question about (user, thing) whose no carries a reason."""

    def __init__(self, decide: Callable[[Any, Any], Verdict], name: str) -> None:
        self._decide = decide
        self.name = name

    def __call__(self, user: Any, thing: Any) -> Verdict:
        return self._decide(user, thing)

    def __and__(self, other: "Predicate") -> "Predicate":
        def both(user: Any, thing: Any) -> Verdict:
            return self(user, thing) and other(user, thing)

        return Predicate(both, f"({self.name} & {other.name})")

    def __or__(self, other: "Predicate") -> "Predicate":
        """Either. The second one's reason is told: put the usual way in last, or use `because`."""

        def either(user: Any, thing: Any) -> Verdict:
            return self(user, thing) or other(user, thing)

        return Predicate(either, f"({self.name} | {other.name})")

    def __invert__(self) -> "Predicate":
        def negated(user: Any, thing: Any) -> Verdict:
            return Verdict(not self(user, thing), _("That is not for you."))

        return Predicate(negated, f"~{self.name}")

    def because(self, reason: Sentence) -> "Predicate":
        """The same question with another reason for its no."""

        def with_reason(user: Any, thing: Any) -> Verdict:
            return YES if self(user, thing) else Verdict(False, reason)

        return Predicate(with_reason, self.name)

    def __repr__(self) -> str:
        return self.name


def predicate(reason: Sentence) -> Callable[[Test], Predicate]:
    """Decorator: a plain test of (user, thing) becomes a predicate that answers no with `reason`."""

    def make(test: Test) -> Predicate:
        def decide(user: Any, thing: Any) -> Verdict:
            return YES if test(user, thing) else Verdict(False, reason)

        return Predicate(decide, test.__name__)

    return make


@predicate(_("Please sign in first."))
def signed_in(user: Any, thing: Any) -> bool:
    return bool(user.is_authenticated)


@predicate(_("Only the system does this, by itself."))
def is_system(user: Any, thing: Any) -> bool:
    return user is SYSTEM


@predicate(_("Only an administrator may do this."))
def is_administrator(user: Any, thing: Any) -> bool:
    return bool(user.is_administrator)


anyone = Predicate(lambda user, thing: YES, "anyone")


class NoAccount:
    """An actor that holds no role."""

    is_active = True
    pk = None
    specialist = None

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id
        self.is_authenticated = public_id == "system"

    is_administrator = False

    def holds(self, *roles: str, **over: Any) -> bool:
        """Never: what the system or a visitor may do is named in the rules."""
        return False

    def holds_anywhere(self, *roles: str) -> bool:
        return False

    @property
    def roles(self) -> set[str]:
        return set()

    def place_prefixes(self, roles: Any) -> tuple[str, ...]:
        return ()

    def organisation_ids(self, roles: Any) -> set[int]:
        return set()

    def __str__(self) -> str:
        return self.public_id


# The actor of what happens by itself: deadlines, sealing, the closing of unanswered services.
SYSTEM = NoAccount("system")
# Whoever has not signed in.
VISITOR = NoAccount("visitor")

_RULES: dict[str, Predicate] = {}


def allow(act: str, rule: Predicate) -> None:
    """Register the rule of an act (`subject.act`). Twice is a mistake."""
    if act in _RULES:
        raise ValueError(f"the act {act} has a rule already")
    _RULES[act] = rule


def acts() -> list[str]:
    """Every registered act, sorted."""
    return sorted(_RULES)


def may(user: Any, act: str, thing: Any = None) -> Verdict:
    """May this user do this act with this thing? A falsy verdict carries the reason."""
    rule = _RULES.get(act)
    if rule is None:
        return Verdict(False, _("Nobody may do this."))
    return rule(user, thing)


def require(user: Any, act: str, thing: Any = None) -> None:
    """Raise Denied with the reason unless the user may."""
    verdict = may(user, act, thing)
    if not verdict:
        raise Denied(verdict.reason)
