"""The one way to write. Every action of every subject is one `with writing(…)` block:

    def publish_need(*, actor, need):
        with writing(actor, "needs.publish", need) as step:
            step.thing.published_at = step.at
            step.notify(...)
        return step.thing

The block locks the row, asks the rule and the lifecycle on the locked row and moves it to its new state; on leaving
it saves the row, appends one ledger entry that commits to every row written, and hands notices to the outbox: all in
one transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models, transaction

from heluo.base import clock, outbox
from heluo.base.errors import NotVisible
from heluo.base.ledger import entries
from heluo.base.lifecycle import Lifecycle
from heluo.base.recorded import Recorded
from heluo.base.rules import require

Thing = TypeVar("Thing", bound=Recorded)


class Step(Generic[Thing]):
    """What an action writes within its transaction."""

    def __init__(self, actor: Any, act: str, thing: Thing) -> None:
        self.actor = actor
        self.act = act
        self.thing = thing
        self.at: datetime = clock.now()
        self.facts: dict[str, Any] = {}
        self._written: dict[int, Recorded] = {}
        self._saved: dict[int, dict[str, Any]] = {}
        self._later: list[models.Model] = []
        if not thing._state.adding:
            self._keep(thing)

    def save(self, row: Recorded) -> None:
        """Insert or update a row; the ledger entry commits to its content at the end of the block."""
        row.save()
        self._keep(row)

    def insert_all(self, rows: Iterable[Recorded]) -> None:
        """Insert many new rows of one model with one statement for each few hundred."""
        rows = list(rows)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
            for row in rows:
                self._keep(row)

    def add(self, *rows: models.Model) -> None:
        """New rows to be inserted with those of the other steps when a `writing_many` block ends.

        They may point to other rows that are added and have no key yet. Rows of a plain link table are
        inserted too, but the entry commits to `Recorded` rows alone: note what is linked as a fact.
        """
        self._later += rows

    def _keep(self, row: Recorded) -> None:
        self._written[id(row)] = row
        self._saved[id(row)] = _columns(row)

    def is_changed(self, row: Recorded) -> bool:
        """Whether the row differs from what is stored of it."""
        return self._saved.get(id(row)) != _columns(row)

    def lock(self, row: Recorded) -> Any:
        """The row as it stands now, locked until the end of the transaction."""
        return locked(row)

    def note(self, **facts: Any) -> None:
        """Facts for the ledger entry: ids, states and counts; never a name, a telephone number or free text."""
        self.facts.update(facts)

    def notify(self, template: str, to: Any, **context: Any) -> None:
        """Queue a notice; it leaves after commit."""
        outbox.queue(template=template, to=to, about=self.thing, context=context, at=self.at)

    @property
    def written(self) -> list[Recorded]:
        return list(self._written.values())


@contextmanager
def writing(actor: Any, act: str, thing: Thing) -> Iterator[Step[Thing]]:
    """Run one action. `thing` is a saved row (it is locked and read again) or a new, unsaved one.

    Raises Denied when a rule says no, Refused when the lifecycle does, NotVisible when the row is gone.
    """
    with transaction.atomic():
        current = thing if thing._state.adding else locked(thing)
        require(actor, act, current)
        step = _begun(actor, act, current)
        yield step
        if step.is_changed(current):
            step.save(current)
        entries.append(actor=str(actor.public_id), action=act, subject=current, rows=step.written, facts=step.facts)


@contextmanager
def writing_many(actor: Any, act: str, things: Iterable[Thing]) -> Iterator[list[Step[Thing]]]:
    """Run one act on many new things of one model, as an import does: a step and a ledger entry each, one transaction.

    The things are inserted when the block begins, what the steps `add` when it ends, with one statement for each few
    hundred rows. A thing that the block changes afterwards must be saved by its step.
    """
    things = list(things)
    with transaction.atomic():
        for thing in things:
            require(actor, act, thing)
        steps = [_begun(actor, act, thing) for thing in things]
        _insert(things)
        for step in steps:
            step._keep(step.thing)
        yield steps
        _insert(row for step in steps for row in step._later)
        for step in steps:
            for row in step._later:
                if isinstance(row, Recorded):
                    step._keep(row)
        entries.append_many(
            [
                entries.made(
                    actor=str(actor.public_id), action=act, subject=step.thing, rows=step.written, facts=step.facts
                )
                for step in steps
            ]
        )


def sent_once(find: Callable[[], Thing | None], write: Callable[[], Thing]) -> Thing:
    """What a device sent before (`find`), or what `write` makes of it now.

    A form that is sent twice at the same moment is found by neither: then the unique client id lets one of them in,
    and the other gets what that one wrote.
    """
    earlier = find()
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        earlier = find()
        if earlier is None:
            raise
        return earlier


def _columns(row: Recorded) -> dict[str, Any]:
    """All columns as they stand, those too that the ledger does not commit to (a password, a language)."""
    return {field.attname: copy(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _begun(actor: Any, act: str, thing: Thing) -> Step[Thing]:
    """The step, with the thing moved to its new state where the act is a move."""
    target = _target(thing, act)
    step = Step(actor, act, thing)
    if target is not None:
        step.note(**{"from": "" if thing._state.adding else thing.state, "to": target})  # type: ignore[attr-defined]
        thing.state = target  # type: ignore[attr-defined]
    return step


def _insert(rows: Iterable[models.Model]) -> None:
    """Insert new rows, model by model, those that are pointed to first; a row that comes twice, once."""
    by_model: dict[type[models.Model], dict[int, models.Model]] = {}
    for row in rows:
        if row._state.adding:
            by_model.setdefault(type(row), {})[id(row)] = row
    for model in _in_order(by_model):
        model._default_manager.bulk_create(list(by_model[model].values()), batch_size=500)


def _in_order(present: Collection[type[models.Model]]) -> list[type[models.Model]]:
    """Models so that each comes after those of them that it points to (itself aside)."""
    ordered: list[type[models.Model]] = []
    while waiting := [model for model in present if model not in ordered]:
        free = [model for model in waiting if not _points_to(model) & ({*waiting} - {model})]
        if not free:
            raise ValueError(f"{waiting} point to one another: insert them by `save`")
        ordered += free
    return ordered


def _points_to(model: type[models.Model]) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def locked(row: Thing) -> Thing:
    """The row read again under a lock. On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.

    No row's key ever changes, so that whoever only refers to the row need not wait for it.
    """
    manager = type(row)._default_manager
    try:
        return manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    except type(row).DoesNotExist:
        raise NotVisible("") from None


def _target(thing: Any, act: str) -> str | None:
    """The lifecycle's target when `act` is one of its moves; None for an act that moves nothing."""
    lifecycle: Lifecycle | None = getattr(thing, "lifecycle", None)
    name = act.rpartition(".")[2]
    if lifecycle is None or act != f"{lifecycle.subject}.{name}" or name not in lifecycle.acts:
        return None
    return lifecycle.target(thing, name)
