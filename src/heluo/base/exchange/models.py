"""What the exchange keeps: which rows came from workbooks, and uploads on their way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heluo.base.ids import uuid7


class ImportedRow(models.Model):
    """A record that came from a workbook, with the keyed hash of what was imported.

    So the same workbook, sent again, adds nothing, and a row that differs is told from one that was sent before. The
    record may change afterwards by its own actions: the hash is of what was sent.
    """

    loader = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "imported_row"
        constraints = [models.UniqueConstraint(fields=["loader", "number"], name="one_imported_row_each")]

    def __str__(self) -> str:
        return f"{self.loader} {self.number}"


class ImportUpload(models.Model):
    """Workbooks that somebody sent in one go, from the check to the end. Only who sent them sees them."""

    STATES = [
        ("checking", _("Being checked")),
        ("faulty", _("Has faults")),
        ("ready", _("Ready to import")),
        ("importing", _("Being imported")),
        ("done", _("Imported")),
        ("failed", _("Did not succeed")),
    ]

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    made_by = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()
    # The language of whoever sent it: the sentences are made by a worker.
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=12, choices=STATES, default="checking")
    task_id_text = models.CharField(max_length=64, blank=True)
    # [[sheet, new, there already], …]
    counts = models.JSONField(default=list)
    # The first ones: [[file, sheet, cell, column, sentence], …]
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "import_upload"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.state} {self.created_at:%Y-%m-%d %H:%M}"


class ImportFile(models.Model):
    """One workbook of an upload, encrypted: it holds names and numbers. Its content goes when it was imported."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    upload = models.ForeignKey(ImportUpload, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    content = models.BinaryField(default=bytes)
    marked = models.BinaryField(default=bytes)

    class Meta:
        db_table = "import_file"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
