"""The tree of industries: GB/T 4754 with the usual agricultural branches below it."""

from django.db import models

from heluo.base.fields import PlainText
from heluo.base.recorded import Recorded


class Industry(Recorded):
    """A node of the taxonomy. `code` starts with its parent's code; `source` says where the node comes from."""

    code = models.CharField(max_length=16, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name_zh = PlainText(max_length=80)
    name_en = PlainText(max_length=120)
    source = PlainText(max_length=80)

    class Meta:
        db_table = "industry"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        from django.utils.translation import get_language

        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en
