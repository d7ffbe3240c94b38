"""What notices are about: where its page is and in which place it lies.

Each app tells it of its own things in `<app>/notices.py`: `LEADS = {"needs.need": leads_of_needs}`, functions of
public ids, so that a page of notices asks once for each kind of thing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

from heluo.base.models import Notice
from heluo.base.outbox.words import modules


@dataclass(frozen=True)
class Lead:
    """Where a notice leads: a page's address, the code of the place whose officers look after it, and what stands
    there as its title, empty while it is not public."""

    href: str
    place_code: str
    title: str = ""


FindLeads = Callable[[Collection[str]], dict[str, Lead]]


@cache
def _finders() -> dict[str, FindLeads]:
    """Model label → the function that finds leads of such things by their public ids."""
    return {label: find for module in modules() for label, find in getattr(module, "LEADS", {}).items()}


def leads_of(notices: Iterable[Notice]) -> dict[Notice, Lead]:
    """Each notice's lead; one whose subject is gone, or of an older version, is left out."""
    by_label: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_label[notice.about].append(notice)
    found: dict[Notice, Lead] = {}
    for label, alike in by_label.items():
        leads = _finders()[label]({notice.about_id for notice in alike}) if label in _finders() else {}
        found |= {notice: leads[notice.about_id] for notice in alike if notice.about_id in leads}
    return found
