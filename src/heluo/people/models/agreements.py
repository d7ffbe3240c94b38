"""Agreements of service between a specialist and an organisation."""

from django.db import models
from django.db.models import F, Q

from heluo.base.fields import Prose
from heluo.base.recorded import Recorded
from heluo.people.lifecycle import AGREEMENT
from heluo.people.models.accounts import User
from heluo.people.models.organisations import Organisation
from heluo.people.models.specialists import Specialist
from heluo.places.models import Place


class Agreement(Recorded):
    """What a specialist will do for whom, from the first day to the last, signed by both sides in their accounts."""

    lifecycle = AGREEMENT

    number = models.CharField(max_length=40, unique=True)
    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="agreements")
    client = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    tasks = Prose(max_length=2000)
    duties_of_client = Prose(max_length=2000, blank=True)
    fee_fen = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=AGREEMENT.choices, default="drafted", db_index=True)
    signed_by_specialist_at = models.DateTimeField(null=True)
    signed_by_client_at = models.DateTimeField(null=True)
    # The contact who signed for the client; for a specialist it is always the specialist.
    client_signatory = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = Prose(max_length=500, blank=True)

    class Meta:
        db_table = "agreement"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="agreement_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def fee_yuan(self) -> str:
        """The fee in yuan with two decimals."""
        return f"{self.fee_fen // 100}.{self.fee_fen % 100:02d}"
