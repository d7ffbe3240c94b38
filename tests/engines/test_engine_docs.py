"""The commands that the engines' pages show run as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from heluo.cli.frame import main
from heluo.enginekit import discover
from heluo.enginekit.units import UNITS
from tests.sites import RunningSite

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"docs/engines.md": "matching"} | {
    str((engine.folder / "README.md").relative_to(ROOT)): slug for slug, engine in discover().items()
}


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"```[a-z]*\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("heluo ")]


@pytest.mark.parametrize(("page", "slug"), PAGES.items(), ids=list(PAGES))
def test_the_commands_run(page: str, slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copy(discover()[slug].examples()[0], tmp_path / "problem.json")
    monkeypatch.chdir(tmp_path)
    lines = commands(ROOT / page)
    assert lines
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, line


def test_every_unit_is_in_the_table():
    said = (ROOT / "docs" / "units.md").read_text(encoding="utf-8")
    assert [unit.suffix for unit in UNITS if f"`_{unit.suffix}`" not in said] == []


def test_a_program_signs_in_as_the_page_says(running_site: RunningSite, tmp_path: Path):
    text = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    (script,) = [block for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if "curl" in block]
    shutil.copy(discover()["matching"].examples()[0], tmp_path / "problem.json")
    made = running_site.site.heluo("account", "zheng", "--role", "administrator", "--language", "en")
    password = re.search(r"Password: (\S+)", made.stdout)
    assert password
    given = {"site": running_site.url, "user": "zheng", "password": password[1]}
    done = subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, env={**running_site.site.environment, **given}, capture_output=True
    )
    assert json.loads(done.stdout)["state"] == "waiting", done.stderr
