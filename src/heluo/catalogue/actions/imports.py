"""Varieties and technologies from workbooks: many in one transaction, one ledger entry each."""

from collections.abc import Sequence
from typing import Any

from heluo.base import pinyin
from heluo.base.checking import check_values
from heluo.base.writing import writing_many
from heluo.catalogue.models import Item, Technology, Variety


def import_varieties(*, actor: Any, varieties: Sequence[Variety], sources: Sequence[dict[str, Any]]) -> None:
    _import("varieties.create", actor, varieties, sources)


def import_technologies(*, actor: Any, technologies: Sequence[Technology], sources: Sequence[dict[str, Any]]) -> None:
    _import("technologies.create", actor, technologies, sources)


def _import(act: str, actor: Any, items: Sequence[Item], sources: Sequence[dict[str, Any]]) -> None:
    for item in items:
        item.pinyin = pinyin.sort_key(item.name)[:480]
        check_values(item)
    with writing_many(actor, act, items) as steps:
        for step, source in zip(steps, sources, strict=True):
            step.note(number=step.thing.number, source=source)
