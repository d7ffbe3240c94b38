"""Whether this site holds synthetic records: then every page says so. The demonstration marks it as it loads."""

from pathlib import Path

from django.conf import settings

MARK = "synthetic"
# The number of the government's hotline in every Chinese city, shown where the site names none of its own.
HOTLINE = "12345"


def mark() -> None:
    """From now on every page says that the records are synthetic."""
    _file().write_text("The records of this site are synthetic; remove them before this file.\n", encoding="utf-8")


def is_marked() -> bool:
    """Whether the demonstration was loaded into this site's data directory."""
    return _file().exists()


def _file() -> Path:
    return Path(settings.CONFIG.data_dir) / MARK
