"""A backup is whole or refused; a restore brings everything back and throws nothing away."""

from __future__ import annotations

import json
import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone, translation

from heluo.base import clock, crypto, running
from heluo.base import keys as keys_of_site
from heluo.base.backup import BackupError, make_backup, restore_backup
from heluo.base.backup.archive import unpack
from heluo.base.rules import SYSTEM
from heluo.cli import frame
from heluo.industries.models import Industry
from heluo.people.actions.accounts import create_account


def keep(key: str) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


def keys() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


def unpacked(archive: Path) -> Path:
    """The archive's content beside it, to be tampered with."""
    with tarfile.open(archive) as tar:
        tar.extractall(archive.parent / "content")  # no filter="data": Debian 12 has Python 3.11.2
    return archive.parent / "content"


def packed(archive: Path) -> Path:
    """The tampered content as an archive again."""
    content, target = archive.parent / "content", archive.parent / "tampered.tar"
    with tarfile.open(target, "w") as tar:
        for path in sorted(content.rglob("*")):
            if path.is_file():
                tar.add(path, path.relative_to(content).as_posix())
    return target


@pytest.fixture
def archive(site, tmp_path) -> Path:
    """A backup of a site that holds one session and one photo."""
    keep("kept")
    (site.data_dir / "uploads").mkdir()
    (site.data_dir / "uploads" / "photo.jpg").write_bytes(b"light")
    target = tmp_path / "site.tar.gz"
    make_backup(target)
    return target


def test_holds_database_uploads_and_manifest_but_no_keys(archive):
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert "uploads/photo.jpg" in names
    assert names[-1] == "manifest.json"
    assert any(name.startswith("database/") for name in names)
    assert not any(name.startswith("keys/") for name in names)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_brings_everything_back_and_keeps_what_stood_there(site, archive):
    keep("later")
    (site.data_dir / "uploads" / "photo.jpg").write_bytes(b"dark")
    _, kept = restore_backup(archive, force=True)
    assert keys() == {"kept"}
    assert (site.data_dir / "uploads" / "photo.jpg").read_bytes() == b"light"
    assert len(kept) == 2
    assert (Path(kept[1]) / "photo.jpg").read_bytes() == b"dark"


def test_numbering_goes_on_after_a_restore(site, archive):
    from django.contrib.auth.models import Group

    Group.objects.create(name="before")
    more = archive.with_name("more.tar")
    make_backup(more)
    restore_backup(more, force=True)
    Group.objects.create(name="after")
    assert Group.objects.count() == 2


def test_refuses_to_overwrite_unless_told(site, archive):
    keep("later")
    with pytest.raises(BackupError, match="--force"):
        restore_backup(archive)
    assert keys() == {"kept", "later"}


def test_refuses_to_write_over_an_archive(archive):
    with pytest.raises(BackupError, match="exists already"):
        make_backup(archive)


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
def test_a_damaged_archive_changes_nothing(site, archive, where):
    data = bytearray(archive.read_bytes())
    data[int(len(data) * where)] ^= 0xFF
    archive.write_bytes(data)
    with pytest.raises(BackupError):
        restore_backup(archive, force=True)
    assert keys() == {"kept"}


def test_an_unfinished_archive_is_refused(archive, tmp_path):
    (unpacked(archive) / "manifest.json").unlink()
    with pytest.raises(BackupError, match="no manifest"):
        unpack(packed(archive), tmp_path / "into")


def test_a_member_outside_its_place_is_refused(tmp_path):
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        tar.add(__file__, "uploads/../../evil.py")
    with pytest.raises(BackupError, match="does not belong"):
        unpack(bad, tmp_path / "into")
    assert not (tmp_path.parent / "evil.py").exists()


def test_another_kind_of_database_is_refused(archive):
    file = unpacked(archive) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"vendor": "oracle"}))
    with pytest.raises(BackupError, match="the same kind"):
        restore_backup(packed(archive), force=True)


def test_with_keys_the_archive_opens_everything(site, tmp_path):
    make_backup(tmp_path / "full.tar", with_keys=True)
    with tarfile.open(tmp_path / "full.tar") as tar:
        assert "keys/secret_key" in tar.getnames()


def test_from_the_command_line_to_an_empty_place(site, archive, tmp_path):
    made = site.heluo("backup", str(tmp_path / "cli.tar"))
    assert made.returncode == 0, made.stderr
    again = site.heluo("backup", str(tmp_path / "cli.tar"))
    assert again.returncode == 1
    assert "exists already" in again.stderr
    back = site.heluo("restore", str(tmp_path / "cli.tar"))
    assert back.returncode == 1
    assert "--force" in back.stderr
    back = site.heluo("restore", str(tmp_path / "cli.tar"), "--force")
    assert back.returncode == 0, back.stderr
    assert "Restored" in back.stdout


def test_restored_keys_are_used_at_once(site, tmp_path):
    written = crypto.encrypt("张福来")
    make_backup(tmp_path / "with-keys.tar", with_keys=True)
    for file in (site.data_dir / "keys").glob("*.key"):
        file.unlink()
    keys_of_site.forget()
    crypto.encrypt("with the keys of a new site")
    restore_backup(tmp_path / "with-keys.tar", force=True)
    assert crypto.decrypt(written) == "张福来"


def test_the_ledger_is_proved_after_a_restore(site, tmp_path):
    create_account(actor=SYSTEM, username="officer", display_name="王科长", password="plum-river-2020")
    assert site.heluo("ledger", "seal").returncode == 0
    make_backup(tmp_path / "sealed.tar")
    site.heluo("ledger", "seal")
    back = site.heluo("restore", str(tmp_path / "sealed.tar"), "--force")
    assert back.returncode == 0, back.stdout + back.stderr
    assert " 0 faults" in back.stdout
    assert site.heluo("ledger", "verify").returncode == 0


@pytest.fixture
def full(site, archive) -> Path:
    """A backup with the keys; since then a session came, and other keys and photos."""
    target = archive.with_name("full.tar")
    make_backup(target, with_keys=True)
    keep("later")
    (site.data_dir / "keys" / "data.key").write_bytes(b"newer")
    (site.data_dir / "uploads" / "photo.jpg").write_bytes(b"dark")
    return target


def test_keys_are_exchanged_inside_their_directory_which_may_be_a_mounted_disk(site, full):
    before = (site.data_dir / "keys").stat().st_ino
    _, kept = restore_backup(full, force=True)
    folder = site.data_dir / "keys"
    assert folder.stat().st_ino == before
    assert Path(kept[2]).parent == folder
    assert (Path(kept[2]) / "data.key").read_bytes() == b"newer"
    assert (folder / "data.key").read_bytes() != b"newer"


@pytest.mark.parametrize("obstacle", ["uploads", "keys"])
def test_where_a_step_fails_all_is_as_before(site, full, obstacle):
    """A file stands where the old content would be moved to."""
    with clock.at(datetime(2026, 3, 5, 4, tzinfo=UTC)):
        (site.data_dir / obstacle / "before-restore-20260305-040000").write_bytes(b"in the way")
        with pytest.raises(OSError, match="before-restore"):
            restore_backup(full, force=True)
    assert keys() == {"kept", "later"}
    assert (site.data_dir / "uploads" / "photo.jpg").read_bytes() == b"dark"
    assert (site.data_dir / "keys" / "data.key").read_bytes() == b"newer"
    assert not list(site.data_dir.glob(".restore-*"))


def test_a_running_site_is_not_replaced(running_site, tmp_path):
    site = running_site.site
    assert site.heluo("backup", str(tmp_path / "a.tar")).returncode == 0
    back = site.heluo("restore", str(tmp_path / "a.tar"), "--force")
    assert back.returncode == 1
    assert "The site is running" in back.stderr


# A line for each command; those that need no site have none.
LINES = {
    "account": ["account zheng"],
    "backup": ["backup site.tar"],
    "demo": ["demo --no-serve"],
    "erase": ["erase 00000000-0000-4000-8000-000000000000 --as zheng --reason asked"],
    "import": ["import needs.xlsx"],
    "ledger": ["ledger seal", "ledger head --keep"],
    "manage": ["manage migrate"],
    "match": ["match --place 410328 --as zheng"],
    "migrate": ["migrate"],
    "places": ["places divisions --edition 2023 --valid-from 2023-06-30"],
    "restore": ["restore site.tar"],
    "serve": ["serve --port 0"],
    "worker": ["worker --once"],
}


@pytest.mark.parametrize("command", sorted(frame.commands().keys() - {"check", "engines", "messages", "solve"}))
def test_nothing_is_touched_while_a_backup_is_restored(site, capsys, command):
    for line in LINES[command]:
        name, *rest = line.split()
        with running.alone(), translation.override("en"):
            assert frame.main([name, "--language", "en", *rest]) == 1
        said = capsys.readouterr()
        assert not said.out
        assert ("The site is running" if command == "restore" else "A backup is being restored") in said.err
    assert not Industry.objects.exists()
