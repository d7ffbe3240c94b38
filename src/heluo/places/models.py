"""The tree of administrative divisions, with its history."""

from collections.abc import Iterable
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heluo.base.fields import PlainText
from heluo.base.recorded import Recorded

# Length of a statistical code at each level: 41, 4103, 410328, 410328109, 410328109202.
LEVELS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}


def in_subtrees(prefixes: Iterable[str], field: str = "code") -> Q:
    """Codes that start with one of `prefixes`; `field` is the path to a code, such as `place__code`.

    Ranges, not LIKE: an index serves them on every database. No prefix, nothing.
    """
    condition = Q(pk__in=[])
    for prefix in prefixes:
        following = str(int(prefix) + 1).zfill(len(prefix))
        condition |= Q(**{f"{field}__gte": prefix, f"{field}__lt": following})
    return condition


class Edition(Recorded):
    """One loading of published tables: which, from when they hold, and what was in them."""

    name = PlainText(max_length=60)
    valid_from = models.DateField()
    loaded_at = models.DateTimeField()
    # File name → SHA-256 in hex.
    files = models.JSONField(default=dict)
    # new, renamed, ended, linked → how many places.
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "place_edition"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Place(Recorded):
    """A division as it was from `valid_from` to `valid_to` (both included).

    When a county becomes a district it gets a new code, hence a new row; the old row keeps its name, ends, and names
    its `successor`. Old records stay on the old row and are found under the new one (`scope_prefixes`). A place that
    is renamed under the same code stays the same row and keeps its `former_names`.
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
    # Names borne before under the same code: [{"name": …, "until": "2021-03-17"}].
    former_names = models.JSONField(default=list)
    pinyin = models.CharField(max_length=240, db_index=True)
    initials = models.CharField(max_length=60, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    # The latest edition that has this place.
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # GeoJSON geometry of the outline; counties only.
    outline = models.JSONField(null=True)
    # Names from the county's level down to this one, so that a path needs no query.
    path_names = models.JSONField(default=list)

    not_committed = frozenset({"pinyin", "initials", "edition_id"})

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
        """Code prefixes of this place's subtree, with what was taken over into it, at whatever level.

        For 偃师区 (410307) that is ("410307", "410381"): records of the former 偃师市 are found under the district.
        """
        prefixes = [self.code]
        while taken_over := _taken_over(prefixes):
            prefixes += taken_over
        return tuple(prefixes)

    @cached_property
    def heir(self) -> "Place":
        """What this place has become: along successors, as long as each has this one predecessor alone.

        A grant over 偃师市 lives on over 偃师区. A grant over 孟津县, which was merged with 吉利区 into 孟津区, does
        not: it would come to reach people whom nobody entrusted to it, so it must be given anew.
        """
        place, seen = self, {self.pk}
        while place.successor_id is not None and place.successor_id not in seen:
            if Place.objects.filter(successor_id=place.successor_id).count() != 1:
                break
            place = Place.objects.get(pk=place.successor_id)
            seen.add(place.pk)
        return place

    def covers(self, other: "Place | None") -> bool:
        """Whether `other` lies in this place's subtree (or in one that it took over)."""
        return other is not None and other.code.startswith(self.scope_prefixes)


def _taken_over(prefixes: list[str]) -> list[str]:
    """Codes outside `prefixes` whose successor lies inside; where a whole county did, not each of its villages."""
    outside = Place.objects.filter(in_subtrees(prefixes, "successor__code")).exclude(in_subtrees(prefixes))
    found: list[str] = []
    for code in outside.order_by("code").values_list("code", flat=True):
        if not code.startswith(tuple(found)):
            found.append(code)
    return found
