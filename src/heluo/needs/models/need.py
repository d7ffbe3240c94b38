"""A need: what a village, co-operative, firm or household asks for."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import EncryptedText, PlainText, Prose
from heluo.base.recorded import Recorded
from heluo.industries.models import Industry
from heluo.needs.lifecycle import NEED
from heluo.people.models import Household, Organisation, User
from heluo.places.models import Place


class Need(Recorded):
    KINDS = [
        ("visit", _("A visit on the spot")),
        ("training", _("A class")),
        ("introduction", _("A variety or technology")),
        ("incubation", _("A place to incubate")),
        ("project", _("A project")),
        ("design", _("A computed design")),
    ]
    URGENCIES = [("normal", _("Normal")), ("soon", _("Soon")), ("urgent", _("Urgent"))]
    CHANNELS = [
        ("web", _("On the web")),
        ("proxy", _("Taken down by an informant")),
        ("phone", _("By telephone")),
        ("qr", _("By QR code, without an account")),
        ("workbook", _("From a workbook")),
    ]
    OUTCOMES = [
        ("satisfied", _("Satisfied")),
        ("unhappy", _("Not satisfied")),
        ("no_answer", _("No answer")),
    ]
    lifecycle = NEED

    number = models.CharField(max_length=20, unique=True)
    title = PlainText(_("What is needed"), max_length=80)
    body = Prose(_("In a few sentences"), max_length=2000, blank=True)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=KINDS, default="visit")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    requester_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="needs"
    )
    requester_household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="needs")
    requester_account = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    contact_name = EncryptedText(max_length=60)
    contact_phone = EncryptedText(max_length=40)
    contact_phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    publisher = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=10, choices=CHANNELS, default="web")
    is_proxied = models.BooleanField(default=False)
    # Of a draft alone: that an organisation or a household asks which was not chosen yet.
    to_choose = models.CharField(max_length=12, blank=True)

    urgency = models.CharField(max_length=8, choices=URGENCIES, default="normal")
    wanted_from = models.DateField(null=True, blank=True)
    wanted_to = models.DateField(null=True, blank=True)
    team_size = models.PositiveSmallIntegerField(default=1)
    # How many places count as filled: the officer may accept fewer than asked, with a reason.
    accepted_size = models.PositiveSmallIntegerField(null=True, blank=True)
    accepted_size_reason = Prose(max_length=500, blank=True)
    must_serve = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")

    state = models.CharField(max_length=12, choices=NEED.choices, default="draft", db_index=True)
    asked_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    deadline = models.DateField(null=True, db_index=True)
    # Whether the deadline was counted by the holiday calendar, or by weekdays because its data end earlier.
    deadline_by_calendar = models.BooleanField(default=True)
    answered_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When it ended unserved: declined, withdrawn, merged or expired.
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    reopened_at = models.DateTimeField(null=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    decline_reason = Prose(max_length=500, blank=True)
    do_instead = Prose(max_length=500, blank=True)
    withdraw_reason = Prose(max_length=500, blank=True)
    # What the office wrote about its answer, where the need came from a workbook.
    handling_note = Prose(max_length=500, blank=True)
    client_uuid = models.UUIDField(null=True, blank=True, unique=True)
    source_number = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        db_table = "need"
        indexes = [
            models.Index(fields=["state", "deadline", "id"], name="need_queue"),
            models.Index(fields=["place", "state"], name="need_place_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(wanted_from__isnull=True)
                | Q(wanted_to__isnull=True)
                | Q(wanted_to__gte=models.F("wanted_from")),
                name="need_window_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state in words. What goes on under another number was not turned away."""
        if self.parent_id is not None:
            return str(_("Goes on under another number"))
        return str(dict(NEED.choices)[self.state])

    @property
    def server_ids(self) -> frozenset[int]:
        """Keys of the specialists who accepted to serve it, members of teams included."""
        accepted = self.offers.filter(state="accepted") if self.pk else self.offers.none()
        return frozenset(
            key for pair in accepted.values_list("specialist", "team__members") for key in pair if key is not None
        )

    @property
    def places_to_fill(self) -> int:
        return self.accepted_size or self.team_size

    @property
    def places_filled(self) -> int:
        """How many of its places are accepted: a team fills as many as it has members, nobody fills two."""
        return len(self.server_ids)

    @property
    def free_places(self) -> int:
        """For how many somebody is still sought."""
        return max(0, self.places_to_fill - self.places_filled)


class NeedPhoto(Recorded):
    """A photo that came with the need; optional, never a score."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="photos")
    file = models.FileField(upload_to="needs/%Y/%m", max_length=200)
    sha256 = models.CharField(max_length=64)

    hashes_of_files: ClassVar[Mapping[str, str]] = {"file": "sha256"}

    class Meta:
        db_table = "need_photo"

    def __str__(self) -> str:
        return self.sha256[:12]


class Reopening(Recorded):
    """A need was opened again, by whom, and what was not good. What came with a judgement stands there, not here."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="reopenings")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = Prose(max_length=500, blank=True)

    class Meta:
        db_table = "need_reopening"

    def __str__(self) -> str:
        return f"{self.need_id} {self.at:%Y-%m-%d}"
