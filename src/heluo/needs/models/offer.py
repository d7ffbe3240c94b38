"""An offer: one specialist or team for one need, with its reasons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import Prose
from heluo.base.recorded import Recorded
from heluo.needs.lifecycle import LIVE_OFFERS, OFFER
from heluo.needs.models.need import Need
from heluo.people.models import Specialist, Team, User
from heluo.places.models import Place
from heluo.runs.models import Run

# What somebody without an account may still have to be told over the telephone.
NEWS = (
    ("withdrawn", _("The invitation was taken back.")),
    ("not_content", _("The people served were not content; somebody else is looked for.")),
    ("come_again", _("The people served are not content: please go once more.")),
    ("waits_again", _("The record of the service was voided: the service is still to come.")),
    ("changed", _("What is asked was changed: the need's page says it as it is now.")),
)


class Offer(Recorded):
    """`parts` is [{key, points, of}], `reasons` is {zh, en}: as the engine gave them, kept as evidence of why."""

    lifecycle = OFFER

    need = models.ForeignKey(Need, models.PROTECT, related_name="offers")
    specialist = models.ForeignKey(Specialist, models.PROTECT, null=True, blank=True, related_name="offers")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="offers")
    score = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)
    rank = models.PositiveSmallIntegerField(default=1)
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="offers")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    override_reason = Prose(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=OFFER.choices, default="proposed", db_index=True)
    invited_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True, db_index=True)
    answered_at = models.DateTimeField(null=True)
    decline_reason = Prose(max_length=500, blank=True)
    # Who rang up, where the one invited has no account and the answer was told over the telephone.
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    to_tell = models.CharField(max_length=12, choices=NEWS, blank=True, db_index=True)

    class Meta:
        db_table = "offer"
        constraints = [
            models.CheckConstraint(condition=Q(specialist__isnull=False) ^ Q(team__isnull=False), name="offer_to_one"),
            models.UniqueConstraint(
                fields=["need", "specialist"],
                condition=Q(state__in=list(LIVE_OFFERS)),
                name="one_live_offer_each_specialist",
            ),
            models.UniqueConstraint(
                fields=["need", "team"],
                condition=Q(state__in=list(LIVE_OFFERS)),
                name="one_live_offer_each_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need.number} → {self.candidate}"

    @property
    def place(self) -> Place:
        """Where: offers are in the scope of their need's place."""
        return self.need.place

    @property
    def candidate(self) -> Specialist | Team:
        return self.specialist or self.team  # type: ignore[return-value]

    @property
    def answerer(self) -> Specialist:
        """Who answers: the specialist, or the team's leader."""
        return self.team.leader if self.team else self.specialist  # type: ignore[return-value]

    @property
    def account(self) -> User | None:
        """The account that answers; None where there is none that works."""
        account = self.answerer.account
        return account if account is not None and account.is_active else None

    @property
    def server_ids(self) -> frozenset[int]:
        """Keys of the specialists who are asked by it, the members of a team included: each fills a place, once."""
        members = self.team.members.all() if self.team else [self.specialist]
        return frozenset(one.pk for one in members if one is not None)
