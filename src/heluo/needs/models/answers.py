"""What the people served say: one-time codes, confirmations, evaluations."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import EncryptedText, Prose
from heluo.base.recorded import Recorded
from heluo.needs.models.need import Need
from heluo.needs.models.service import Service
from heluo.people.models import User
from heluo.places.models import Place

_SCORE: dict[str, Any] = {"null": True, "blank": True, "validators": [MinValueValidator(1), MaxValueValidator(5)]}


# States of a code that can still confirm; once its digits are locked only the slip's QR does.
USABLE_CODES = ("live", "locked")


class ConfirmationCode(Recorded):
    """A one-time code in the hands of the people served, stored hashed.

    Issued for a need when it is published, it is bound to the service when that is registered; for an unplanned
    service the town issues one afterwards. `token_hash` is of the long form in the QR's link.
    """

    STATES = [
        ("live", _("Can be used")),
        ("used", _("Used")),
        ("replaced", _("Replaced by a new one")),
        ("locked", _("Locked after five wrong tries")),
        ("ended", _("Ended with what it was for")),
    ]

    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="codes")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="codes")
    code_hash = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Set when the service is registered: 30 days later.
    expires_at = models.DateTimeField(null=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=10, choices=STATES, default="live")

    class Meta:
        db_table = "confirmation_code"

    def __str__(self) -> str:
        return f"{self.state} {self.issued_at:%Y-%m-%d}"


class Confirmation(Recorded):
    """The answer of someone served: it took place, or it did not."""

    CHANNELS = [
        ("qr", _("with the slip's QR code")),
        # However the digits came: by SMS, on a slip or read out. Nobody asks.
        ("sms", _("with the six digits")),
        ("hotline", _("told to the hotline")),
        ("proxy", _("told to the town or village")),
    ]

    service = models.ForeignKey(Service, models.PROTECT, related_name="confirmations")
    code = models.OneToOneField(ConfirmationCode, models.PROTECT, related_name="confirmation")
    at = models.DateTimeField()
    took_place = models.BooleanField()
    channel = models.CharField(max_length=8, choices=CHANNELS)
    # The clerk or informant who entered it for somebody without a telephone; such answers are shown apart.
    proxied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    comment = Prose(max_length=1000, blank=True)
    caller = EncryptedText(max_length=60)

    class Meta:
        db_table = "confirmation"

    def __str__(self) -> str:
        return f"{self.service.number} {self.took_place}"


class Evaluation(Recorded):
    """The judgement of the one who asked, of the village committee, or of somebody who was there; never of the one who
    served."""

    CHANNELS = [*Confirmation.CHANNELS, ("web", _("with an account")), ("workbook", _("in a workbook"))]
    # Whose word it is, whoever brought it; of each one word counts (`queries.judged`).
    VOICES = [
        ("asker", _("the one who asked")),
        ("committee", _("the village committee")),
        ("served", _("somebody who was there")),
    ]

    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="evaluations")
    service = models.ForeignKey(Service, models.PROTECT, related_name="evaluations")
    at = models.DateTimeField()
    is_satisfied = models.BooleanField()
    usefulness = models.PositiveSmallIntegerField(**_SCORE)
    timeliness = models.PositiveSmallIntegerField(**_SCORE)
    manner = models.PositiveSmallIntegerField(**_SCORE)
    comment = Prose(max_length=1000, blank=True)
    channel = models.CharField(max_length=8, choices=CHANNELS)
    voice = models.CharField(max_length=10, choices=VOICES, default="asker")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmation = models.OneToOneField(Confirmation, models.PROTECT, null=True, blank=True, related_name="evaluation")
    is_proxied = models.BooleanField(default=False)

    class Meta:
        db_table = "evaluation"

    @property
    def place(self) -> Place:
        """Where: judgements are in the scope of their service's place."""
        return self.service.place

    def __str__(self) -> str:
        return f"{self.service.number} {self.is_satisfied}"
