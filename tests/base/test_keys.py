"""Keys are made for a new site, and for none that has records already."""

from __future__ import annotations

import base64
import stat

import pytest

from heluo.base import keys
from heluo.base.rules import SYSTEM
from heluo.people.actions.accounts import create_account


@pytest.fixture
def in_use(site):
    """A site with an account."""
    create_account(actor=SYSTEM, username="officer", display_name="王科长", password="plum-river-2020")
    return site


def test_a_new_site_gets_all_its_keys_at_once_for_the_owner_alone(db, own_keys):
    key = keys.secret("data")
    assert len(key) == 32
    assert len({keys.secret(name) for name in keys.NAMES}) == len(keys.NAMES)
    modes = {stat.S_IMODE((own_keys / f"{name}.key").stat().st_mode) for name in keys.NAMES}
    assert modes == {0o600}
    keys.forget()
    assert keys.secret("data") == key


@pytest.mark.parametrize("command", [["migrate"], ["worker", "--once"], ["serve", "--port", "0"]])
def test_a_keys_directory_that_is_not_mounted_is_said_and_no_keys_are_made(in_use, tmp_path, command):
    elsewhere = tmp_path / "not-mounted"
    started = in_use.heluo(*command, HELUO_KEYS_DIR=str(elsewhere))
    assert started.returncode == 1
    assert f"are not in {elsewhere}" in started.stderr
    assert "HELUO_KEYS_DIR" in started.stderr
    assert not list(elsewhere.glob("*.key"))


@pytest.mark.parametrize("content", [b"", base64.urlsafe_b64encode(b"short"), b"\xff\xfe"])
def test_a_damaged_key_is_said(in_use, content):
    (in_use.data_dir / "keys" / "data.key").write_bytes(content)
    started = in_use.heluo("worker", "--once")
    assert started.returncode == 1
    assert "data.key is damaged" in started.stderr


def test_one_lost_key_is_not_made_anew(in_use):
    (in_use.data_dir / "keys" / "search.key").unlink()
    assert "search" in in_use.heluo("worker", "--once").stderr
    assert not (in_use.data_dir / "keys" / "search.key").exists()
