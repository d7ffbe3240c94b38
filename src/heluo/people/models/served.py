"""The people who are served. Names and numbers are encrypted; a keyed hash finds them again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base import crypto
from heluo.base.fields import EncryptedText
from heluo.base.recorded import Recorded
from heluo.places.models import Place


class Household(Recorded):
    """A household: the grain in which help is counted (once a period)."""

    CATEGORIES = [
        ("out_of_poverty", _("Lifted out of poverty")),
        ("unstable", _("Unstable after poverty")),
        ("marginal", _("At risk of poverty")),
        ("sudden", _("In sudden hardship")),
        ("ordinary", _("Ordinary household")),
    ]
    # Those that the published figure calls poor households (贫困户): registered as poor, or monitored.
    POOR = ("out_of_poverty", "unstable", "marginal", "sudden")

    head_name = EncryptedText(max_length=60)
    head_hash = models.CharField(max_length=64, db_index=True)
    phone = EncryptedText(max_length=40)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    id_number = EncryptedText(max_length=18)
    id_hash = models.CharField(max_length=64, blank=True, db_index=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=CATEGORIES)
    size = models.PositiveSmallIntegerField(null=True)
    source_number = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        db_table = "household"
        constraints = [
            models.UniqueConstraint(fields=["id_hash"], condition=~Q(id_hash=""), name="household_of_id_number")
        ]

    def __str__(self) -> str:
        return self.masked_name

    @property
    def masked_name(self) -> str:
        return crypto.mask(self.head_name) or str(_("(erased)"))


class Person(Recorded):
    """Someone who came to a class, or belongs to a household that was served."""

    name = EncryptedText(max_length=60)
    name_hash = models.CharField(max_length=64, db_index=True)
    phone = EncryptedText(max_length=40)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="members")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        db_table = "person"
        indexes = [models.Index(fields=["place", "name_hash"], name="person_place_name")]

    def __str__(self) -> str:
        return self.masked_name

    @property
    def masked_name(self) -> str:
        return crypto.mask(self.name) or str(_("(erased)"))
