"""Loading an edition: new rows are added, renamed ones keep their former name, missing ones end, successors are
linked. All in one transaction: one ledger entry for the edition with the files' hashes and the counts, and one for each
few thousand rows that it touched."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from heluo.base import clock, pinyin
from heluo.base.ledger import entries
from heluo.base.writing import writing
from heluo.places import sources
from heluo.places.actions.succession import link_successors
from heluo.places.models import LEVELS, Edition, Place, in_subtrees
from heluo.places.names import short

CHUNK = 2000
Row = TypeVar("Row")
Progress = Callable[[int], None]


def import_divisions(
    *,
    actor: Any,
    files: sources.DivisionFiles,
    edition: str,
    valid_from: date,
    progress: Progress = lambda done: None,
) -> Edition:
    """Load `files` as they hold from `valid_from`; `progress` is told the number of rows read so far.

    Running it again with the same files changes nothing. A place ends only when its neighbours are in the tables
    and it is not: loading another city leaves this one alone.
    """
    new = Edition(name=edition, valid_from=valid_from, loaded_at=clock.now(), files=files.hashes())
    with writing(actor, "places.import", new) as step:
        step.save(new)
        loading = _Loading(new, progress)
        for table in files.tables:
            loading.read(sources.rows(table))
        loading.end_missing()
        if files.outlines:
            loading.draw(sources.outline_rows(files.outlines))
        if files.successors:
            loading.counts["linked"] = link_successors(sources.successor_rows(files.successors))
            loading.touched |= _linked()
        new.counts = loading.counts
        step.note(edition=edition, files=new.files, counts=new.counts)
        _commit_to(actor, new, loading.touched)
    return new


def _linked() -> set[str]:
    """The codes at both ends of every link; there are few."""
    ends = Place.objects.exclude(successor=None).values_list("code", "successor__code")
    return {code for pair in ends for code in pair}


def _commit_to(actor: Any, edition: Edition, codes: set[str]) -> None:
    """Let the ledger commit to every row touched; a country's 660,000 would be too many for one entry."""
    for chunk in _chunks(sorted(codes)):
        rows = Place.objects.filter(code__in=chunk).order_by("pk")
        facts = {"edition": edition.name, "rows": len(chunk)}
        entries.append(actor=str(actor.public_id), action="places.import_rows", subject=edition, rows=rows, facts=facts)


class _Loading:
    """One loading's memory: the upper places by code (some 45,000 for the country) and the counts."""

    def __init__(self, edition: Edition, progress: Progress) -> None:
        self.edition = edition
        self.progress = progress
        self.counts = {"read": 0, "new": 0, "renamed": 0, "ended": 0}
        self.upper: dict[str, Place] = {}
        self.touched: set[str] = set()
        # level → codes of the parents whose children were read
        self.parents: dict[str, set[str]] = {}

    def read(self, rows: Iterable[tuple[str, str]]) -> None:
        for chunk in _chunks(rows):
            self._keep(chunk)
            self.counts["read"] += len(chunk)
            self.progress(self.counts["read"])

    def _keep(self, chunk: list[tuple[str, str]]) -> None:
        known = {place.code: place for place in Place.objects.filter(code__in=[code for code, _ in chunk])}
        self._recall_parents(code for code, _ in chunk)
        added: list[Place] = []
        changed: list[Place] = []
        for code, name in chunk:
            place = known.get(code) or Place(code=code, valid_from=self.edition.valid_from)
            if self._describe(place, name):
                (changed if place.pk else added).append(place)
            if LEVELS[len(code)] != "village":
                self.upper[code] = place
            elif code not in known:
                known[code] = place
        Place.objects.bulk_create(added, batch_size=500)
        Place.objects.bulk_update(changed, _DESCRIBED, batch_size=200)
        Place.objects.filter(code__in=[code for code, _ in chunk]).update(edition=self.edition)
        self.touched |= {place.code for place in added + changed}
        self.counts["new"] += len(added)

    def _describe(self, place: Place, name: str) -> bool:
        """Give the row what the table says of it; whether anything differs from before."""
        above = self._above(place.code)
        before = (place.official_name, place.name, place.path_names, place.valid_to, place.parent_id)
        if place.pk and place.official_name != name:
            last_day = self.edition.valid_from - timedelta(days=1)
            place.former_names = [*place.former_names, {"name": place.name, "until": last_day.isoformat()}]
            self.counts["renamed"] += 1
        place.level = LEVELS[len(place.code)]
        place.official_name = name
        place.name = short(name, [upper.official_name for upper in above]) if place.level == "village" else name
        place.pinyin, place.initials = pinyin.joined(place.name)[:240], pinyin.initials(place.name)[:60]
        place.parent = above[-1] if above else None
        place.path_names = [upper.name for upper in above if len(upper.code) > 4]
        place.path_names += [place.name] if len(place.code) > 4 else []
        place.valid_to = None
        if above:
            self.parents.setdefault(place.level, set()).add(above[-1].code)
        return before != (place.official_name, place.name, place.path_names, place.valid_to, place.parent_id)

    def _above(self, code: str) -> list[Place]:
        """The places over a code, from the province down; a level that the country leaves out is left out here."""
        prefixes = (code[:length] for length in LEVELS if length < len(code))
        return [self.upper[prefix] for prefix in prefixes if prefix in self.upper]

    def _recall_parents(self, codes: Iterable[str]) -> None:
        """Upper places that this edition's files leave out (a city's, when only its counties come) from before."""
        prefixes = {code[:length] for code in codes for length in LEVELS if length < len(code)}
        unknown = prefixes - self.upper.keys()
        self.upper |= {place.code: place for place in Place.objects.filter(code__in=unknown)}

    def end_missing(self) -> None:
        last_day = self.edition.valid_from - timedelta(days=1)
        current = Place.objects.filter(valid_to=None)
        ended: list[str] = []
        for level, parents in self.parents.items():
            missing = current.filter(level=level, parent__code__in=parents).exclude(edition=self.edition)
            ended += missing.values_list("code", flat=True)
        # With a place end all below it, also where a table of the lower level is not among the files.
        for code in ended:
            below = set(current.filter(in_subtrees([code])).values_list("code", flat=True))
            self.counts["ended"] += current.filter(in_subtrees([code])).update(valid_to=last_day)
            self.touched |= below

    def draw(self, outlines: Iterable[tuple[str, dict[str, Any], tuple[float, float] | None]]) -> None:
        for code, geometry, label in outlines:
            longitude, latitude = label or (None, None)
            drawn = Place.objects.filter(code=code)
            if drawn.update(outline=geometry, longitude=longitude, latitude=latitude):
                self.touched.add(code)


_DESCRIBED = [
    "level",
    "name",
    "official_name",
    "former_names",
    "pinyin",
    "initials",
    "parent",
    "path_names",
    "valid_to",
]


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
