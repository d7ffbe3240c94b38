"""Stored engine runs: the problem, the plan, and how it went."""

from django.db import models

from heluo.base.recorded import Recorded


class Run(Recorded):
    """One run of one engine. Problem and plan are the engine's own JSON."""

    engine = models.CharField(max_length=40, db_index=True)
    engine_version = models.CharField(max_length=20)
    made_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    # What the run is about, such as a county's open needs; empty for a run by hand.
    about = models.CharField(max_length=64, blank=True)
    about_id = models.CharField(max_length=64, blank=True, db_index=True)
    seed = models.BigIntegerField(default=0)
    problem = models.JSONField()
    plan = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="waiting")
    error = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_run"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.engine} {self.public_id}"
