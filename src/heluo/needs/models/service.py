"""A registered service, with its lines and evidence. A class is one service; its attendances live here alone."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import PlainText, Prose
from heluo.base.recorded import Recorded
from heluo.catalogue.models import Technology, Variety
from heluo.industries.models import Industry
from heluo.needs.lifecycle import GRADES, SERVICE
from heluo.needs.models.need import Need
from heluo.people.models import Household, Person, Specialist, Team, User
from heluo.places.models import Place

WAYS_OF_CHECKING = [
    ("visit", _("went there")),
    ("call", _("rang up those who were served")),
    ("papers", _("compared photos, lists and papers")),
]


class Service(Recorded):
    """One version of one service. A correction is a new row that names the one it replaces; `number` stays."""

    KINDS = [
        ("visit", _("Guidance on the spot")),
        ("training", _("Class")),
        ("demonstration", _("Demonstration")),
        ("consultation", _("Advice by telephone")),
    ]
    lifecycle = SERVICE

    number = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    correction_reason = Prose(max_length=500, blank=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="services")
    kind = models.CharField(max_length=16, choices=KINDS)
    specialist = models.ForeignKey(Specialist, models.PROTECT, null=True, blank=True, related_name="services")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="services")
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField()
    title = PlainText(max_length=80)
    narrative = Prose(max_length=4000, blank=True)
    state = models.CharField(max_length=12, choices=SERVICE.choices, default="drafted", db_index=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_how = models.CharField(max_length=10, choices=WAYS_OF_CHECKING, blank=True)
    check_note = Prose(max_length=500, blank=True)
    dispute_reason = Prose(max_length=500, blank=True)
    void_reason = Prose(max_length=500, blank=True)
    client_uuid = models.UUIDField(null=True, blank=True, unique=True)
    source_number = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        db_table = "service"
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_service_version"),
            models.CheckConstraint(condition=Q(ended_at__gte=models.F("started_at")), name="service_times_in_order"),
            models.CheckConstraint(
                condition=Q(specialist__isnull=False) | Q(team__isnull=False), name="service_by_someone"
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="service_kind_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def grade(self) -> str:
        """claimed, confirmed or checked; empty when the service does not count."""
        return GRADES.get(self.state, "")

    @cached_property
    def server_ids(self) -> frozenset[int]:
        """Keys of the specialists who served: the one named, the team's leader, and the members that the lines name.

        Where no line says who of a team came, all of it counts as having served.
        """
        members = set(self.members.values_list("specialist_id", flat=True)) if self.pk else set()
        if self.team and not members:
            members = set(self.team.members.values_list("pk", flat=True))
        leader = {self.team.leader_id} if self.team else set()
        named = {self.specialist_id} if self.specialist_id else set()
        return frozenset(members | leader | named)

    @property
    def is_proxied(self) -> bool:
        """Whether somebody registered it who did not serve: the science office, or whoever sent a workbook."""
        mine = getattr(self.registered_by, "specialist", None)
        return self.registered_by is not None and (mine is None or mine.pk not in self.server_ids)


class Line(Recorded):
    """A line of a service. Lines are written with their service and never changed: a correction has its own."""

    service: models.ForeignKey

    class Meta:
        abstract = True


class Member(Line):
    """A specialist who served as one of several. A team's service names everyone who came, whoever registered it."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="members")
    specialist = models.ForeignKey(Specialist, models.PROTECT, related_name="+")

    class Meta:
        db_table = "service_member"
        constraints = [models.UniqueConstraint(fields=["service", "specialist"], name="one_member_line_each")]

    def __str__(self) -> str:
        return str(self.specialist)


class Attendance(Line):
    """One attendance (人次). Without a person it is unnamed: it counts as an attendance, never as a person (人数)."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="attendances")
    sequence = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="attendances")

    class Meta:
        db_table = "attendance"
        constraints = [
            models.UniqueConstraint(fields=["service", "sequence"], name="one_attendance_number"),
            models.UniqueConstraint(
                fields=["service", "person"], condition=Q(person__isnull=False), name="one_attendance_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}"


class Introduction(Line):
    """A variety introduced."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="introductions")
    variety = models.ForeignKey(Variety, models.PROTECT, related_name="introductions")
    area_mu = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        db_table = "introduction"
        constraints = [models.UniqueConstraint(fields=["service", "variety"], name="one_variety_line")]

    def __str__(self) -> str:
        return str(self.variety)


class Promotion(Line):
    """A technology promoted."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="promotions")
    technology = models.ForeignKey(Technology, models.PROTECT, related_name="promotions")
    area_mu = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        db_table = "promotion"
        constraints = [models.UniqueConstraint(fields=["service", "technology"], name="one_technology_line")]

    def __str__(self) -> str:
        return str(self.technology)


class Help(Line):
    """A household helped, with what it gained in a year, in fen, where that is known."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="helps")
    household = models.ForeignKey(Household, models.PROTECT, related_name="helps")
    measure = PlainText(max_length=120)
    income_gain_fen = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "household_help"
        constraints = [models.UniqueConstraint(fields=["service", "household"], name="one_help_line")]

    def __str__(self) -> str:
        return self.measure


class Evidence(Line):
    """A photo, a position or a document. Always optional; never counted."""

    KINDS = [("photo", _("Photo")), ("position", _("Position")), ("document", _("Document"))]

    service = models.ForeignKey(Service, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=KINDS)
    file = models.FileField(upload_to="evidence/%Y/%m", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    hashes_of_files: ClassVar[Mapping[str, str]] = {"file": "sha256"}
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    note = PlainText(max_length=200, blank=True)

    class Meta:
        db_table = "service_evidence"

    def __str__(self) -> str:
        return self.kind
