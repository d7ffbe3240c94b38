"""What the exchange keeps: which rows came from workbooks, and uploads on their way."""

from django.db import models


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
