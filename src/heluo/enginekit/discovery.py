"""Finding engines: every folder below `heluo.engines` is one, and nothing else has to be edited."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from heluo.enginekit.contract import Engine, EngineError
from heluo.enginekit.text import Text

HOME = "heluo.engines"


def discover(also: Iterable[Path] = ()) -> dict[str, Engine]:
    """All engines by slug, in alphabetical order; `also` names more folders that hold engine folders.

    Raises EngineError for a folder without a proper ENGINE, and for a slug that is found twice.
    """
    found: dict[str, Engine] = {}
    for module in _packages(also):
        engine = _engine_of(module)
        if engine.slug in found:
            raise EngineError(Text(f"有两个引擎都叫 {engine.slug}。", f"Two engines are called {engine.slug}."))
        found[engine.slug] = engine
    return dict(sorted(found.items()))


def find(slug: str, also: Iterable[Path] = ()) -> Engine:
    """The engine called `slug`. Raises EngineError, which lists those that exist."""
    engines = discover(also)
    if slug not in engines:
        names = ", ".join(engines)
        raise EngineError(
            Text(f"没有叫 {slug} 的引擎；现有：{names}。", f"No engine is called {slug}; there are: {names}.")
        )
    return engines[slug]


def _packages(also: Iterable[Path]) -> Iterator[ModuleType]:
    home = importlib.import_module(HOME)
    for path in home.__path__:
        for folder in _engine_folders(Path(path)):
            yield importlib.import_module(f"{HOME}.{folder.name}")
    for root in also:
        for folder in _engine_folders(root):
            yield _load(folder)


def _engine_folders(root: Path) -> list[Path]:
    if not root.is_dir():
        raise EngineError(Text(f"没有这个文件夹：{root}。", f"There is no such folder: {root}."))
    return sorted(
        folder
        for folder in root.iterdir()
        if folder.name.isidentifier() and not folder.name.startswith("_") and (folder / "__init__.py").exists()
    )


def _load(folder: Path) -> ModuleType:
    """Import an engine from outside the package; the name is its own, so two copies never mix."""
    mark = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    name = f"heluo_engine_{folder.name}_{mark}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise EngineError(Text(f"读不出引擎：{folder}。", f"Cannot load an engine from {folder}."))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _engine_of(module: ModuleType) -> Engine:
    engine = getattr(module, "ENGINE", None)
    folder = Path(str(module.__file__)).parent
    if not isinstance(engine, Engine):
        raise EngineError(
            Text(f"{folder} 里没有 ENGINE。", f"{folder} has no ENGINE."),
        )
    if engine.slug != folder.name or engine.package != module.__name__:
        raise EngineError(
            Text(
                f'{folder} 的 ENGINE 应写 slug="{folder.name}"、package=__name__。',
                f'The ENGINE of {folder} must say slug="{folder.name}" and package=__name__.',
            )
        )
    return engine
