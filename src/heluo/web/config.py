"""What a site is told from outside: the environment and one optional TOML file.

Every setting has one name, ``HELUO_<NAME>`` in the environment or ``<name>`` in the file that
``HELUO_CONFIG`` points to; the environment wins. ``load()`` reads all of them, collects every mistake,
and raises one `ConfigError` with a sentence for each. Nothing here needs Django.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from heluo.web import values
from heluo.web.databases import DatabaseUrlError, database_settings

DEFAULT_BASE_URL = "http://127.0.0.1:8000"
PREFIX = "HELUO_"


class ConfigError(Exception):
    """The site cannot start; ``mistakes`` holds one sentence for each thing to put right."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, kw_only=True)
class Config:
    """A checked configuration. Directories are absolute; they need not exist yet."""

    data_dir: Path
    keys_dir: Path
    database: dict[str, Any]
    secret_key: str | None
    allowed_hosts: list[str]
    debug: bool
    base_url: str
    # Whether somebody named it; else it is the port's.
    base_url_is_given: bool
    behind_proxy: bool
    tile_url: str
    tile_attribution: str
    tianditu_key: str
    time_zone: str
    language: str
    number_prefix: str
    hotline: str
    notice_webhook: str
    notice_success: list[str]

    @property
    def secure(self) -> bool:
        """Whether visitors reach the site by HTTPS, so that cookies may insist on it."""
        return not self.debug and self.base_url.startswith("https://")


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read and check every setting; raise `ConfigError` naming all mistakes at once."""
    reader = _Reader(os.environ if environ is None else environ)
    data_dir = reader.read("data_dir", "var", values.path)
    keys_dir = reader.read("keys_dir", str(data_dir / "keys") if data_dir else "var/keys", values.path)
    base_url = reader.read("base_url", DEFAULT_BASE_URL, values.web_address)
    config = Config(
        data_dir=data_dir,
        keys_dir=keys_dir,
        database=reader.read("database_url", f"sqlite:///{quote(str(data_dir))}/heluo.sqlite3", database_settings),
        secret_key=reader.read("secret_key", "", values.secret) or None,
        allowed_hosts=reader.read("allowed_hosts", values.default_hosts(base_url), values.hosts),
        debug=reader.read("debug", "no", values.switch),
        base_url=base_url,
        base_url_is_given=reader.is_given("base_url"),
        behind_proxy=reader.read("behind_proxy", "no", values.switch),
        tile_url=reader.read("tile_url", "", values.tile_address),
        tile_attribution=reader.read("tile_attribution", "", str),
        tianditu_key=reader.read("tianditu_key", "", values.tianditu_key),
        time_zone=reader.read("time_zone", "Asia/Shanghai", values.time_zone),
        language=reader.read("language", "zh-hans", values.language),
        number_prefix=reader.read("number_prefix", "LY", values.number_prefix),
        hotline=reader.read("hotline", "", values.telephone),
        notice_webhook=reader.read("notice_webhook", "", values.hook_address),
        notice_success=reader.read("notice_success", "0, 200, ok", values.words),
    )
    reader.finish()
    return config


def prepare(config: Config) -> None:
    """Make the directory that the site writes into, for the owner alone: photos and reports are not encrypted."""
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def kept_secret(config: Config) -> str:
    """The signing secret: the one given, or one made at first start and kept beside the other keys."""
    if config.secret_key:
        return config.secret_key
    path = config.keys_dir / "secret_key"
    if not path.exists():
        config.keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Create ``path`` with mode 0600; when two processes start at once, the first one's file stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class _Reader:
    """Takes values from the environment or the file, converts them, and remembers what was wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.mistakes: list[str] = []
        self.known: set[str] = set()
        self.file = self._file()

    def read(self, name: str, default: str, convert: Callable[[str], Any]) -> Any:
        self.known.add(name)
        variable = PREFIX + name.upper()
        # An empty variable is how a shell script says "not set".
        text, source = self.environ.get(variable) or None, variable
        if text is None and name in self.file:
            text, source = values.text(self.file[name]), f"'{name}' in the configuration file"
        try:
            return convert(default if text is None else text)
        except (ValueError, DatabaseUrlError) as error:
            self.mistakes.append(f"{source} {error}")
            return None

    def is_given(self, name: str) -> bool:
        return bool(self.environ.get(PREFIX + name.upper())) or name in self.file

    def finish(self) -> None:
        for variable in sorted(self.environ):
            own = variable.startswith(PREFIX) and not variable.startswith(PREFIX + "TEST_")
            if own and variable.removeprefix(PREFIX).lower() not in self.known | {"config"}:
                self.mistakes.append(f"{variable} is not a setting of Heluo; unset it or correct its name.")
        for name in sorted(set(self.file) - self.known):
            self.mistakes.append(
                f"'{name}' in the configuration file is not a setting of Heluo; "
                f"remove it or correct its name (there are: {', '.join(sorted(self.known))})."
            )
        if self.mistakes:
            raise ConfigError(self.mistakes)

    def _file(self) -> dict[str, Any]:
        place = self.environ.get(PREFIX + "CONFIG")
        if not place:
            return {}
        try:
            return tomllib.loads(Path(place).read_text(encoding="utf-8"))
        except OSError as error:
            self.mistakes.append(
                f"HELUO_CONFIG points to {place}, which cannot be read ({error.strerror}); "
                "correct the path or unset it."
            )
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.mistakes.append(f"HELUO_CONFIG points to {place}, which is not valid TOML: {error}.")
        return {}
