"""What can be introduced: varieties and technologies. Patents and brands join them later."""

from django.db import models

from heluo.base.fields import PlainText, Prose
from heluo.base.recorded import Recorded
from heluo.industries.models import Industry


class Item(Recorded):
    """What a variety and a technology have in common."""

    number = models.CharField(max_length=40, unique=True)
    name = PlainText(max_length=120)
    pinyin = models.CharField(max_length=480, db_index=True)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    origin = PlainText(max_length=120, blank=True)
    description = Prose(max_length=2000, blank=True)
    suitable_for = PlainText(max_length=300, blank=True)

    not_committed = frozenset({"pinyin"})

    class Meta:
        abstract = True
        ordering = ["pinyin", "pk"]

    def __str__(self) -> str:
        return self.name


class Variety(Item):
    """A new variety (新品种) of a crop or breed."""

    crop = PlainText(max_length=40)
    registration = PlainText(max_length=80, blank=True)

    class Meta(Item.Meta):
        db_table = "variety"


class Technology(Item):
    """A new technology (新技术)."""

    season = PlainText(max_length=40, blank=True)

    class Meta(Item.Meta):
        db_table = "technology"
