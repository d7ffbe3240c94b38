"""The tar file: members with their hashes on the way in, checked against the manifest on the way out."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
#: What an archive may hold: the database, uploaded files, keys.
ROOMS = {"database", "uploads", "keys"}
CHUNK = 1 << 20


class BackupError(Exception):
    """Backing up or restoring cannot go on; the message says why and what to do."""


@dataclass
class Manifest:
    """What the archive says of itself. ``files`` maps a member's name to its SHA-256 (hex) and size (bytes)."""

    heluo: str
    made_at: str
    vendor: str
    format: int = FORMAT
    ledger_entries: int = 0
    ledger_head: dict[str, Any] | None = None
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


class Writer:
    """Adds files to an open tar and notes them in the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar = tar
        self.manifest = manifest

    def add(self, name: str, path: Path) -> None:
        """Add the file at ``path`` as ``name``."""
        with path.open("rb") as source:
            info = self.tar.gettarinfo(arcname=name, fileobj=source)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mode = 0o600
            # Hashed while it is copied: what the manifest says is what the archive holds.
            hashing = _Hashing(source)
            self.tar.addfile(info, hashing)
        self.manifest.files[name] = {"sha256": hashing.digest.hexdigest(), "size": info.size}

    def add_tree(self, room: str, root: Path) -> None:
        """Add all files under ``root``; none if it does not exist."""
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                self.add(f"{room}/{path.relative_to(root).as_posix()}", path)

    def finish(self) -> None:
        """Write the manifest: an archive without one was not finished."""
        text = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self.tar.addfile(info, io.BytesIO(text))


class _Hashing(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


def unpack(archive: Path, into: Path) -> Manifest:
    """Unpack ``archive`` under ``into`` and prove it against its manifest; raises `BackupError`."""
    found: dict[str, dict[str, Any]] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                source = tar.extractfile(member)
                if source is None:
                    raise BackupError(
                        f"{archive} holds {member.name!r}, which is no ordinary file; it was not made here."
                    )
                if member.name == MANIFEST:
                    manifest = _manifest(source.read(), archive)
                else:
                    found[member.name] = _unpack_one(source, into / _safe(member.name, archive))
    except (OSError, tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupError(f"{archive} cannot be read ({error}).") from error
    if manifest is None:
        raise BackupError(f"{archive} has no manifest: it was cut short or never finished. Use another backup.")
    _compare(archive, manifest, found)
    return manifest


def _manifest(text: bytes, archive: Path) -> Manifest:
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise BackupError(f"{archive} has format {content['format']}, which this version of Heluo cannot read.")
        return Manifest(**content)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError(f"{archive} has a manifest that cannot be read ({error}).") from error


def _safe(name: str, archive: Path) -> PurePosixPath:
    """A member's name as a path below the place it is unpacked at."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or path.parts[0] not in ROOMS:
        raise BackupError(f"{archive} holds {name!r}, which does not belong in a backup; it was not made here.")
    return path


def _unpack_one(source: IO[bytes], target: Path) -> dict[str, Any]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as sink:
        while data := source.read(CHUNK):
            digest.update(data)
            size += len(data)
            sink.write(data)
    target.chmod(0o600)
    return {"sha256": digest.hexdigest(), "size": size}


def _compare(archive: Path, manifest: Manifest, found: dict[str, dict[str, Any]]) -> None:
    names = sorted(manifest.files.keys() | found.keys())
    wrong = [name for name in names if manifest.files.get(name) != found.get(name)]
    if wrong:
        shown = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
        raise BackupError(f"{archive} is damaged: {shown} differ from the manifest. Use another backup.")
