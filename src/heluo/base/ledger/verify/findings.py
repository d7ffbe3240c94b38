"""What verifying found."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# So many findings are kept; the rest is counted.
KEPT = 1000


@dataclass(frozen=True)
class Finding:
    """One fault. `kind` is a word for programs, `sentence` is for people; the rest says where it is."""

    kind: str
    sentence: str
    entry_id: int | None = None
    table: str = ""
    public_id: str = ""

    def __str__(self) -> str:
        return self.sentence


@dataclass
class Report:
    """How much was checked, and what is wrong with it."""

    sealed: int = 0
    waiting: int = 0
    heads: int = 0
    rows: int = 0
    files: int = 0
    has_kept_head: bool = False
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    first_entry: Finding | None = None

    @property
    def ok(self) -> bool:
        return not self.count

    @property
    def first(self) -> Finding | None:
        """The fault at the entry with the lowest id; without such a one, the first fault of all."""
        return self.first_entry or (self.findings[0] if self.findings else None)

    def add(self, kind: str, sentence: str, **where: int | str) -> None:
        finding = Finding(kind, sentence, **where)  # type: ignore[arg-type]
        self.count += 1
        if len(self.findings) < KEPT:
            self.findings.append(finding)
        if finding.entry_id is None or not finding.kind.startswith("entry"):
            return
        if self.first_entry is None or finding.entry_id < self.first_entry.entry_id:  # type: ignore[operator]
            self.first_entry = finding

    def sentences(self) -> Iterator[str]:
        """The whole report for people: each fault, what was checked, and the verdict."""
        yield from (finding.sentence for finding in self.findings)
        if self.count > len(self.findings):
            yield _("… and %(count)s more.") % {"count": self.count - len(self.findings)}
        if self.first_entry is not None:
            yield (_("The first entry concerned is %(id)s in table ledger_entry.") % {"id": self.first_entry.entry_id})
        yield (
            _(
                "Checked %(sealed)s sealed and %(waiting)s waiting entries, %(heads)s signed heads, %(rows)s rows and "
                "%(files)s files."
            )
            % vars(self)
        )
        if self.heads and not self.has_kept_head:
            yield _("No head is kept beside the keys: whether the database was set back cannot be seen.")
        yield _("Everything is as it was sealed.") if self.ok else _("Faults: %(count)s.") % {"count": self.count}
