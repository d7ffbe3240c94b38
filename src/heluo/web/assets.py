"""Third-party files for the browser: a named list out of node_modules, and addresses that never go stale.

There is no bundler. What a page may load is listed here, file by file, under ``/static/vendor/``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(__file__).resolve().parents[3] / "node_modules"

#: Name under /static/ → file in node_modules.
FILES = {
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/pico.classless.min.css": "@picocss/pico/css/pico.classless.min.css",
    "vendor/leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "vendor/leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    # leaflet.css names these by relative address.
    "vendor/leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "vendor/leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "vendor/leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "vendor/leaflet/images/marker-icon-2x.png": "leaflet/dist/images/marker-icon-2x.png",
    "vendor/leaflet/images/marker-shadow.png": "leaflet/dist/images/marker-shadow.png",
}


class _NamedFiles(FileSystemStorage):
    """Storage over node_modules that knows the files of `FILES` by their public names only."""

    def path(self, name: str) -> str:
        return str(NODE_MODULES / FILES[name])


class NodeModulesFinder(BaseFinder):
    """Finds exactly the files of `FILES`, once ``npm ci`` has brought them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = _NamedFiles(location=NODE_MODULES)

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        file = NODE_MODULES / FILES[path] if path in FILES else None
        if file is None or not file.exists():
            return []  # "not here" in Django's words, also when one file is asked for
        return [str(file)] if find_all else str(file)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        del ignore_patterns  # the list is explicit already
        return ((name, self.storage) for name in FILES if self.find(name))


class VersionedStaticFilesStorage(StaticFilesStorage):
    """Appends a hash of the content (``?v=1a2b3c4d``), so that browsers may keep what they have."""

    def url(self, name: str | None) -> str:
        version = _version(name) if name else ""
        return super().url(name) + (f"?v={version}" if version else "")


def _version(name: str) -> str:
    # While developing, files change under a running process.
    return _content_hash(name) if settings.DEBUG else _kept_content_hash(name)


def _content_hash(name: str) -> str:
    path = finders.find(name)
    # A name that no finder knows gives an empty list, not None.
    return hashlib.sha256(Path(str(path)).read_bytes()).hexdigest()[:8] if path else ""


_kept_content_hash = lru_cache(maxsize=512)(_content_hash)
