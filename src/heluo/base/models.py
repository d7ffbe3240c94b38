"""The tables of the ground: ledger, outbox, tasks."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heluo.base.exchange.models import ImportedRow, ImportFile, ImportUpload
from heluo.base.fields import EncryptedText
from heluo.base.ids import uuid7
from heluo.base.ledger.models import LedgerEntry, LedgerHead, LedgerLeaf, LedgerUnsealed
from heluo.base.recorded import Recorded

__all__ = [
    "Counter",
    "ImportFile",
    "ImportUpload",
    "ImportedRow",
    "LedgerEntry",
    "LedgerHead",
    "LedgerLeaf",
    "LedgerUnsealed",
    "Notice",
    "Recorded",
    "Task",
    "Tries",
]


class Counter(models.Model):
    """The last number given in a series, such as the needs of 2026."""

    series = models.CharField(max_length=40, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "counter"

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Notice(models.Model):
    """One message to one addressee. Written with the action, sent after its commit by the worker.

    The text is made when it is sent, in the addressee's language, from `template` and `context`. What must not stay
    (a one-time code) is in `secret`, which is wiped once the notice is sent.
    """

    STATES = [
        ("waiting", _("Waiting to be sent")),
        ("sending", _("Being sent")),
        ("sent", _("Sent")),
        ("kept", _("Kept, to be told or printed")),
        ("dead", _("Given up")),
    ]

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    template = models.CharField(max_length=64)
    context = models.JSONField(default=dict)
    secret = EncryptedText()
    # Public id of the account, or empty when the notice goes to an address.
    user_id_text = models.CharField(max_length=64, blank=True, db_index=True)
    channel = models.CharField(max_length=16)
    address = EncryptedText()
    about = models.CharField(max_length=64)
    about_id = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()
    # Not to be tried before; while it is being sent, until when it is left to the worker that took it.
    due_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=12, choices=STATES, default="waiting", db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outbox_notice"

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class Task(models.Model):
    """Long work, kept in the database: imports, engine runs. One worker at a time holds its lease."""

    STATES = [
        ("waiting", _("Waiting")),
        ("running", _("Running")),
        ("done", _("Done")),
        ("failed", _("Failed")),
        ("cancelled", _("Cancelled")),
    ]

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=48)
    payload = models.JSONField(default=dict)
    # Public id of the account, or "system".
    made_by = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=STATES, default="waiting", db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What it is at, or why it failed, in each language: {zh, en}. A worker says it, and knows no reader.
    said = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    # The worker's token and until when it is believed to be alive.
    leased_by = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "task"

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def message(self) -> str:
        """`said`, in the reader's language."""
        return str(self.said.get("en" if (get_language() or "").startswith("en") else "zh", ""))


class Tries(models.Model):
    """How often something was tried (`base/brake.py`). No record: a hash, a count, and when it is forgotten."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "tries"

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
