"""Specialists, what they can do and when, and the bodies they form: the 'five ones' but the projects."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import EncryptedText, PlainText, Prose
from heluo.base.recorded import Recorded
from heluo.industries.models import Industry
from heluo.people.models.accounts import User
from heluo.people.models.organisations import Organisation
from heluo.places.models import Place


class Lasting(Recorded):
    """What serves until it ends, after the day `ended_on`. `subject` is that of its acts."""

    subject: ClassVar[str]

    ended_on = models.DateField(null=True, blank=True)
    ended_reason = Prose(max_length=500, blank=True)

    class Meta:
        abstract = True


class Specialist(Lasting):
    """A science-and-technology specialist (科技特派员), a natural or a legal person."""

    subject = "specialists"

    KINDS = [("natural", _("Natural person")), ("legal", _("Legal person"))]

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=KINDS, default="natural")
    name = PlainText(max_length=120)
    pinyin = models.CharField(max_length=480, db_index=True)
    account = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="specialist")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="the legal person itself"
    )
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="specialists")
    title = PlainText(max_length=60, blank=True)
    expertise = models.ManyToManyField(Industry, related_name="specialists")
    expertise_words = Prose(max_length=500, blank=True)
    home = models.ForeignKey(Place, models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    capacity_days = models.PositiveSmallIntegerField(default=30)
    phone = EncryptedText(max_length=40)
    must_not_serve = models.ManyToManyField(Organisation, related_name="+", blank=True)

    not_committed = frozenset({"pinyin"})

    class Meta:
        db_table = "specialist"
        ordering = ["pinyin", "pk"]

    def __str__(self) -> str:
        return self.name


class Term(Recorded):
    """A year of service at a level."""

    LEVELS = [
        ("national", _("National")),
        ("province", _("Provincial")),
        ("city", _("City")),
        ("county", _("County")),
    ]

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="terms")
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=LEVELS)

    class Meta:
        db_table = "specialist_term"
        constraints = [models.UniqueConstraint(fields=["specialist", "year"], name="one_term_a_year")]

    def __str__(self) -> str:
        return f"{self.specialist} {self.year}"


class Absence(Recorded):
    """Days, both included, on which a specialist takes no work."""

    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "specialist_absence"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"


class Group(Lasting):
    """An industry's service group (产业服务团) of the province or the city."""

    subject = "groups"

    LEVELS = [("province", _("Provincial")), ("city", _("City"))]

    number = models.CharField(max_length=40, unique=True)
    name = PlainText(max_length=120)
    level = models.CharField(max_length=8, choices=LEVELS)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    leader = models.ForeignKey(Specialist, models.PROTECT, related_name="leads_groups")
    members = models.ManyToManyField(Specialist, related_name="groups")
    places = models.ManyToManyField(Place, related_name="+")

    class Meta:
        db_table = "service_group"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> list[Place]:
        """The counties that it serves; where none are named, its leader's home."""
        return list(self.places.all()) or [self.leader.home]


class Team(Lasting):
    """A service team (服务队): answers a need as one, each member filling one place."""

    subject = "teams"

    number = models.CharField(max_length=40, unique=True)
    name = PlainText(max_length=120)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    leader = models.ForeignKey(Specialist, models.PROTECT, related_name="leads_teams")
    members = models.ManyToManyField(Specialist, related_name="teams")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        db_table = "service_team"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Workstation(Lasting):
    """A specialists' workstation (科技特派员工作站)."""

    subject = "workstations"

    number = models.CharField(max_length=40, unique=True)
    name = PlainText(max_length=120)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    head = models.ForeignKey(Specialist, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "workstation"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class ScienceBase(Lasting):
    """A popular-science base (科普基地)."""

    subject = "bases"

    number = models.CharField(max_length=40, unique=True)
    name = PlainText(max_length=120)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    topic = PlainText(max_length=120)

    class Meta:
        db_table = "science_base"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name
