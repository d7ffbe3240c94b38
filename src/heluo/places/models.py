"""The tree of administrative divisions, with its history."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import PlainText
from heluo.base.recorded import Recorded

# Length of a statistical code at each level: 41, 4103, 410328, 410328109, 410328109202.
LEVELS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}


class Place(Recorded):
    """A division as it was from `valid_from` to `valid_to`.

    When a county becomes a district it gets a new code, hence a new row; the old row keeps its name, ends, and names
    its `successor`. Old records stay on the old row and are found under the new one (`scope_prefixes`).
    """

    LEVEL_CHOICES = [
        ("province", _("Province")),
        ("city", _("City")),
        ("county", _("District or county")),
        ("town", _("Town or subdistrict")),
        ("village", _("Village or community")),
    ]

    code = models.CharField(max_length=12, unique=True)
    level = models.CharField(max_length=8, choices=LEVEL_CHOICES)
    name = PlainText(max_length=60)
    official_name = PlainText(max_length=120)
    pinyin = models.CharField(max_length=240, db_index=True)
    initials = models.CharField(max_length=60, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # GeoJSON geometry of the outline; counties only.
    outline = models.JSONField(null=True)
    # Names from the city's level down to this one, so that a path needs no query.
    path_names = models.JSONField(default=list)

    not_committed = frozenset({"pinyin", "initials"})

    class Meta:
        db_table = "place"
        ordering = ["code"]
        indexes = [models.Index(fields=["name"], name="place_name")]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """洛宁县 › 赵村镇 › 张营村: below the city, from the county down; the city and province by their own name."""
        return " › ".join(self.path_names) or self.name

    @cached_property
    def scope_prefixes(self) -> tuple[str, ...]:
        """Code prefixes of this place's subtree, with the subtrees that it took over from its predecessors."""
        return (self.code, *self._predecessor_codes())

    def _predecessor_codes(self) -> list[str]:
        found: list[str] = []
        frontier = [self.pk]
        while frontier:
            rows = list(Place.objects.filter(successor_id__in=frontier).values_list("pk", "code"))
            found += [code for _pk, code in rows]
            frontier = [pk for pk, _code in rows]
        return found

    def covers(self, other: "Place | None") -> bool:
        """Whether `other` lies in this place's subtree (or in one that it took over)."""
        return other is not None and other.code.startswith(self.scope_prefixes)
