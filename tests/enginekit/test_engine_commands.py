"""`heluo engines`, `heluo solve`, `heluo check`: exit codes, and sentences on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heluo.enginekit import find

EXAMPLE = next(path for path in find("matching").examples() if path.stem == "luoning")
IMPOSSIBLE = find("matching").examples(infeasible=True)[0]


@pytest.fixture(autouse=True)
def chinese_terminal(monkeypatch):
    """Without `--language` the terminal's language is spoken."""
    monkeypatch.setenv("LANGUAGE", "zh_CN:zh")


def test_engines_are_listed(cli, capsys):
    assert cli("engines") == 0
    assert "matching  1  供需对接" in capsys.readouterr().out
    assert cli("engines", "--language", "en") == 0
    assert "Matching needs with specialists" in capsys.readouterr().out


def test_a_problem_is_solved_drawn_and_checked(cli, tmp_path: Path, capsys):
    plan, picture = tmp_path / "plan.json", tmp_path / "plan.svg"
    assert cli("solve", "matching", str(EXAMPLE), "-o", str(plan), "--svg", str(picture), "--seed", "3") == 0
    assert json.loads(plan.read_text(encoding="utf-8"))["seed"] == 3
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert cli("check", "matching", str(EXAMPLE), str(plan)) == 0
    assert capsys.readouterr().out == "没有发现问题。\n"


def test_a_plan_goes_to_stdout_and_progress_to_stderr(cli, capsys):
    assert cli("solve", "matching", str(EXAMPLE), "--progress", "--time-limit", "60") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["status"] == "optimal"
    assert "整体分派" in said.err


def test_a_damaged_plan_ends_with_one(cli, tmp_path: Path, capsys):
    path = tmp_path / "plan.json"
    cli("solve", "matching", str(EXAMPLE), "-o", str(path))
    path.write_text(path.read_text(encoding="utf-8").replace('"objective": ', '"objective": 1'), encoding="utf-8")
    assert cli("check", "matching", str(EXAMPLE), str(path), "--language", "en") == 1
    assert "The objective should be" in capsys.readouterr().err


def test_an_impossible_problem_ends_with_three_and_says_why(cli, capsys):
    assert cli("solve", "matching", str(IMPOSSIBLE)) == 3
    assert "必须服务" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "不是合格的 JSON"),
        ('{"needs": [{"id": "N", "units": "two"}], "specialists": []}', "needs 第 1 行 units：应为整数。"),
        ('{"needs": []}', "specialists：缺少这一项。"),
    ],
)
def test_what_cannot_be_read_ends_with_two(cli, tmp_path: Path, capsys, text: str, sentence: str):
    (tmp_path / "problem.json").write_text(text, encoding="utf-8")
    assert cli("solve", "matching", str(tmp_path / "problem.json")) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("slug", "file", "sentence"),
    [
        ("gardening", str(EXAMPLE), "没有叫 gardening 的引擎"),
        ("matching", "nowhere.json", "打不开文件"),
        ("matching", "problem.xml", "文件类型应为 .json"),
    ],
)
def test_what_is_not_there_ends_with_two(cli, capsys, slug: str, file: str, sentence: str):
    assert cli("solve", slug, file) == 2
    assert sentence in capsys.readouterr().err


def test_an_unwritable_place_is_a_sentence(cli, tmp_path: Path, capsys):
    assert cli("solve", "matching", str(EXAMPLE), "-o", str(tmp_path / "no" / "plan.json")) == 2
    assert "写不了文件" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--seed=-1", "--seed=1.5", "--time-limit=-1", "--time-limit=nan"])
def test_a_wrong_option_is_refused(cli, option: str):
    with pytest.raises(SystemExit):
        cli("solve", "matching", str(EXAMPLE), option)
