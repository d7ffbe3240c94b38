"""The commands that come with every engine, as a user types them; they start no Django."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "src/heluo/engines/matching/examples/team.json"


def heluo(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "heluo", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=120)


def test_lists_the_engines():
    assert "matching" in heluo("engines").stdout


def test_solves_draws_and_checks(tmp_path):
    plan, picture = tmp_path / "plan.json", tmp_path / "plan.svg"
    solved = heluo("solve", "matching", EXAMPLE, "-o", plan, "--svg", picture)
    assert solved.returncode == 0, solved.stderr
    assert picture.read_text().lstrip().startswith("<")
    checked = heluo("check", "matching", EXAMPLE, plan)
    assert checked.returncode == 0, checked.stderr


def test_an_unknown_engine_is_named():
    assert heluo("solve", "perpetuum", EXAMPLE).returncode == 2


def test_solving_starts_no_django(tmp_path):
    code = (
        "import sys; from heluo.cli.frame import main; "
        f"main(['solve', 'matching', {str(EXAMPLE)!r}, '-o', {str(tmp_path / 'plan.json')!r}]); "
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_a_web_process_loads_no_solver():
    code = (
        "import sys, heluo.web.wsgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        "loaded = {'numba', 'ortools', 'scipy', 'pandas'} & set(sys.modules); assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
