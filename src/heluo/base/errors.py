"""The ways in which the house says no. Each carries a sentence for the person who asked."""

from collections.abc import Mapping
from typing import Any

# A sentence may be lazily translated; it becomes text in the language of whoever reads it.
Sentence = Any


class No(Exception):
    """Base of all refusals; `reason` is in the user's words."""

    status = 400

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class Denied(No):
    """The person may see the thing but not do this with it (HTTP 403)."""

    status = 403


class Refused(No):
    """The thing's present state does not allow it, or somebody was quicker (HTTP 409)."""

    status = 409


class TooMany(No):
    """It was asked for too often within a short time (HTTP 429)."""

    status = 429


class NotVisible(No):
    """For this person the thing does not exist (HTTP 404)."""

    status = 404


class Invalid(No):
    """What was given is wrong; `fields` names each wrong field with its sentence (HTTP 422)."""

    status = 422

    def __init__(self, reason: Sentence, fields: Mapping[str, Sentence] | None = None) -> None:
        super().__init__(reason)
        self.fields = dict(fields or {})
