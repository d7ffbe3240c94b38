"""Moves of files that are undone, the last one first, when a later step fails."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType


class Moves:
    """``with Moves() as moves:`` undoes everything when an error, or Ctrl+C, leaves the block."""

    def __init__(self) -> None:
        self._undo = ExitStack()

    def __enter__(self) -> "Moves":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._undo.pop_all()
        self._undo.close()

    def move(self, source: Path, target: Path) -> None:
        """Move a file or a tree, to another disk too. The folders above are made for the owner alone."""
        if not target.parent.exists():
            target.parent.mkdir(parents=True, mode=0o700)
            self.when_undone(target.parent.rmdir)
        self.when_undone(lambda: _back(target, source))
        shutil.move(source, target)

    def when_undone(self, act: Callable[[], object]) -> None:
        """Do this, too, when all is undone."""
        self._undo.callback(act)


def _back(target: Path, source: Path) -> None:
    if not source.exists():
        shutil.move(target, source)
    elif target.is_dir():
        # A copy to another disk that was not finished.
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
