"""Organisations: employers, requesters, operators."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import EncryptedText, PlainText
from heluo.base.recorded import Recorded
from heluo.places.models import Place


class Organisation(Recorded):
    """A body with its unified social credit code (GB 32100-2015), unique where there is one."""

    KINDS = [
        ("university", _("University")),
        ("institute", _("Research institute")),
        ("firm", _("Firm")),
        ("cooperative", _("Co-operative")),
        ("family_farm", _("Family farm")),
        ("village_committee", _("Village committee")),
        ("office", _("Government office")),
        ("extension", _("Extension station")),
    ]

    name = PlainText(max_length=120)
    pinyin = models.CharField(max_length=480, db_index=True)
    credit_code = models.CharField(max_length=18, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    contact_name = EncryptedText(max_length=60)
    contact_phone = EncryptedText(max_length=40)
    # The number that the organisation has in the workbook it came from, so that a second import finds it again.
    source_number = models.CharField(max_length=40, blank=True, db_index=True)

    not_committed = frozenset({"pinyin"})

    class Meta:
        db_table = "organisation"
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name
