"""The one write to industries: loading the table."""

import csv
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from heluo.base.checking import check_row
from heluo.base.errors import Invalid
from heluo.base.writing import writing
from heluo.industries.models import Industry

TABLE = Path(__file__).parent / "data" / "industries.csv"
_COLUMNS = ("name_zh", "name_en", "source")


def import_industries(*, actor: Any, table: Path = TABLE) -> int:
    """Load the taxonomy: new nodes are added, changed names corrected, none is ever removed.

    Returns how many nodes are new or changed. Raises Invalid when a node's parent does not stand before it.
    """
    known = {industry.code: industry for industry in Industry.objects.all()}
    with table.open(encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    changed = [node for node in (_node(line, known) for line in lines) if node is not None]
    if not changed:
        return 0
    with writing(actor, "industries.import", changed[0]) as step:
        # A node known before is read again under its lock: what the table says is put on what was read.
        for column in _COLUMNS:
            setattr(step.thing, column, getattr(changed[0], column))
        step.save(step.thing)
        # Level by level, so that a parent has its key by the time its children need it.
        for _length, level in groupby(sorted(changed[1:], key=_depth), key=_depth):
            new, renamed = _parted(level)
            step.insert_all(new)
            for node in renamed:
                step.save(node)
        step.note(nodes=len(changed))
    return len(changed)


def _node(line: dict[str, str], known: dict[str, Industry]) -> Industry | None:
    """The node of a line where it is new or differs, else None."""
    node = known.get(line["code"]) or Industry(code=line["code"])
    before = [getattr(node, column) for column in _COLUMNS] if node.pk else None
    for column in _COLUMNS:
        setattr(node, column, line[column])
    node.parent = _parent(line, known)
    known[node.code] = node
    if before == [line[column] for column in _COLUMNS]:
        return None
    check_row(node, leave_out=("parent",))
    return node


def _parent(line: dict[str, str], known: dict[str, Industry]) -> Industry | None:
    if not line["parent"]:
        return None
    parent = known.get(line["parent"])
    if parent is None or not line["code"].startswith(parent.code):
        raise Invalid(_("The industry %(code)s comes before its parent.") % {"code": line["code"]})
    return parent


def _depth(node: Industry) -> int:
    return len(node.code)


def _parted(nodes: Iterable[Industry]) -> tuple[list[Industry], list[Industry]]:
    """(new, known before)."""
    both = list(nodes)
    return [node for node in both if node._state.adding], [node for node in both if not node._state.adding]
