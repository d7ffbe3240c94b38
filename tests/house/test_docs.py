"""The documents are true: their commands run, their links lead somewhere, nothing is left unsaid."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from heluo.cli import frame
from heluo.web import config
from tests.sites import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
# These answer until they are told to stop, or build the whole demonstration; they have tests of their own.
ONLY_READ = {"serve", "worker", "demo"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def shown(path: Path) -> list[str]:
    """The commands that a document shows in its console blocks."""
    blocks = CONSOLE.findall(path.read_text(encoding="utf-8"))
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def options(parser: argparse.ArgumentParser) -> set[str]:
    """Every long option of a command and of its own commands."""
    found: set[str] = set()
    for action in parser._actions:
        found |= {option for option in action.option_strings if option.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            found = found.union(*(options(inner) for inner in action.choices.values()))
    return found - {"--help"}


def paragraph(command: str) -> str:
    """What docs/cli.md says of one command."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    found = re.search(rf"^## heluo {command}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no '## heluo {command}'"
    return found[1]


@pytest.mark.parametrize("command", frame.commands())
def test_every_command_and_option_is_documented(command):
    parser = argparse.ArgumentParser()
    frame.commands()[command].add_arguments(parser)
    said = paragraph(command)
    assert not [option for option in options(parser) if option not in said]


def test_no_command_is_documented_that_is_not_there():
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## heluo (\w+)$", text, re.MULTILINE)) == set(frame.commands())


def test_every_setting_is_documented():
    reader = config._Reader({})
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    said = set(re.findall(r"^\| `HELUO_(\w+)`", text, re.MULTILINE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_Reader", lambda _: reader)
        config.load({})
    assert said == {setting.upper() for setting in reader.known} | {"CONFIG"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document):
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert not [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if shown(document)], ids=name)
def test_shown_commands_run(document, site, tmp_path, monkeypatch):
    for folder in ("src", "examples"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    for line in shown(document):
        program, *arguments = shlex.split(line)
        if program == "make":
            assert re.search(rf"^{arguments[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), line
            continue
        assert program == "heluo", f"A console block shows {line!r}, which no test runs; use a sh block."
        if arguments[0] in ONLY_READ:
            frame.parser().parse_args(arguments)
            continue
        result = site.heluo(*arguments)
        assert result.returncode == 0, f"{line}\n{result.stderr}"
