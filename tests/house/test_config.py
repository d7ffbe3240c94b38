"""Settings from outside: what is right is taken, what is wrong is named in a sentence."""

from __future__ import annotations

import stat

import pytest

from heluo.web import config
from heluo.web.databases import DatabaseUrlError, database_settings


def mistakes(**environ: str) -> list[str]:
    with pytest.raises(config.ConfigError) as caught:
        config.load({f"HELUO_{name.upper()}": value for name, value in environ.items()})
    return caught.value.mistakes


def test_defaults_need_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    loaded = config.load({})
    assert loaded.data_dir == tmp_path / "var"
    assert loaded.keys_dir == tmp_path / "var" / "keys"
    assert loaded.database["NAME"] == str(tmp_path / "var" / "heluo.sqlite3")
    assert loaded.language == "zh-hans"


def test_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "heluo.toml"
    file.write_text('time_zone = "Asia/Urumqi"\ndebug = true\nallowed_hosts = ["a.example", "b.example"]\n')
    loaded = config.load({"HELUO_CONFIG": str(file), "HELUO_TIME_ZONE": "Asia/Chongqing"})
    assert loaded.time_zone == "Asia/Chongqing"
    assert loaded.debug
    assert loaded.allowed_hosts == ["a.example", "b.example"]


def test_all_mistakes_are_named_at_once():
    found = mistakes(debug="perhaps", time_zone="Luoyang", base_url="heluo", secret_key="short")
    assert len(found) == 4
    assert all(sentence.startswith("HELUO_") and sentence.endswith(".") for sentence in found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "de"),
        ("allowed_hosts", "https://heluo.example"),
        ("tile_url", "https://tiles.example/"),
        ("hotline", "ask us"),
        ("tianditu_key", "abc"),
        ("database_url", "mysql://localhost/heluo"),
        ("data_dir", "/proc/version"),
        ("keys_dir", "/proc/keys/here"),
        ("config", "/nowhere/heluo.toml"),
        ("keys_dri", "/tmp"),
    ],
)
def test_each_mistake_has_its_sentence(name, value):
    (sentence,) = mistakes(**{name: value})
    assert f"HELUO_{name.upper()}" in sentence


def test_an_unknown_name_in_the_file_is_named(tmp_path):
    file = tmp_path / "heluo.toml"
    file.write_text("tiem_zone = 'Asia/Shanghai'\n")
    (sentence,) = mistakes(config=str(file))
    assert "tiem_zone" in sentence


def test_a_database_password_is_not_repeated():
    (sentence,) = mistakes(database_url="mysql://heluo:geheim@localhost/heluo")
    assert "geheim" not in sentence


def test_a_postgresql_address_is_taken_apart():
    settings = database_settings("postgresql://u%40x:p%2Fw@db.example:5433/heluo?sslmode=require")
    assert settings["USER"] == "u@x"
    assert settings["PASSWORD"] == "p/w"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "5433", "heluo")
    assert settings["OPTIONS"]["sslmode"] == "require"


def test_a_socket_is_named_as_libpq_does():
    assert database_settings("postgresql://postgres@/heluo?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["postgresql://localhost/", "postgresql://h:port/x", "sqlite://"])
def test_an_address_without_a_name_is_refused(url):
    with pytest.raises(DatabaseUrlError):
        database_settings(url)


def test_the_secret_is_made_once_and_kept_private(tmp_path):
    loaded = config.load({"HELUO_DATA_DIR": str(tmp_path)})
    secret = config.kept_secret(loaded)
    assert len(secret) >= 60
    assert config.kept_secret(loaded) == secret
    assert stat.S_IMODE((tmp_path / "keys" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret_key"]


def test_what_a_site_writes_is_for_the_owner_alone(site, tmp_path):
    place = tmp_path / "new"
    database = f"sqlite:///{place}/heluo.sqlite3"
    started = site.heluo("migrate", "--quiet", HELUO_DATA_DIR=str(place), HELUO_DATABASE_URL=database)
    assert started.returncode == 0, started.stderr
    written = [place, *place.rglob("*")]
    assert place / "heluo.sqlite3" in written
    assert [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
